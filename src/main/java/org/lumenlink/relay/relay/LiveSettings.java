package org.lumenlink.relay.relay;

/** Settings that can be changed while the relay runs. What is changed lasts until the relay ends. */
public interface LiveSettings {

    /** The levels that the relay's log can have. */
    String LEVELS = "error, warn, info, debug, trace or off";

    /** Returns the limit of users that have none of their own. */
    Limit defaultRateLimit();

    /**
     * Sets the limit of users that have none of their own. It holds from each user's next packet on when this returns.
     *
     * @throws InvalidValueException with every wrong field
     */
    void setDefaultRateLimit(Limit limit);

    /** Returns the level of the relay's log, one of {@link #LEVELS}. */
    String logLevel();

    /**
     * Sets the level of the relay's log.
     *
     * @throws InvalidValueException for a {@code level} that is none of {@link #LEVELS}
     */
    void setLogLevel(String level);
}
