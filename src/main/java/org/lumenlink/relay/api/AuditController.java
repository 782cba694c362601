package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.security.AuditTrail;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the audit log. */
@RestController
@RequestMapping(path = "/api/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Audit", description = "Who changed what.")
class AuditController {

    private static final List<String> PARAMETERS = List.of("cursor", "limit");

    private final AuditTrail trail;

    AuditController(AuditTrail trail) {
        this.trail = trail;
    }

    @Operation(
            operationId = "listAudit",
            summary = "Read the audit log",
            description = "Every request that was to change something, also those that were refused, latest first.",
            responses = @ApiResponse(responseCode = "200", description = "A page of entries."))
    @GetMapping
    AuditPageResponse list(
            @Parameter(description = "nextCursor of the page before.") @RequestParam(required = false) @Nullable String cursor,
            @Parameter(
                            description = "At most this many.",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000"))
                    @RequestParam(defaultValue = "100")
                    String limit,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> all) {
        ListParameters.check(all, PARAMETERS);
        return AuditPageResponse.of(
                trail.list(cursor == null ? null : Cursor.parsePlace(cursor), ListParameters.limit(limit)));
    }
}
