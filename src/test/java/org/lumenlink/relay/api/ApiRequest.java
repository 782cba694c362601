package org.lumenlink.relay.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request and what must come of it.
 *
 * @param name what it is about
 * @param path with the query, from the root
 * @param status of the answer
 * @param field that the problem must name, or null if it names none
 */
record ApiRequest(
        String name,
        String method,
        String path,
        Map<String, String> headers,
        @Nullable String body,
        int status,
        @Nullable String field) {

    static ApiRequest of(String name, String method, String path) {
        return new ApiRequest(name, method, path, Map.of(), null, 0, null);
    }

    ApiRequest at(String other) {
        return new ApiRequest(name, method, other, headers, body, status, field);
    }

    ApiRequest header(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiRequest(name, method, path, more, body, status, field);
    }

    /** Sends JSON, unless another type was set before. */
    ApiRequest body(String json) {
        ApiRequest typed = headers.containsKey("Content-Type") ? this : header("Content-Type", "application/json");
        return new ApiRequest(name, method, path, typed.headers(), json, status, field);
    }

    ApiRequest refused(int with) {
        return new ApiRequest(name, method, path, headers, body, with, null);
    }

    ApiRequest refused(int with, String naming) {
        return new ApiRequest(name, method, path, headers, body, with, naming);
    }

    @Override
    public String toString() {
        return name;
    }
}
