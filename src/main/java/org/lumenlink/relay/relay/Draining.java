package org.lumenlink.relay.relay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes the relay out of service without harm to those who use it: while it drains it is not ready, so that no new
 * clients are sent to it, and issues no tokens; sessions and tokens that there are go on. A relay that is started again
 * is in service.
 */
public interface Draining {

    /** Drains; does nothing if it drains already. */
    void drain();

    /** Ends draining; does nothing if it does not drain. */
    void resume();

    /** Returns since when the relay drains; null if it does not. */
    @Nullable Instant since();
}
