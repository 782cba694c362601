package org.lumenlink.relay.libbpf.internal;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.lumenlink.relay.libbpf.NetworkNamespace;

/** A namespace that {@code ip netns} keeps under {@code /run/netns}. */
public final class NativeNetworkNamespace implements NetworkNamespace {

    private static final Path DIRECTORY = Path.of("/run/netns");

    private final String name;

    private NativeNetworkNamespace(String name) {
        this.name = name;
    }

    /**
     * Finds a namespace by name.
     *
     * @throws org.lumenlink.relay.libbpf.KernelException with ENOENT if there is none
     */
    public static NetworkNamespace named(String name) {
        if (name.isEmpty() || name.contains("/") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("not the name of a network namespace: \"" + name + "\"");
        }
        NativeNetworkNamespace namespace = new NativeNetworkNamespace(name);
        namespace.open().close();
        return namespace;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public <T> T call(Callable<T> action) throws Exception {
        try (NamespaceFile file = open()) {
            return file.call(action);
        }
    }

    @Override
    public String toString() {
        return "network namespace " + name;
    }

    private NamespaceFile open() {
        return NamespaceFile.open(DIRECTORY.resolve(name), name);
    }
}
