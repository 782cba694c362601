package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.lumenlink.relay.relay.DenyList.Denied;

/** A denied network in JSON. */
@Schema(name = "DeniedNetwork")
record DeniedResponse(
        @Schema(description = "In its canonical form (RFC 5952).", example = "203.0.113.0/24")
        String cidr,

        Instant createdAt) {

    static DeniedResponse of(Denied denied) {
        return new DeniedResponse(CidrText.format(denied.cidr()), denied.createdAt());
    }
}
