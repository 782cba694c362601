package org.lumenlink.relay.relay;

/**
 * A user's token buckets; each direction has its own. Bytes are those of IP packets.
 *
 * @param packetsPerSecond sustained rate, 1 to 100,000,000
 * @param burstPackets depth of the bucket, 1 to 100,000,000
 * @param bytesPerSecond sustained rate, 1 to 12,500,000,000 (100 Gbit/s)
 * @param burstBytes depth of the bucket, 1 to 4,000,000,000; smaller than a packet lets none of that size through
 */
public record Limit(long packetsPerSecond, long burstPackets, long bytesPerSecond, long burstBytes) {}
