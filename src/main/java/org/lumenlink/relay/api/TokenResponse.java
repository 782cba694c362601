package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.lumenlink.relay.relay.Tokens.Endpoint;
import org.lumenlink.relay.relay.Tokens.Token;

/** A token in JSON. Secret: {@link #toString} hides it. */
@Schema(name = "Token", description = "What a client needs to send packets. Secret: hand it to that client only.")
record TokenResponse(
        @Schema(description = "20 bytes, base64url without padding.", example = "AAECAwQFBgcICQoLDA0ODxAREhM")
        String ticket,

        @Schema(description = "16 bytes, base64url without padding.", example = "AAECAwQFBgcICQoLDA0ODw")
        String sessionKey,

        @Schema(description = "The relay drops the token's packets from then on.")
        Instant expiresAt,

        @Schema(description = "Where the client may send to.")
        List<EndpointResponse> endpoints) {

    static TokenResponse of(Token token) {
        return new TokenResponse(
                base64url(token.ticket()),
                base64url(token.sessionKey()),
                token.expiresAt(),
                token.endpoints().stream().map(EndpointResponse::of).toList());
    }

    @Override
    public String toString() {
        return "TokenResponse[expiresAt=" + expiresAt + "]";
    }

    private static String base64url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** Where to send to. */
    @Schema(name = "Endpoint", description = "An address of the relay.")
    record EndpointResponse(
            @Schema(example = "198.51.100.1") String address,

            @Schema(example = "443", description = "UDP port.")
            int port) {

        static EndpointResponse of(Endpoint endpoint) {
            return new EndpointResponse(AddressText.canonical(endpoint.address()), endpoint.port());
        }
    }
}
