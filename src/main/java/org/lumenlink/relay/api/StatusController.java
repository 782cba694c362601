package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.lumenlink.relay.relay.Draining;
import org.lumenlink.relay.relay.RelayStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells how the relay is doing. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Status", description = "How the relay is doing.")
class StatusController {

    private final RelayStatus status;
    private final Draining draining;

    StatusController(RelayStatus status, Draining draining) {
        this.status = status;
        this.draining = draining;
    }

    @Operation(
            operationId = "getDataplane",
            summary = "Read how the dataplane runs",
            responses = @ApiResponse(responseCode = "200", description = "Interfaces, addresses, ports and maps."))
    @GetMapping("/dataplane")
    DataplaneResponse dataplane() {
        return DataplaneResponse.of(status.dataplane(), draining.since());
    }

    @Operation(
            operationId = "drain",
            summary = "Drain the relay",
            description =
                    "Takes the relay out of service: /ready answers 503, and no tokens are issued. Sessions, and"
                            + " tokens that were issued, go on. Ends with dataplane:resume, or when the relay is started again.",
            responses = @ApiResponse(responseCode = "200", description = "Draining, or drained already."))
    @PostMapping("/dataplane:drain")
    DataplaneResponse drain() {
        draining.drain();
        return dataplane();
    }

    @Operation(
            operationId = "resume",
            summary = "Put the relay into service again",
            responses = @ApiResponse(responseCode = "200", description = "In service, or was already."))
    @PostMapping("/dataplane:resume")
    DataplaneResponse resume() {
        draining.resume();
        return dataplane();
    }

    @Operation(
            operationId = "getStats",
            summary = "Read the counters",
            responses = @ApiResponse(responseCode = "200", description = "Users, sessions, and packets by verdict."))
    @GetMapping("/stats")
    StatsResponse stats() {
        return StatsResponse.of(status.stats());
    }
}
