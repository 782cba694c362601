package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is said in one form, and changes nothing. */
class RefusedRequestsTest extends WebLayerTest {

    static Stream<ApiRequest> refusedRequests() {
        return RefusedRequests.all();
    }

    @ParameterizedTest
    @MethodSource("refusedRequests")
    void requestWhenWrongThenProblemAndNothingChanged(ApiRequest request) {
        String before = api.send("GET", "/api/v1/users").response().body();

        assertRefused(request, api.send(request));

        assertThat(api.send("GET", "/api/v1/users").response().body()).isEqualTo(before);
    }

    /** Checks status and form of the answer, and that it names the field. */
    static void assertRefused(ApiRequest request, ApiClient.Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(request.status());
        Map<String, Object> problem = answer.problem();
        assertThat(answer.response().body()).doesNotContain("Exception", "\\tat ", "org.springframework");
        assertThat(problem)
                .containsEntry("status", request.status())
                .hasEntrySatisfying(
                        "type", type -> assertThat(String.valueOf(type)).startsWith("https://"))
                .hasEntrySatisfying(
                        "title", title -> assertThat(String.valueOf(title)).isNotBlank())
                .hasEntrySatisfying(
                        "detail", detail -> assertThat(String.valueOf(detail)).isNotBlank());
        // What Tomcat refuses on its own has no path yet.
        String path = request.path().replaceFirst("\\?.*", "");
        assertThat(problem.getOrDefault("instance", path)).isEqualTo(path);
        if (request.field() == null) {
            assertThat(problem).doesNotContainKey("errors");
        } else {
            assertThat(problem.get("errors"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .singleElement()
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("field", request.field())
                    .containsKey("message");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep nesting that ends", "deep nesting in a patch", "port of 5,000 digits"})
    void bodyWhenLongerOrDeeperThanTheParserTakesThenSaysSo(String name) {
        ApiRequest request = RefusedRequests.all()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();

        assertThat(String.valueOf(api.send(request).problem().get("detail")))
                .endsWith("has a number or a name that is too long, or is nested too deeply");
    }

    @Test
    void putWhenSeveralFieldsAreWrongThenAllAreNamed() {
        ApiClient.Answer answer = api.send(
                "PUT",
                RefusedRequests.USER,
                "{\"destination\": {\"address\": \"localhost\", \"port\": 0}, \"rateLimit\": {}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors").findValuesAsString("field"))
                .isEqualTo(List.of("destination.address", "destination.port", "rateLimit.packetsPerSecond"));
    }
}
