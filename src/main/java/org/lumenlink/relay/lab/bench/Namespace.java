package org.lumenlink.relay.lab.bench;

import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.NetworkNamespace;

/**
 * A network namespace of the bench's own, gone when closed with all that is in it. The names begin with {@code
 * lumenlink-bench-PID}, by which scripts/bench finds what a killed run left.
 */
final class Namespace implements AutoCloseable {

    private static final AtomicInteger SEQUENCE = new AtomicInteger();

    private final String name;
    private final NetworkNamespace namespace;

    private Namespace(String name) {
        this.name = name;
        Commands.run("ip", "netns", "add", name);
        this.namespace = NetworkNamespace.named(name);
    }

    static Namespace create() {
        Namespace created = new Namespace(
                "lumenlink-bench-%d-%d".formatted(ProcessHandle.current().pid(), SEQUENCE.incrementAndGet()));
        created.ip("link set lo up");
        // A neighbour discovery of its own would be counted among the bench's packets.
        created.sysctl("net/ipv6/conf/all/disable_ipv6", "1");
        created.sysctl("net/ipv6/conf/default/disable_ipv6", "1");
        return created;
    }

    String name() {
        return name;
    }

    /** Runs {@code ip ARGUMENTS} in the namespace. */
    String ip(String arguments) {
        return Commands.line("ip -n " + name + " " + arguments);
    }

    /** Runs another command in the namespace. */
    String exec(String command) {
        return Commands.line("ip netns exec " + name + " " + command);
    }

    void sysctl(String key, String value) {
        exec("sysctl -q -w " + key + "=" + value);
    }

    int interfaceIndex(String interfaceName) {
        return call(() -> HostInfo.current().interfaceIndex(interfaceName));
    }

    byte[] mac(String interfaceName) {
        String link = ip("-o link show dev " + interfaceName);
        return HexFormat.ofDelimiter(":").parseHex(link.replaceAll("(?s).*link/ether ([0-9a-f:]+).*", "$1"));
    }

    /** Calls on a thread in the namespace. */
    <T> T call(Callable<T> action) {
        try {
            return namespace.call(action);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("in namespace " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        Commands.run("ip", "netns", "delete", name);
    }
}
