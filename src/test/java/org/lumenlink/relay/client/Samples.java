package org.lumenlink.relay.client;

import java.util.Base64;
import org.lumenlink.relay.token.Vectors;

/** Credentials from the known answers. */
final class Samples {

    static final Credentials CREDENTIALS = credentials();

    private Samples() {}

    static String json(String endpoints) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return """
                {"ticket":"%s","sessionKey":"%s","expiresAt":"2033-05-18T03:33:20Z","endpoints":[%s]}
                """.formatted(
                        base64.encodeToString(CREDENTIALS.ticket()),
                        base64.encodeToString(CREDENTIALS.sessionKey()),
                        endpoints);
    }

    private static Credentials credentials() {
        Vectors.Issued issued = Vectors.tickets().getFirst();
        return new Credentials(issued.ticket(), issued.sessionKey());
    }
}
