package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The description of the API tells all there is. */
class OpenApiTest extends WebLayerTest {

    private static final String NETWORK_PATH = "/api/v1/deny-list/{address}/{prefixLength}";
    private static final String USER_PATH = "/api/v1/users/{userId}";

    @Test
    void documentWhenReadThenListsEveryEndpoint() {
        JsonNode document = document();

        assertThat(document.at("/openapi").asString()).startsWith("3.1");
        List<String> operations = new ArrayList<>();
        document.at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> operations.add(method + " " + path.getKey())));
        assertThat(operations)
                .containsExactlyInAnyOrder(
                        "get /api/v1/users",
                        "post /api/v1/users:bulk",
                        "get " + USER_PATH,
                        "put " + USER_PATH,
                        "patch " + USER_PATH,
                        "delete " + USER_PATH,
                        "get " + USER_PATH + "/stats",
                        "put " + USER_PATH + "/rate-limit",
                        "delete " + USER_PATH + "/rate-limit",
                        "post " + USER_PATH + "/tokens",
                        "delete " + USER_PATH + "/sessions",
                        "get /api/v1/deny-list",
                        "get " + NETWORK_PATH,
                        "put " + NETWORK_PATH,
                        "delete " + NETWORK_PATH,
                        "get /api/v1/api-keys",
                        "get /api/v1/audit",
                        "post /api/v1/api-keys",
                        "delete /api/v1/api-keys/{id}",
                        "get /api/v1/token-keys",
                        "post /api/v1/token-keys:rotate",
                        "get /api/v1/dataplane",
                        "post /api/v1/dataplane:drain",
                        "post /api/v1/dataplane:resume",
                        "get /api/v1/stats/stream",
                        "get /api/v1/stats/latency",
                        "get /api/v1/stats/top-users",
                        "get /api/v1/nodes",
                        "get /api/v1/verdicts",
                        "get /api/v1/me",
                        "put /api/v1/dataplane/interfaces/{interfaceName}",
                        "delete /api/v1/dataplane/interfaces/{interfaceName}",
                        "get /api/v1/stats");
    }

    @ParameterizedTest
    @CsvSource({
        "get, /api/v1/users, 200 400 401 403 406 500",
        "get, /api/v1/users/{userId}, 200 304 400 401 403 404 406 500",
        "put, /api/v1/users/{userId}, 200 201 400 401 403 406 412 413 415 422 500 507",
        "patch, /api/v1/users/{userId}, 200 400 401 403 404 406 412 413 415 422 500",
        "delete, /api/v1/users/{userId}, 204 400 401 403 404 406 412 500",
        "get, /api/v1/users/{userId}/stats, 200 400 401 403 404 406 500",
        "put, /api/v1/users/{userId}/rate-limit, 200 400 401 403 404 406 412 413 415 422 500",
        "delete, /api/v1/users/{userId}/rate-limit, 204 400 401 403 404 406 412 500",
        "post, /api/v1/users/{userId}/tokens, 201 400 401 403 404 406 409 413 415 422 500 503",
        "delete, /api/v1/users/{userId}/sessions, 204 400 401 403 404 406 500",
        "get, /api/v1/deny-list, 200 400 401 403 406 500",
        "get, /api/v1/deny-list/{address}/{prefixLength}, 200 400 401 403 404 406 500",
        "put, /api/v1/deny-list/{address}/{prefixLength}, 200 201 400 401 403 406 500 507",
        "delete, /api/v1/deny-list/{address}/{prefixLength}, 204 400 401 403 404 406 500",
        "get, /api/v1/api-keys, 200 400 401 403 406 500",
        "post, /api/v1/api-keys, 201 400 401 403 406 413 415 422 500",
        "delete, /api/v1/api-keys/{id}, 204 400 401 403 404 406 409 500",
        "get, /api/v1/audit, 200 400 401 403 406 500",
        "get, /api/v1/dataplane, 200 401 403 406 500",
        "put, /api/v1/dataplane/interfaces/{interfaceName}, 200 201 400 401 403 406 422 500",
        "delete, /api/v1/dataplane/interfaces/{interfaceName}, 204 400 401 403 404 406 422 500",
        "get, /api/v1/stats/latency, 200 401 403 406 500",
        "get, /api/v1/stats/top-users, 200 400 401 403 406 500",
        "get, /api/v1/nodes, 200 401 403 406 500",
        "get, /api/v1/verdicts, 200 401 403 406 500",
        "get, /api/v1/me, 200 401 403 406 500",
        "get, /api/v1/stats, 200 401 403 406 500"
    })
    void operationWhenDescribedThenHasEveryAnswer(String method, String path, String codes) {
        JsonNode operation = document().at("/paths").get(path).get(method);

        assertThat(operation.at("/summary").asString()).isNotBlank();
        Set<String> described = new TreeSet<>(operation.at("/responses").propertyNames());
        // Anybody may ask too often, wherever.
        Set<String> expected = new TreeSet<>(Set.of(codes.split(" ")));
        expected.add("429");
        assertThat(described).isEqualTo(expected);
        described.stream()
                .filter(code -> code.compareTo("400") >= 0)
                .forEach(code -> assertThat(operation
                                .at("/responses")
                                .get(code)
                                .at("/content/application~1problem+json/schema/$ref")
                                .asString())
                        .isEqualTo("#/components/schemas/Problem"));
        Stream.of("200", "201")
                .filter(described::contains)
                .forEach(code -> assertThat(operation
                                .at("/responses")
                                .get(code)
                                .at("/content/application~1json/schema/$ref")
                                .asString())
                        .startsWith("#/components/schemas/"));
    }

    @Test
    void documentWhenReadThenEveryReferenceLeadsSomewhere() {
        JsonNode document = document();

        List<String> references = document.findValuesAsString("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void documentWhenReadThenDescribesKeysAndUserIds() {
        JsonNode document = document();

        assertThat(document.at("/components/securitySchemes/apiKey/scheme").asString())
                .isEqualTo("bearer");
        assertThat(document.at("/security/0").propertyNames()).containsExactly("apiKey");
        JsonNode userId =
                document.at("/paths").get(USER_PATH).at("/get/parameters").get(0);
        assertThat(userId.at("/name").asString()).isEqualTo("userId");
        assertThat(userId.at("/schema/type").asString()).isEqualTo("integer");
        assertThat(userId.at("/schema/maximum").asLong()).isEqualTo(4294967295L);
        assertThat(document.at("/components/schemas/UserRequest/required")
                        .get(0)
                        .asString())
                .isEqualTo("destination");
        assertThat(document.at("/components/schemas/UserRequest/additionalProperties")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void swaggerUiWhenOpenedWithoutKeyThenShown() {
        ApiClient.Answer page = api.withKey(null).send("GET", "/swagger-ui/index.html");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.response().body()).contains("swagger-ui");
        assertThat(api.withKey(null).send("GET", "/swagger-ui.html").status()).isEqualTo(302);
        assertThat(api.withKey(null).send("GET", "/v3/api-docs/swagger-config").status())
                .isEqualTo(200);
    }

    private JsonNode document() {
        return api.withKey(null).send("GET", "/v3/api-docs").json();
    }
}
