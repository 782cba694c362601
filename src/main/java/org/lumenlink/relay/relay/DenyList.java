package org.lumenlink.relay.relay;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Denies networks: the relay drops what comes from them to its own port, and answers of destinations in them. A change
 * is committed to the store, written to the map, and only then answered. Networks may overlap; each stands for itself.
 */
public interface DenyList {

    /**
     * Denies a network; does nothing if it is denied already.
     *
     * @throws RegistryFullException if there is no room for another network
     */
    Put put(Cidr cidr);

    /** Returns what is known of a network; throws {@link UnknownNetworkException} if just this one is not denied. */
    Denied get(Cidr cidr);

    /** Denies a network no longer; throws {@link UnknownNetworkException} if just this one is not denied. */
    void delete(Cidr cidr);

    /**
     * Returns networks in the order of their addresses.
     *
     * @param after list networks behind this one, or null for the first page
     * @param limit at most this many, 1 to 1000
     */
    Page list(@Nullable Cidr after, int limit);

    /** A denied network, and since when. */
    record Denied(Cidr cidr, Instant createdAt) {}

    /** Outcome of {@link #put}. */
    record Put(Denied denied, boolean created) {}

    /**
     * A page of networks.
     *
     * @param next the {@code after} of the next page, or null on the last
     */
    record Page(List<Denied> networks, @Nullable Cidr next) {}
}
