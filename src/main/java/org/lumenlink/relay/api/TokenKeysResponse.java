package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.TokenKeys.Listing;

/** The token keys in JSON. */
@Schema(name = "TokenKeys", description = "The token keys, newest first; of those that are gone the latest few.")
record TokenKeysResponse(
        List<TokenKeyResponse> tokenKeys,

        @Schema(description = "When the next key is staged; null if that is done by hand only, or a key is staged.")
        @Nullable Instant nextRotationAt) {

    static TokenKeysResponse of(Listing listing) {
        return new TokenKeysResponse(
                listing.keys().stream().map(TokenKeyResponse::of).toList(), listing.nextRotationAt());
    }
}
