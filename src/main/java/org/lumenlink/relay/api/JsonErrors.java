package org.lumenlink.relay.api;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in the words of the API what the JSON parser found wrong. Quotes field names only, never values. */
final class JsonErrors {

    private static final String TOO_MUCH = "has a number or a name that is too long, or is nested too deeply";

    private JsonErrors() {}

    /**
     * Returns what is wrong with the JSON as a whole.
     *
     * @param json what it is called, such as {@code the body}
     */
    static String detail(JacksonException e, String json) {
        if (isTooMuch(e)) {
            return json + " " + TOO_MUCH;
        }
        if (e instanceof InputCoercionException
                || (e instanceof DatabindException && !e.getPath().isEmpty())) {
            return json + " has a field that is not as it must be";
        }
        String what = String.valueOf(e.getOriginalMessage());
        if (what.startsWith("Duplicate Object property")) {
            return json + " names a field twice" + at(e) + ": name it once";
        }
        if (e instanceof StreamReadException) {
            return json + " is not valid JSON" + at(e);
        }
        if (what.startsWith("Trailing token")) {
            return json + " goes on after its JSON object: send one object and nothing else";
        }
        return json + " must be a JSON object";
    }

    /** Returns the field that is wrong; none if the body is not JSON. */
    static List<Problem.Field> fields(JacksonException e) {
        boolean malformed = e instanceof StreamReadException && !(e instanceof InputCoercionException);
        String field = malformed ? "" : path(e);
        return field.isEmpty() ? List.of() : List.of(new Problem.Field(field, message(e)));
    }

    /** Tells whether the parser has given up, lest it take too much time or memory. */
    private static boolean isTooMuch(JacksonException e) {
        return e instanceof StreamConstraintsException || e.getCause() instanceof StreamConstraintsException;
    }

    private static String message(JacksonException e) {
        if (isTooMuch(e)) {
            return TOO_MUCH;
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "is not a field here; the fields are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (e instanceof MismatchedInputException mismatch) {
            return "must be " + kind(mismatch.getTargetType());
        }
        return e instanceof InputCoercionException ? "must be " + kind(Long.class) : "cannot be read";
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == Long.class || type == long.class) {
            return "a whole number, without quotes, fraction or exponent";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false, without quotes";
        }
        return type == String.class ? "a string" : "a JSON object";
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static String at(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
