package org.lumenlink.relay.api;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API (OpenAPI), and what it makes of an answer. */
final class ApiDescription {

    static final String PATH = "/v3/api-docs";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LOCATION = "https://relay.example/openapi";

    private final JsonNode document;
    private final SchemaRegistry schemas;
    private final List<Operation> operations = new ArrayList<>();

    ApiDescription(String json) {
        document = JSON.readTree(json);
        schemas = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(LOCATION, json)));
        document.at("/paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
    }

    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    /** Returns the operation that a request is for, if there is one. */
    Optional<Operation> find(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method) && operation.matches(path))
                .findFirst();
    }

    /**
     * Returns what is wrong with a body.
     *
     * @param content what the description has of the body: media types, and their schemas
     */
    List<String> errors(JsonNode content, String mediaType, String body) {
        JsonNode described = content.path(mediaType);
        if (described.isMissingNode()) {
            return List.of(mediaType + " is not described");
        }
        return parts(mediaType, body)
                .flatMap(part -> errors(described.path("schema"), JSON.readTree(part)).stream())
                .toList();
    }

    /** Returns what is wrong with a value by a schema of the document. */
    List<String> errors(JsonNode schema, JsonNode value) {
        Stream<JsonNode> choices = schema.has("oneOf") ? schema.path("oneOf").valueStream() : Stream.of(schema);
        List<String> errors = new ArrayList<>();
        for (JsonNode choice : choices.toList()) {
            List<String> found = referred(choice).validate(value).stream()
                    .map(error -> error + " in " + value)
                    .toList();
            if (found.isEmpty()) {
                return List.of();
            }
            errors.addAll(found);
        }
        return errors;
    }

    private Schema referred(JsonNode schema) {
        return schemas.getSchema(
                SchemaLocation.of(LOCATION + schema.path("$ref").asString()));
    }

    private static Stream<String> parts(String mediaType, String body) {
        return switch (mediaType) {
            case "application/x-ndjson" -> body.lines();
            case "text/event-stream" ->
                body.lines().filter(line -> line.startsWith("data: ")).map(line -> line.substring("data: ".length()));
            default -> Stream.of(body);
        };
    }

    /**
     * One operation.
     *
     * @param path with the names of its variables in braces
     */
    record Operation(String method, String path, JsonNode description) {

        Set<String> statuses() {
            return new TreeSet<>(description.path("responses").propertyNames());
        }

        JsonNode content(int status) {
            return description.path("responses").path(String.valueOf(status)).path("content");
        }

        /** Returns the kinds of problems that a status stands for; none if it is no error. */
        Set<String> problems(String status) {
            return new TreeSet<>(description
                    .path("responses")
                    .path(status)
                    .path("content")
                    .path("application/problem+json")
                    .path("examples")
                    .propertyNames());
        }

        /** Returns the roles that may use it, by any of the ways to show who one is. */
        Set<String> roles() {
            Set<String> roles = new TreeSet<>();
            description
                    .path("security")
                    .forEach(way -> way.forEach(names -> names.forEach(name -> roles.add(name.asString()))));
            return roles;
        }

        boolean matches(String other) {
            return other.matches(Pattern.compile("\\{[^}]*}")
                            .splitAsStream(path)
                            .map(Pattern::quote)
                            .reduce((a, b) -> a + "[^/]+" + b)
                            .orElseThrow()
                    + (path.endsWith("}") ? "[^/]+" : ""));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
