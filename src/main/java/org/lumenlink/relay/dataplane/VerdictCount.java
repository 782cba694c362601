package org.lumenlink.relay.dataplane;

/**
 * How often packets left in one way.
 *
 * @param reason the way
 * @param packets since the maps were made
 * @param bytes of whole frames as they arrived
 */
public record VerdictCount(VerdictReason reason, long packets, long bytes) {}
