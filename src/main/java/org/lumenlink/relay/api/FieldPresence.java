package org.lumenlink.relay.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Adds to the description which fields are always there, and which may be null, as the records say it. */
@Component
class FieldPresence implements OpenApiCustomizer {

    private static final String NULL = "null";

    @Override
    public void customise(OpenAPI description) {
        Map<String, Schema<?>> schemas = named(description.getComponents().getSchemas());
        Set<Class<?>> records = new LinkedHashSet<>();
        Stream.concat(
                        ApiExamples.bySchema().values().stream().map(Record::getClass),
                        Stream.of(
                                BulkLine.class,
                                BulkFailure.class,
                                BulkSummary.class,
                                UserPatchSchema.class,
                                Problem.class))
                .forEach(record -> collect(record, records));
        for (Class<?> record : records) {
            Schema<?> schema = schemas.get(name(record));
            if (schema != null) {
                complete(schema, record);
            }
        }
    }

    @SuppressWarnings("unchecked") // The library's types are raw.
    private static Map<String, Schema<?>> named(Map<?, ?> schemas) {
        return (Map<String, Schema<?>>) schemas;
    }

    private static void collect(Type type, Set<Class<?>> records) {
        if (type instanceof ParameterizedType list) {
            collect(list.getActualTypeArguments()[0], records);
        } else if (type instanceof Class<?> record && record.isRecord() && records.add(record)) {
            Arrays.stream(record.getRecordComponents()).forEach(field -> collect(field.getGenericType(), records));
        }
    }

    private static String name(Class<?> record) {
        io.swagger.v3.oas.annotations.media.Schema described =
                record.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return described == null || described.name().isEmpty() ? record.getSimpleName() : described.name();
    }

    private static void complete(Schema<?> schema, Class<?> record) {
        List<String> required = Objects.requireNonNullElse(schema.getRequired(), List.of());
        boolean isAnswer = !Boolean.FALSE.equals(schema.getAdditionalProperties());
        boolean leavesOutNull = record.isAnnotationPresent(JsonInclude.class);
        for (RecordComponent field : record.getRecordComponents()) {
            boolean isNullable = field.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (isAnswer && !(isNullable && leavesOutNull)) {
                schema.addRequiredItem(field.getName());
            }
            if (isNullable && !leavesOutNull && !required.contains(field.getName())) {
                named(schema.getProperties()).computeIfPresent(field.getName(), (name, property) -> orNull(property));
            }
        }
    }

    private static Schema<?> orNull(Schema<?> property) {
        if (property.get$ref() == null) {
            property.addType(NULL);
            return property;
        }
        Schema<?> reference = new Schema<>().$ref(property.get$ref());
        Schema<?> nothing = new Schema<>();
        nothing.addType(NULL);
        Schema<?> either = new Schema<>();
        either.setDescription(property.getDescription());
        either.addAnyOfItem(reference);
        either.addAnyOfItem(nothing);
        return either;
    }
}
