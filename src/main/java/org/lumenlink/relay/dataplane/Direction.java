package org.lumenlink.relay.dataplane;

import java.util.Locale;

/** Which way the packets of a verdict were going. */
public enum Direction {
    /** From a client to its destination. */
    TO_DESTINATION,
    /** From a destination to a client. */
    TO_CLIENT,
    /** Some the one, some the other way. */
    EITHER,
    /** Not through the relay. */
    NONE;

    /** Returns the lower-case name: the label of the metric. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
