package org.lumenlink.relay.registry;

/**
 * A user's own token buckets, of IP packets and their bytes.
 *
 * @param packetsPerSecond sustained rate
 * @param burstPackets depth of the bucket
 * @param bytesPerSecond sustained rate
 * @param burstBytes depth of the bucket
 */
public record UserLimit(long packetsPerSecond, long burstPackets, long bytesPerSecond, long burstBytes) {}
