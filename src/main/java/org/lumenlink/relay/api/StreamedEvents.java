package org.lumenlink.relay.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.lumenlink.relay.relay.Draining;
import org.lumenlink.relay.relay.Nodes;
import org.lumenlink.relay.relay.RelayStatus;
import org.lumenlink.relay.relay.TopUsers;
import org.springframework.stereotype.Component;

/** What can be streamed besides the counters. */
@Component
class StreamedEvents {

    static final String STATS = "stats";
    static final String TOP_USERS = "top-users";

    private static final int TOP = 10;

    private final Map<String, Feed> feeds = new LinkedHashMap<>();

    StreamedEvents(Nodes nodes, RelayStatus status, Draining draining, TopUsers users) {
        add("nodes", Duration.ofSeconds(2), () -> new NodesResponse(List.of(NodesResponse.Node.of(nodes.self()))));
        add("dataplane", Duration.ofSeconds(5), () -> DataplaneResponse.of(status.dataplane(), draining.since()));
        add(TOP_USERS, Duration.ofSeconds(5), () -> TopUsersResponse.of(users.top(TOP)));
    }

    /**
     * An event that is sent again and again.
     *
     * @param period at the least between two of them
     * @param source of its data
     */
    record Feed(String name, Duration period, Supplier<Object> source) {}

    /**
     * Returns what was asked for, without the counters.
     *
     * @param names separated by commas
     * @throws MalformedRequestException if there is another among them, or stats is not
     */
    List<Feed> named(String names) {
        List<String> wanted = List.of(names.split(",", -1));
        List<Feed> found = new ArrayList<>();
        for (String name : new LinkedHashSet<>(wanted)) {
            Feed feed = feeds.get(name);
            if (feed != null) {
                found.add(feed);
            } else if (!name.equals(STATS)) {
                throw refused();
            }
        }
        if (!wanted.contains(STATS)) {
            throw refused();
        }
        return found;
    }

    private MalformedRequestException refused() {
        return new MalformedRequestException(
                "events", "must be stats, and any of " + String.join(", ", feeds.keySet()) + ", separated by commas");
    }

    private void add(String name, Duration period, Supplier<Object> source) {
        feeds.put(name, new Feed(name, period, source));
    }
}
