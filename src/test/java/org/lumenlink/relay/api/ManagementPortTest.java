package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalManagementPort;

/** The management port says whether the relay is alive and ready, and what it counts, to everybody; and nothing else. */
class ManagementPortTest extends WebLayerTest {

    @LocalManagementPort
    int managementPort;

    private ApiClient management = ApiClient.ofManagement("");

    @BeforeEach
    void connect() {
        management = ApiClient.ofManagement("http://127.0.0.1:" + managementPort);
    }

    @Test
    void healthWhenTheDataplaneIsUpThenUpThoughNotReady() {
        ApiClient.Answer answer = management.send("GET", "/health");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body())
                .isEqualTo("{\"components\":{\"dataplane\":{\"status\":\"UP\"}},\"status\":\"UP\"}");
    }

    @Test
    void readyWhenTheRelayIsNotThenUnavailable() {
        ApiClient.Answer answer = management.send("GET", "/ready");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().at("/status").asString()).isEqualTo("OUT_OF_SERVICE");
        assertThat(answer.json().at("/components").propertyNames())
                .containsExactlyInAnyOrder("dataplane", "relay", "store", "readinessState");
    }

    @Test
    void metricsWhenScrapedThenInTheTextFormatOfPrometheus() {
        ApiClient.Answer answer = management.send("GET", "/metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.response().body()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/info",
                "/env",
                "/beans",
                "/prometheus",
                "/all-health",
                "/all-health/ready",
                "/all-health/dataplane",
                "/health/",
                "/health/dataplane",
                "/ready/relay",
                "/metrics/jvm.memory.used",
                "/error",
                "/actuator",
                "/actuator/health",
                "/api/v1/users",
                "/v3/api-docs"
            })
    void pathWhenNotOneOfTheThreeThenNotFound(String path) {
        ApiClient.Answer answer = management.send("GET", path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void methodWhenItWouldChangeThenNotFound(String method) {
        assertThat(management.send(method, "/health").status()).isEqualTo(404);
    }
}
