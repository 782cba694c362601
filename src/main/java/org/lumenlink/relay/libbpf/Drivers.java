package org.lumenlink.relay.libbpf;

import java.util.Map;
import java.util.Optional;
import org.lumenlink.relay.libbpf.internal.NativeDrivers;

/**
 * What drivers say of their interfaces (ethtool, and the kernel's netdev family), in the network namespace of the thread
 * that opened this. Safe for use by several threads. Closing twice is harmless.
 */
public interface Drivers extends AutoCloseable {

    static Drivers open() {
        return NativeDrivers.open();
    }

    /** Returns the driver's name, such as {@code virtio_net}; empty where it has none. */
    String name(Link link);

    /** Returns how many queues the interface has; empty where its driver does not say. */
    Optional<Queues> queues(Link link);

    /** Returns its features by name, such as {@code rx-lro}; none where its driver does not say. */
    Map<String, Feature> features(Link link);

    /** Tells whether it runs XDP programs itself; empty on kernels before 6.3, which do not tell. */
    Optional<Boolean> runsXdp(Link link);

    @Override
    void close();

    /**
     * Pairs of queues, and queues of one direction alone: those in use, and how many there can be.
     *
     * @param combined pairs
     * @param receive queues for reception
     * @param send queues for sending
     */
    record Queues(int combined, int receive, int send, int mostCombined, int mostReceive, int mostSend) {}

    /**
     * Something that the interface can do.
     *
     * @param isOn whether it does
     * @param isFixed whether that cannot be changed
     */
    record Feature(boolean isOn, boolean isFixed) {}
}
