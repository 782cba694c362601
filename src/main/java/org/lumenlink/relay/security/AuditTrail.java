package org.lumenlink.relay.security;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells who changed what, or tried to. What was written stays as it is. */
public interface AuditTrail {

    /** What a place must match. */
    String PLACE_FORM = "[0-9]{1,10}\\.[0-9]{1,12}";

    /**
     * Returns entries, latest first.
     *
     * @param before list entries from before this place, which is a {@code next} of another page, or null for the first
     * @param limit at most this many, 1 to 1000
     */
    Page list(@Nullable String before, int limit);

    /**
     * A page of entries.
     *
     * @param next the {@code before} of the next page, or null on the last
     */
    record Page(List<Entry> entries, @Nullable String next) {}

    /**
     * A request that was to change something, and what became of it.
     *
     * @param time when it was answered, in whole milliseconds
     * @param requestId found in the log and the answer's header X-Request-Id too
     * @param callerKind api-key, jwt or certificate; null if it is not known who sent it
     * @param callerId id of the key, or subject of the token or certificate
     * @param callerName of the key
     * @param method of the request
     * @param path of the request; in it a star stands for what is neither a word of the API nor an id or address
     * @param status of the answer
     * @param unrecorded how many requests were refused, and not recorded one by one, since the entry before
     */
    record Entry(
            Instant time,
            String requestId,
            @Nullable String callerKind,
            @Nullable String callerId,
            @Nullable String callerName,
            String method,
            String path,
            int status,
            long unrecorded) {}
}
