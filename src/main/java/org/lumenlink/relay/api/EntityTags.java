package org.lumenlink.relay.api;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.Precondition;

/** Translates between a user's version and the entity tags of HTTP (RFC 9110, 8.8.3 and 13.1). */
final class EntityTags {

    private static final Pattern TAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7e]*\"");
    private static final Pattern OURS = Pattern.compile("\"[0-9]{1,18}\"");
    private static final String ANY = "*";

    /** A version that no user has. */
    private static final long NEVER = -1;

    private EntityTags() {}

    static String of(long version) {
        return "\"" + version + "\"";
    }

    /** Returns what a request demands of the user before it is changed. */
    static Precondition precondition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifNoneMatch != null && !ifNoneMatch.strip().equals(ANY)) {
            throw new MalformedRequestException(
                    "If-None-Match", "must be * in a change, which then only registers a user that is not there yet");
        }
        boolean absent = ifNoneMatch != null;
        if (ifMatch == null) {
            return absent ? new Precondition(true, false, null) : Precondition.NONE;
        }
        String tag = ifMatch.strip();
        if (tag.equals(ANY)) {
            return new Precondition(absent, true, null);
        }
        if (!TAG.matcher(tag).matches()) {
            throw new MalformedRequestException(
                    "If-Match", "must be one ETag with its quotes, as an answer of this API had it, or *");
        }
        // A tag that is not ours, or weak, matches no version.
        long version = OURS.matcher(tag).matches() ? Long.parseLong(tag.substring(1, tag.length() - 1)) : NEVER;
        return new Precondition(absent, true, version);
    }

    /** Tells whether the client of a GET already has this version. */
    static boolean isKnown(long version, @Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(tag -> tag.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag -> tag.equals(ANY) || tag.equals(of(version)));
    }
}
