package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.TokenKeys.View;

/** A token key in JSON, without what is secret of it. */
@Schema(name = "TokenKey", description = "A key that tickets are issued or verified under. The key itself is secret.")
record TokenKeyResponse(
        @Schema(example = "2") long id,

        @Schema(
                description =
                        "staged: verifies tickets, and is about to become active. active: tickets are issued under"
                                + " it. retiring: verifies those that were. gone: verifies nothing.",
                allowableValues = {"staged", "active", "retiring", "gone"},
                example = "active")
        String state,

        @Schema(description = "Since when it is staged.") Instant createdAt,

        @Schema(description = "Since when tickets were issued under it.") @Nullable Instant activatedAt,

        @Schema(description = "Since when no more are.") @Nullable Instant retiringSince,

        @Schema(description = "Of a staged key.") @Nullable Instant activeNoSoonerThan,

        @Schema(description = "Of a retiring key: when the last ticket under it has expired.") @Nullable Instant goneNoSoonerThan) {

    static TokenKeyResponse of(View key) {
        return new TokenKeyResponse(
                key.id(),
                key.state(),
                key.createdAt(),
                key.activatedAt(),
                key.retiringSince(),
                key.activeNoSoonerThan(),
                key.goneNoSoonerThan());
    }
}
