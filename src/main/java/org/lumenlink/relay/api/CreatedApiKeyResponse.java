package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.lumenlink.relay.security.ApiKeys.Created;

/** A new API key in JSON. Secret: {@link #toString} hides it. */
@Schema(name = "CreatedApiKey", description = "A new API key. Secret: it is shown this once.")
record CreatedApiKeyResponse(
        @Schema(
                description = "Send it as Authorization: Bearer <key>.",
                example = "lumenlink_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
        String key,

        ApiKeyResponse apiKey) {

    static CreatedApiKeyResponse of(Created created) {
        return new CreatedApiKeyResponse(created.characters(), ApiKeyResponse.of(created.apiKey()));
    }

    @Override
    public String toString() {
        return "CreatedApiKeyResponse[" + apiKey + "]";
    }
}
