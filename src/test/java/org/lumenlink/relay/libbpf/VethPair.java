package org.lumenlink.relay.libbpf;

import static org.lumenlink.relay.support.Shell.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two network namespaces of our own, joined by a veth pair.
 *
 * <pre>
 *   near: veth0 192.0.2.1/24, 2001:db8::1/64 --------- far: veth0 192.0.2.2/24, 2001:db8::2/64
 * </pre>
 */
final class VethPair implements AutoCloseable {

    static final String INTERFACE = "veth0";

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String prefix = "lt%d-%d".formatted(ProcessHandle.current().pid(), COUNTER.incrementAndGet());

    VethPair() {
        try {
            run("ip", "netns", "add", nearName());
            run("ip", "netns", "add", farName());
            ip("link", "add", INTERFACE, "type", "veth", "peer", "name", INTERFACE, "netns", farName());
            configure(nearName(), 1);
            configure(farName(), 2);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    NetworkNamespace near() {
        return NetworkNamespace.named(nearName());
    }

    NetworkNamespace far() {
        return NetworkNamespace.named(farName());
    }

    String nearName() {
        return prefix + "n";
    }

    String farName() {
        return prefix + "f";
    }

    int nearInterface() throws Exception {
        return near().call(() -> HostInfo.current().interfaceIndex(INTERFACE));
    }

    /** Runs ip in the near namespace. */
    String ip(String... arguments) {
        return ipIn(nearName(), arguments);
    }

    @Override
    public void close() {
        for (String name : new String[] {nearName(), farName()}) {
            if (run("ip", "netns", "list").contains(name)) {
                run("ip", "netns", "delete", name);
            }
        }
    }

    private static void configure(String namespace, int host) {
        ipIn(namespace, "address", "add", "192.0.2." + host + "/24", "dev", INTERFACE);
        ipIn(namespace, "address", "add", "2001:db8::" + host + "/64", "dev", INTERFACE, "nodad");
        ipIn(namespace, "link", "set", "lo", "up");
        ipIn(namespace, "link", "set", INTERFACE, "up");
    }

    private static String ipIn(String namespace, String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "ip";
        command[1] = "-n";
        command[2] = namespace;
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return run(command);
    }
}
