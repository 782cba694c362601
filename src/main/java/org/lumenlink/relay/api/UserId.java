package org.lumenlink.relay.api;

import java.util.regex.Pattern;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/**
 * The user id of a path.
 *
 * @param value 1 to 4294967295
 */
record UserId(long value) {

    static final long MAX = 4294967295L;

    private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]{0,9}");

    static UserId parse(String text) {
        if (!DECIMAL.matcher(text).matches() || Long.parseLong(text) > MAX) {
            throw new MalformedRequestException(
                    "userId", "must be a whole number between 1 and " + MAX + ", without leading zeros");
        }
        return new UserId(Long.parseLong(text));
    }

    /** Lets controllers take the user id as a path variable. */
    @Component
    static class FromPath implements Converter<String, UserId> {
        @Override
        public UserId convert(String source) {
            return parse(source);
        }
    }
}
