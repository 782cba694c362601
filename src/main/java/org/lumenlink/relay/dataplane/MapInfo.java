package org.lumenlink.relay.dataplane;

/**
 * A map and how full it is.
 *
 * @param name as pinned
 * @param entries held now; -1 for arrays and rings, which are always whole
 * @param maxEntries room for
 */
public record MapInfo(String name, int entries, int maxEntries) {}
