package org.lumenlink.relay.dataplane;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the program has told of users: that one has a new session, and that one has come to its limits. */
public final class UserEvents {

    private static final Logger log = LoggerFactory.getLogger(UserEvents.class);

    private final LongAdder sessions = new LongAdder();
    private final LongAdder limits = new LongAdder();

    void onSession() {
        sessions.increment();
    }

    /** The program tells of each user once a minute at most. */
    void onLimit(long userId, VerdictReason reason) {
        limits.increment();
        log.info(
                "User {} has come to its limits: a packet was dropped as {}. Raise its rate limit, or leave it so.",
                userId,
                reason.label());
    }

    /** Returns how many sessions were made that the program could tell of, since this process started. */
    public long sessions() {
        return sessions.sum();
    }

    /** Returns how often a user came to its limits, once a minute and user at most, since this process started. */
    public long limits() {
        return limits.sum();
    }
}
