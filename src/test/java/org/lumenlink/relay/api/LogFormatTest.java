package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log's lines in both formats, each with the id of the request that it is about. */
@ExtendWith(OutputCaptureExtension.class)
class LogFormatTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String BROKEN = "/api/v1/users/" + InMemoryRelay.BROKEN_USER + "/stats";

    @Test
    void linesWhenNothingIsSetThenArePlainAndHaveTheRequestsId(@TempDir Path dataDir, CapturedOutput output) {
        ApiClient.Answer answer = fail(dataDir);

        assertThat(output.getOut())
                .containsPattern(
                        "(?m)^\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z ERROR Refusals: \\[" + answer.header("X-Request-Id")
                                + "] Error " + answer.problem().get("errorId") + ": " + BROKEN + " failed$");
    }

    @Test
    void linesWhenEcsIsSetThenEachIsJsonAndHasTheRequestsId(@TempDir Path dataDir, CapturedOutput output) {
        ApiClient.Answer answer = fail(dataDir, "--RELAY_LOG_FORMAT=ecs");

        assertThat(output.getOut().lines().filter(line -> !line.isBlank()).map(JSON::readTree))
                .isNotEmpty()
                .allSatisfy(line -> {
                    assertThat(line.at("/@timestamp").asString()).isNotEmpty();
                    assertThat(line.at("/log/level").asString()).isNotEmpty();
                    assertThat(line.at("/service/name").asString()).isEqualTo("lumenlink-relay");
                    assertThat(line.at("/ecs/version").asString()).isNotEmpty();
                })
                .filteredOn(line -> line.at("/log/level").asString().equals("ERROR"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(id(line)).isEqualTo(answer.header("X-Request-Id"));
                    assertThat(line.at("/error/type").asString()).isEqualTo("java.lang.IllegalStateException");
                });
    }

    @Test
    void formatWhenUnknownThenTheStartFailsAndNamesTheFormats(@TempDir Path dataDir) {
        assertThatThrownBy(() -> new OwnWebLayer(dataDir, "--RELAY_LOG_FORMAT=xml"))
                .rootCause()
                .hasMessageContaining("xml")
                .hasMessageContaining("ecs");
    }

    private static ApiClient.Answer fail(Path dataDir, String... settings) {
        try (OwnWebLayer relay = new OwnWebLayer(dataDir, settings)) {
            ApiClient.Answer answer = relay.api().send("GET", BROKEN);
            assertThat(answer.status()).isEqualTo(500);
            return answer;
        }
    }

    private static String id(JsonNode line) {
        return line.at("/requestId").asString();
    }
}
