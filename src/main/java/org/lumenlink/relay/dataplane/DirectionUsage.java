package org.lumenlink.relay.dataplane;

/**
 * What a user's packets amounted to in one direction.
 *
 * @param packets forwarded
 * @param bytes of the forwarded IP packets as they arrived
 * @param limited packets dropped by the user's limits
 */
public record DirectionUsage(long packets, long bytes, long limited) {}
