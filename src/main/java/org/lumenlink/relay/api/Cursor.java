package org.lumenlink.relay.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.lumenlink.relay.relay.Cidr;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.security.AuditTrail;

/** Writes the place in a list where the next page starts, as text that means nothing to clients. */
final class Cursor {

    private static final String PREFIX = "after:";
    private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]{0,9}");
    private static final Pattern PLACE = Pattern.compile(AuditTrail.PLACE_FORM);
    private static final Pattern CIDR = Pattern.compile("[^/]+/[^/]+");

    private Cursor() {}

    static String of(long after) {
        return encode(String.valueOf(after));
    }

    static String of(Cidr after) {
        return encode(CidrText.format(after));
    }

    static long parse(String cursor) {
        return parse(cursor, DECIMAL, text -> UserId.parse(text).value());
    }

    static Cidr parseCidr(String cursor) {
        return parse(cursor, CIDR, text -> {
            int slash = text.indexOf('/');
            return CidrText.parse(text.substring(0, slash), text.substring(slash + 1));
        });
    }

    /** Writes a place in the audit log. */
    static String ofPlace(String place) {
        return encode(place);
    }

    static String parsePlace(String cursor) {
        return parse(cursor, PLACE, place -> place);
    }

    private static String encode(String after) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + after).getBytes(StandardCharsets.US_ASCII));
    }

    private static <T> T parse(String cursor, Pattern pattern, Function<String, T> reader) {
        try {
            String content = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            String after = content.substring(Math.min(PREFIX.length(), content.length()));
            if (content.startsWith(PREFIX) && pattern.matcher(after).matches()) {
                return reader.apply(after);
            }
        } catch (IllegalArgumentException | MalformedRequestException | InvalidValueException e) {
            // Not base64url, or nothing to start after: refused below like all else that is not a cursor.
        }
        throw new MalformedRequestException("cursor", "must be the nextCursor of an answer, as it was");
    }
}
