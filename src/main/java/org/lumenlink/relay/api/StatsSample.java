package org.lumenlink.relay.api;

import java.time.Instant;
import org.lumenlink.relay.relay.RelayStatus.StatsView;

/**
 * Counters of a moment.
 *
 * @param at the moment
 * @param nanoTime the same, of {@link System#nanoTime}
 */
record StatsSample(Instant at, long nanoTime, StatsView stats) {}
