package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The description of the API tells all there is. */
class OpenApiTest extends WebLayerTest {

    private static final String USER_PATH = "/api/v1/users/{userId}";
    private static final Pattern SOURCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    private ApiDescription description = new ApiDescription("{}");

    @BeforeEach
    void read() {
        description = new ApiDescription(
                api.withKey(null).send("GET", ApiDescription.PATH).response().body());
    }

    /** RolesTest knows every route that there is, and who may use it. */
    @Test
    void operationsWhenListedThenAreAllRoutesWithTheRolesThatMayUseThem() {
        Map<String, Set<String>> described = new TreeMap<>();
        description.operations().forEach(operation -> described.put(operation.toString(), operation.roles()));

        assertThat(described).isEqualTo(RolesTest.MAY_USE);
    }

    @Test
    void operationsWhenDescribedThenNothingIsMissing() {
        List<String> missing = new ArrayList<>();
        for (ApiDescription.Operation operation : description.operations()) {
            JsonNode described = operation.description();
            if (described.at("/summary").asString().isBlank()
                    || described.at("/tags").isEmpty()) {
                missing.add(operation + " has no summary or no tag");
            }
            // Springdoc tells names that it had to make up apart by numbers.
            if (!described.at("/operationId").asString().matches("[a-z][A-Za-z]+")) {
                missing.add(operation + " has no name of its own");
            }
            for (JsonNode parameter : described.path("parameters")) {
                if (parameter.at("/description").asString().isBlank()
                        || parameter.path("schema").isEmpty()) {
                    missing.add(operation + " has a parameter without description or schema: " + parameter);
                }
            }
            if (described.has("requestBody")) {
                missing.addAll(lacks(operation + " request", described.at("/requestBody/content")));
            }
            for (Map.Entry<String, JsonNode> response :
                    described.path("responses").properties()) {
                missing.addAll(lacks(operation, response.getKey(), response.getValue()));
            }
        }
        assertThat(missing).isEmpty();
    }

    private List<String> lacks(ApiDescription.Operation operation, String status, JsonNode response) {
        String name = operation + " " + status;
        List<String> missing = new ArrayList<>();
        if (response.at("/description").asString().isBlank()) {
            missing.add(name + " has no description");
        }
        JsonNode content = response.path("content");
        if (status.equals("204") || status.equals("304")) {
            return content.isMissingNode() ? missing : List.of(name + " has a body");
        }
        missing.addAll(lacks(name, content));
        if (status.compareTo("400") >= 0) {
            String schema = content.at("/application~1problem+json/schema/$ref").asString();
            if (!schema.equals("#/components/schemas/Problem") || content.size() != 1) {
                missing.add(name + " is not a problem");
            }
        }
        return missing;
    }

    /** Says which media types of a body have no schema or no example, and which examples are not of their schema. */
    private List<String> lacks(String name, JsonNode content) {
        List<String> missing = new ArrayList<>();
        if (content.isEmpty()) {
            missing.add(name + " has no body");
        }
        content.properties().forEach(body -> {
            List<JsonNode> examples = new ArrayList<>(body.getValue().findValues("value"));
            if (body.getValue().has("example")) {
                examples.add(body.getValue().path("example"));
            }
            if (body.getValue().path("schema").isEmpty() || examples.isEmpty()) {
                missing.add(name + " " + body.getKey() + " has no schema or no example");
            }
            for (JsonNode example : examples) {
                String text = example.isString() ? example.asString() : example.toString();
                missing.addAll(description.errors(content, body.getKey(), text));
            }
        });
        return missing;
    }

    @Test
    void fieldsWhenDescribedThenHaveTypes() {
        List<String> untyped = new ArrayList<>();
        description
                .document()
                .at("/components/schemas")
                .properties()
                .forEach(schema -> schema.getValue()
                        .path("properties")
                        .properties()
                        .forEach(field -> {
                            if (!field.getValue().has("type")
                                    && !field.getValue().has("$ref")
                                    && !field.getValue().has("anyOf")) {
                                untyped.add(schema.getKey() + "." + field.getKey());
                            }
                        }));
        assertThat(untyped).isEmpty();
    }

    @Test
    void documentWhenReadThenEveryReferenceLeadsSomewhere() {
        JsonNode document = description.document();

        List<String> references = document.findValuesAsString("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void documentWhenReadThenDescribesHowToShowWhoOneIsAndUserIds() {
        JsonNode document = description.document();

        assertThat(document.at("/openapi").asString()).startsWith("3.1");
        JsonNode schemes = document.at("/components/securitySchemes");
        assertThat(schemes.propertyNames()).containsExactlyInAnyOrder("apiKey", "jwt", "clientCertificate");
        assertThat(schemes.at("/apiKey/scheme").asString()).isEqualTo("bearer");
        assertThat(schemes.at("/jwt/scheme").asString()).isEqualTo("bearer");
        assertThat(schemes.at("/jwt/bearerFormat").asString()).isEqualTo("JWT");
        assertThat(schemes.at("/clientCertificate/type").asString()).isEqualTo("mutualTLS");
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
        ApiClient stranger = api.withKey(null);
        ApiClient.Answer docs = stranger.send("GET", "/docs");
        assertThat(docs.status()).isEqualTo(302);
        assertThat(docs.header("Location")).endsWith("/swagger-ui/index.html");

        ApiClient.Answer page = stranger.send("GET", "/swagger-ui/index.html");
        assertThat(page.status()).isEqualTo(200);
        List<String> sources = SOURCE.matcher(page.response().body())
                .results()
                .map(source -> source.group(1))
                .toList();
        assertThat(sources).contains("./swagger-ui-bundle.js", "./swagger-initializer.js");
        // A browser takes what the relay itself serves, and no script that stands in the page.
        assertThat(page.header("Content-Security-Policy")).contains("script-src 'self';");
        assertThat(page.response().body()).doesNotContainPattern("<script[^>]*>\\s*[^<\\s]");
        for (String source : sources) {
            assertThat(stranger.send("GET", "/swagger-ui/" + source.replaceFirst("^\\./", ""))
                            .status())
                    .as(source)
                    .isEqualTo(200);
        }
        assertThat(stranger.send("GET", "/swagger-ui/swagger-initializer.js")
                        .response()
                        .body())
                .contains("\"configUrl\" : \"/v3/api-docs/swagger-config\"");
        JsonNode config = stranger.send("GET", "/v3/api-docs/swagger-config").json();
        assertThat(config.at("/url").asString()).isEqualTo("/v3/api-docs");
        // Swagger UI would send the description to a validator of its makers otherwise.
        assertThat(config.at("/validatorUrl").asString()).isEmpty();
    }
}
