package org.lumenlink.relay.api;

/** There are as many event streams as there may be. */
class TooManyStreamsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyStreamsException(int limit) {
        super(
                "%d clients have the stream of counters open, as many as may: close one, ask GET /api/v1/stats, or raise lumenlink.relay.api.stats-streams"
                        .formatted(limit));
    }
}
