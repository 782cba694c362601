package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.lumenlink.relay.relay.Latencies;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells how long packets take. */
@RestController
@RequestMapping(path = "/api/v1/stats/latency", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Status")
class LatencyController {

    private final Latencies latencies;

    LatencyController(Latencies latencies) {
        this.latencies = latencies;
    }

    @Operation(
            summary = "Read how long packets take",
            description =
                    "In the kernel's program, from their arrival in it to their verdict; of a sample of the packets"
                            + " that were relayed.",
            responses = @ApiResponse(responseCode = "200", description = "A histogram."))
    @Refuses({})
    @GetMapping
    LatencyResponse latency() {
        return LatencyResponse.of(latencies.latency());
    }
}
