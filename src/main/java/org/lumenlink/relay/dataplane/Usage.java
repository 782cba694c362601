package org.lumenlink.relay.dataplane;

/** What a user's packets amounted to since its entry in {@code rate_limit_map} was made. */
public record Usage(DirectionUsage toDestination, DirectionUsage toClient) {}
