package org.lumenlink.relay.registry;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the deny list. What a method has returned from is durable.
 *
 * <p>All methods throw {@link RegistryUnavailableException} if the store cannot be reached, read or written.
 */
public interface DenyStore {

    /** Returns a network, or empty if just this one is not on the list. */
    Optional<DeniedNetwork> find(InetAddress address, int prefixLength);

    /** Adds a network; returns whether it was not there yet. */
    boolean add(DeniedNetwork network);

    /** Removes a network; returns whether it was there. */
    boolean remove(InetAddress address, int prefixLength);

    /**
     * Returns networks, always in the same order: by address, IPv4 between ::/96 and the rest of IPv6, then by prefix
     * length.
     *
     * @param after those behind this one, which need not be there; null for the first
     * @param limit at most this many
     */
    List<DeniedNetwork> list(@Nullable DeniedNetwork after, int limit);

    /** Returns how many networks there are. */
    long count();
}
