package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.lumenlink.relay.relay.Nodes;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells which relays there are. */
@RestController
@RequestMapping(path = "/api/v1/nodes", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Status")
class NodeController {

    private final Nodes nodes;

    NodeController(Nodes nodes) {
        this.nodes = nodes;
    }

    @Operation(
            operationId = "listNodes",
            summary = "List the relays",
            description = "This one: whether it is in service, and if not, why.",
            responses = @ApiResponse(responseCode = "200", description = "The relays."))
    @GetMapping
    NodesResponse nodes() {
        return new NodesResponse(List.of(NodesResponse.Node.of(nodes.self())));
    }
}
