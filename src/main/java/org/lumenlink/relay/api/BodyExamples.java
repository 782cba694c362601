package org.lumenlink.relay.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Adds {@link ApiExamples} to bodies of the description that have none of their own. */
@Component
class BodyExamples implements OpenApiCustomizer {

    private final JsonMapper mapper;

    BodyExamples(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public void customise(OpenAPI description) {
        description
                .getPaths()
                .forEach((path, item) -> item.readOperations().forEach(operation -> {
                    bodies(operation).forEach(this::addExample);
                    setInstances(operation, path);
                }));
    }

    private static Stream<Map.Entry<String, MediaType>> bodies(Operation operation) {
        Stream<@Nullable Content> request = operation.getRequestBody() == null
                ? Stream.of()
                : Stream.of(operation.getRequestBody().getContent());
        Stream<@Nullable Content> answers =
                operation.getResponses().values().stream().map(response -> response.getContent());
        return Stream.concat(request, answers)
                .filter(Objects::nonNull)
                .map(Map::entrySet)
                .flatMap(Collection::stream);
    }

    private void addExample(Map.Entry<String, MediaType> named) {
        MediaType body = named.getValue();
        Schema<?> schema = body.getSchema();
        if (body.getExamples() == null && schema != null && schema.get$ref() != null) {
            Record example = ApiExamples.bySchema().get(schema.get$ref().replaceFirst(".*/", ""));
            if (example != null) {
                boolean isStream = named.getKey().equals(org.springframework.http.MediaType.TEXT_EVENT_STREAM_VALUE);
                body.setExample(isStream ? "event: stats\ndata: " + plain(example) + "\n\n" : plain(example));
            }
        }
    }

    /** Writes into examples of problems the path that the operation has with the examples of its parameters. */
    private void setInstances(Operation operation, String path) {
        String instance = path;
        for (Parameter parameter : Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of())) {
            Object example =
                    parameter.getExample() == null ? parameter.getSchema().getExample() : parameter.getExample();
            instance = instance.replace("{" + parameter.getName() + "}", String.valueOf(example));
        }
        for (Map.Entry<String, MediaType> body : bodies(operation).toList()) {
            for (Example example : Objects.requireNonNullElse(body.getValue().getExamples(), Map.<String, Example>of())
                    .values()) {
                if (example.getValue() instanceof Problem problem) {
                    example.setValue(plain(problem.at(instance)));
                }
            }
        }
    }

    /** Writes a record as the answers' mapper does, for the description's, which is another and would leave out nulls. */
    private JsonNode plain(Record body) {
        try {
            return Json31.mapper().readTree(mapper.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what one mapper wrote, another cannot read", e);
        }
    }
}
