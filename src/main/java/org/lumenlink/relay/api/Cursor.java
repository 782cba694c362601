package org.lumenlink.relay.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Writes the place in a list where the next page starts, as text that means nothing to clients. */
final class Cursor {

    private static final String PREFIX = "after:";
    private static final Pattern CONTENT = Pattern.compile(PREFIX + "[1-9][0-9]{0,9}");

    private Cursor() {}

    static String of(long after) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + after).getBytes(StandardCharsets.US_ASCII));
    }

    static long parse(String cursor) {
        try {
            String content = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (CONTENT.matcher(content).matches()) {
                return UserId.parse(content.substring(PREFIX.length())).value();
            }
        } catch (IllegalArgumentException | MalformedRequestException e) {
            // Not base64url, or no user id: refused below like all else that is not a cursor.
        }
        throw new MalformedRequestException("cursor", "must be the nextCursor of an answer, as it was");
    }
}
