package org.lumenlink.relay.security;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the path of a request so that it names what was to be changed, but no secret that somebody has put there by
 * mistake, such as a key in place of its id: every secret of the relay has more than 20 characters.
 */
final class AuditPath {

    /** Words of the API, such as token-keys:rotate; ids, names of interfaces and the like, which are short; addresses. */
    private static final Pattern HARMLESS =
            Pattern.compile("[a-z]+([-:][a-z]+){0,3}|[A-Za-z0-9._:-]{1,15}|(?=.*[.:])[0-9a-fA-F.:]{2,45}");

    private static final int LONGEST_WORD = 45;
    private static final int MOST_SEGMENTS = 8;

    private AuditPath() {}

    static String of(String path) {
        String[] segments = path.split("/", MOST_SEGMENTS + 1);
        return Arrays.stream(segments)
                .limit(MOST_SEGMENTS)
                .map(segment -> segment.isEmpty() || isHarmless(segment) ? segment : "*")
                .collect(Collectors.joining("/"));
    }

    private static boolean isHarmless(String segment) {
        return segment.length() <= LONGEST_WORD && HARMLESS.matcher(segment).matches();
    }
}
