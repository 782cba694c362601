package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.Cidr;
import org.lumenlink.relay.relay.DenyList.Page;

/** A page of the deny list in JSON. */
@Schema(name = "DenyListPage", description = "Networks in the order of their addresses.")
record DenyListResponse(
        List<DeniedResponse> networks,

        @Schema(
                description = "Send this as cursor for the next page; null on the last.",
                example = "YWZ0ZXI6MjAzLjAuMTEzLjAvMjQ")
        @Nullable String nextCursor) {

    static DenyListResponse of(Page page) {
        Cidr next = page.next();
        return new DenyListResponse(
                page.networks().stream().map(DeniedResponse::of).toList(), next == null ? null : Cursor.of(next));
    }
}
