package org.lumenlink.relay.relay;

import java.util.List;
import java.util.stream.Collectors;

/** Values that the relay refuses; nothing was changed. */
public class InvalidValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    public InvalidValueException(List<FieldError> errors) {
        super(errors.stream().map(e -> e.field() + " " + e.message()).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    public InvalidValueException(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }

    /** Returns every field that is wrong. */
    public List<FieldError> errors() {
        return errors;
    }

    /**
     * A wrong field.
     *
     * @param field dotted name as in the JSON, such as {@code destination.port}
     * @param message what it must be, such as {@code must be between 1 and 65535}
     */
    public record FieldError(String field, String message) {}
}
