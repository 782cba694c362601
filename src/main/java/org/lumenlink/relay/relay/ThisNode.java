package org.lumenlink.relay.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

@Service
class ThisNode implements Nodes {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final RelayReadiness readiness;
    private final Draining draining;
    private final NodeSettings settings;
    private final Instant startedAt;

    ThisNode(RelayReadiness readiness, Draining draining, NodeSettings settings) {
        this.readiness = readiness;
        this.draining = draining;
        this.settings = settings;
        this.startedAt = ProcessHandle.current()
                .info()
                .startInstant()
                .orElseGet(Instant::now)
                .truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Node self() {
        List<String> reasons = Stream.of(relayReason(), readiness.storeReason())
                .filter(reason -> !reason.isEmpty())
                .toList();
        return new Node(
                name(),
                state(reasons),
                reasons,
                startedAt,
                ThisNode.class.getPackage().getImplementationVersion());
    }

    private String relayReason() {
        try {
            return readiness.reason();
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String state(List<String> reasons) {
        if (draining.since() != null) {
            return "draining";
        }
        return reasons.isEmpty() ? "ready" : "unready";
    }

    private String name() {
        if (!settings.name().isEmpty()) {
            return settings.name();
        }
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
