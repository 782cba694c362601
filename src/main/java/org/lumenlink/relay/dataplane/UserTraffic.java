package org.lumenlink.relay.dataplane;

/**
 * What a user's packets amounted to since its slot was made.
 *
 * @param userId 1 to 4294967295
 * @param packetsToDestination forwarded to its destination
 * @param bytesToDestination of those IP packets as they arrived
 * @param packetsToClient forwarded to its clients
 * @param bytesToClient of those IP packets as they arrived
 */
public record UserTraffic(
        long userId, long packetsToDestination, long bytesToDestination, long packetsToClient, long bytesToClient) {}
