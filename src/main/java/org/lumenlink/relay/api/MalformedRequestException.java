package org.lumenlink.relay.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of the request that cannot be understood. */
class MalformedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String field;

    /**
     * @param field name of the path variable, query parameter or header, or dotted name in the body
     * @param message what it must be
     */
    MalformedRequestException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** A request whose body as a whole is not what it must be. */
    MalformedRequestException(String message) {
        super(message);
        this.field = null;
    }

    List<Problem.Field> fields() {
        return field == null ? List.of() : List.of(new Problem.Field(field, String.valueOf(getMessage())));
    }

    String detail() {
        return field == null ? String.valueOf(getMessage()) : field + " " + getMessage();
    }
}
