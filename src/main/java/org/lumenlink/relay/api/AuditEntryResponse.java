package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.AuditTrail.Entry;

/** An entry of the audit log in JSON. */
@Schema(name = "AuditEntry", description = "A request that was to change something, and what became of it.")
record AuditEntryResponse(
        Instant time,

        @Schema(description = "The answer's X-Request-Id, in the relay's log too.", example = "5f0c3a9be1d24477")
        String requestId,

        @Schema(description = "Who sent it; null if that is not known.") @Nullable CallerResponse caller,

        @Schema(example = "PUT") String method,

        @Schema(
                description = "A star stands for what is neither a word of the API nor an id or address.",
                example = "/api/v1/users/42")
        String path,

        @Schema(description = "Status of the answer.", example = "200")
        int status,

        @Schema(
                description = "Requests that were refused, and not recorded one by one, since the entry before.",
                example = "0")
        long unrecorded) {

    static AuditEntryResponse of(Entry entry) {
        return new AuditEntryResponse(
                entry.time(),
                entry.requestId(),
                CallerResponse.of(entry),
                entry.method(),
                entry.path(),
                entry.status(),
                entry.unrecorded());
    }

    /** Who sent a request. */
    @Schema(name = "AuditCaller", description = "Who sent a request.")
    record CallerResponse(
            @Schema(
                    allowableValues = {"api-key", "jwt", "certificate"},
                    example = "api-key")
            String kind,

            @Schema(description = "Id of the key, or subject of the token or certificate.", example = "3")
            String id,

            @Schema(description = "Name of the key.", example = "grafana") @Nullable String name) {

        static @Nullable CallerResponse of(Entry entry) {
            String kind = entry.callerKind();
            String id = entry.callerId();
            return kind == null || id == null ? null : new CallerResponse(kind, id, entry.callerName());
        }
    }
}
