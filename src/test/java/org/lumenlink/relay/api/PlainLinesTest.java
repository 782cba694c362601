package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** Plain lines are read as binding reads them, and all others are left to binding. */
class PlainLinesTest {

    private static final String TO = "\"destination\": {\"address\": \"203.0.113.9\", \"port\": 1}";

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final PlainLines plain = new PlainLines(mapper);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userId\": 7, " + TO + "}",
                " {\"enabled\":false,\"label\":\"b\\u00fcro \u00fc\",\"maxSessions\":2," + TO + ",\"userId\":7}\r",
                "{\"userId\": 7, \"rateLimit\": {\"packetsPerSecond\": 1, \"burstPackets\": 2, \"bytesPerSecond\": 3,"
                        + " \"burstBytes\": 9223372036854775807}, " + TO + "}",
                "{\"userId\": -7, \"enabled\": true, \"rateLimit\": {}, \"destination\": {}}",
                "{}"
            })
    void readWhenALineIsPlainThenAsBound(String line) {
        assertThat(plain.read(line)).isNotNull().isEqualTo(mapper.readValue(line, BulkLine.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{\"userId\": 7",
                "{\"userId\": 7}}",
                "{\"userId\": 7} {}",
                "{\"userId\": 7} x",
                "{\"userId\": 7, \"userId\": 7}",
                "{\"userId\": null}",
                "{\"userId\": \"7\"}",
                "{\"userId\": 7.0}",
                "{\"userId\": 1e3}",
                "{\"userId\": 9223372036854775808}",
                "{\"UserId\": 7}",
                "{\"colour\": 7}",
                "{\"enabled\": \"true\"}",
                "{\"enabled\": 1}",
                "{\"enabled\": null}",
                "{\"label\": 7}",
                "{\"label\": null}",
                "{\"label\": [[]]}",
                "{\"maxSessions\": true}",
                "{\"destination\": \"203.0.113.9:1\"}",
                "{\"destination\": {\"address\": \"203.0.113.9\", \"address\": \"203.0.113.9\"}}",
                "{\"destination\": {\"address\": \"203.0.113.9\", \"colour\": 1}}",
                "{\"destination\": {\"port\": \"1\"}}",
                "{\"rateLimit\": 1}",
                "{\"rateLimit\": {\"packetsPerSecond\": null}}",
                "{\"rateLimit\": {\"colour\": 1}}"
            })
    void readWhenALineIsNotPlainThenLeftToBinding(String line) {
        assertThat(plain.read(line)).isNull();
    }
}
