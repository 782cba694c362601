package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.AuditTrail.Page;

/** A page of the audit log in JSON. */
@Schema(name = "AuditPage", description = "Entries of the audit log, latest first.")
record AuditPageResponse(
        List<AuditEntryResponse> entries,

        @Schema(description = "Send this as cursor for the next page; null on the last.", example = "YWZ0ZXI6MS40MDk2")
        @Nullable String nextCursor) {

    static AuditPageResponse of(Page page) {
        String next = page.next();
        return new AuditPageResponse(
                page.entries().stream().map(AuditEntryResponse::of).toList(),
                next == null ? null : Cursor.ofPlace(next));
    }
}
