package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Relays in JSON. */
@Schema(name = "Nodes", description = "The relays.")
record NodesResponse(List<Node> nodes) {

    /** One relay. */
    @Schema(name = "Node", description = "A relay.")
    record Node(
            @Schema(description = "Its name as it is set, or that of its host.", example = "relay-1")
            String name,

            @Schema(
                    description =
                            "ready: in service. draining: taken out of service. unready: cannot do what it is to do.",
                    allowableValues = {"ready", "draining", "unready"})
            String state,

            @Schema(description = "Why it is not ready.") List<String> reasons,

            @Schema(description = "When its process was started.")
            Instant startedAt,

            @Schema(
                    description = "Version of the program; null where it is not packaged.",
                    nullable = true,
                    example = "1.0.0")
            @Nullable String version) {

        static Node of(org.lumenlink.relay.relay.Nodes.Node node) {
            return new Node(node.name(), node.state(), node.reasons(), node.startedAt(), node.version());
        }
    }
}
