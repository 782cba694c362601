package org.lumenlink.relay.api;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.util.MultiValueMap;

/** Reads the query of a list strictly. */
final class ListParameters {

    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}|1000");

    private ListParameters() {}

    /** A misspelt filter must not list everything. */
    static void check(MultiValueMap<String, String> parameters, List<String> known) {
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (!known.contains(parameter.getKey())) {
                throw new MalformedRequestException(
                        parameter.getKey(), "is not a parameter here; there are " + String.join(", ", known));
            }
            if (parameter.getValue().size() > 1) {
                throw new MalformedRequestException(parameter.getKey(), "must be given once");
            }
        }
    }

    static int limit(String text) {
        if (!LIMIT.matcher(text).matches()) {
            throw new MalformedRequestException("limit", "must be a whole number between 1 and 1000");
        }
        return Integer.parseInt(text);
    }
}
