package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.lumenlink.relay.relay.RelayStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells how the relay is doing. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Status", description = "How the relay is doing.")
class StatusController {

    private final RelayStatus status;

    StatusController(RelayStatus status) {
        this.status = status;
    }

    @Operation(
            summary = "Read how the dataplane runs",
            responses = @ApiResponse(responseCode = "200", description = "Interfaces, addresses, ports and maps."))
    @Refuses({})
    @GetMapping("/dataplane")
    DataplaneResponse dataplane() {
        return DataplaneResponse.of(status.dataplane());
    }

    @Operation(
            summary = "Read the counters",
            responses = @ApiResponse(responseCode = "200", description = "Users, sessions, and packets by verdict."))
    @Refuses({})
    @GetMapping("/stats")
    StatsResponse stats() {
        return StatsResponse.of(status.stats());
    }
}
