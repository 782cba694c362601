package org.lumenlink.relay.libbpf;

import java.util.concurrent.Callable;
import org.lumenlink.relay.libbpf.internal.NativeNetworkNamespace;

/** A named network namespace, as {@code ip netns} makes them. */
public interface NetworkNamespace {

    /**
     * Finds a namespace by name.
     *
     * @throws KernelException with ENOENT if there is none
     */
    static NetworkNamespace named(String name) {
        return NativeNetworkNamespace.named(name);
    }

    String name();

    /**
     * Calls {@code action} on a thread of its own that lives in the namespace, and waits for it. Sockets opened there
     * stay in the namespace whichever thread uses them later.
     *
     * @throws Exception what {@code action} threw
     */
    <T> T call(Callable<T> action) throws Exception;
}
