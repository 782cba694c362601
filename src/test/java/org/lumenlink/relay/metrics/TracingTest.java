package org.lumenlink.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.api.ApiClient;
import org.lumenlink.relay.support.RequiresBpf;

/** Spans of a real relay's requests: none unless they are switched on, and then none that names a user. */
@RequiresBpf
class TracingTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String USER_PATH = "/api/v1/users/" + MonitoredRelay.USER;

    @SuppressWarnings("NullAway.Init") // set before each test
    private SpanReceiver receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = new SpanReceiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void spansWhenNotSwitchedOnThenNoneIsSent(@TempDir Path dataDir) throws IOException {
        try (MonitoredRelay relay = new MonitoredRelay(dataDir, endpoint())) {
            assertThat(relay.api().send("GET", USER_PATH).status()).isEqualTo(200);
        }

        // What was held back is sent when the relay ends.
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void spansWhenSwitchedOnThenArriveWithoutUserAddressAndKey(@TempDir Path dataDir) throws IOException {
        String key;
        try (MonitoredRelay relay = new MonitoredRelay(dataDir, endpoint(), "--RELAY_TRACING=true")) {
            key = relay.adminKey();
            ApiClient api = relay.api().from("127.0.0.3");
            ApiClient.Answer answer = api.send("GET", USER_PATH + "?secret=" + key);
            assertThat(answer.status()).isEqualTo(200);
            api.send("PUT", "/api/v1/deny-list/192.0.2.0/24");
            api.send("GET", "/nothing/" + key);
            relay.carry(3);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.received())
                            .contains("lumenlink-relay")
                            .contains("http get /api/v1/users/{userId}")
                            .contains("http post /api/v1/users/{userId}/tokens")
                            .contains(answer.header("X-Request-Id")));
        }

        assertThat(receiver.received())
                .contains("http put /api/v1/deny-list/{address}/{prefixLength}")
                .doesNotContain(String.valueOf(MonitoredRelay.USER))
                .doesNotContain("127.0.0.3")
                .doesNotContain("192.0.2.")
                .doesNotContain(key);
    }

    private String endpoint() {
        return "--RELAY_TRACING_ENDPOINT=" + receiver.endpoint();
    }
}
