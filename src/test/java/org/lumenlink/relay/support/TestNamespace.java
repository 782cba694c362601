package org.lumenlink.relay.support;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.lumenlink.relay.libbpf.NetworkNamespace;

/** A network namespace of a test's own, gone when closed with all that is in it. */
public final class TestNamespace implements AutoCloseable {

    private static final AtomicInteger SEQUENCE = new AtomicInteger();

    private final String name;
    private final NetworkNamespace namespace;

    private TestNamespace(String name) {
        this.name = name;
        Shell.run("ip", "netns", "add", name);
        this.namespace = NetworkNamespace.named(name);
        ip("link set lo up");
    }

    /** Makes a namespace whose name no other run of the tests uses. */
    public static TestNamespace create(String purpose) {
        return new TestNamespace(
                "lumenlink-test-" + ProcessHandle.current().pid() + "-" + purpose + "-" + SEQUENCE.incrementAndGet());
    }

    public String name() {
        return name;
    }

    /** Runs {@code ip ARGUMENTS} in the namespace. */
    public String ip(String arguments) {
        return Shell.line("ip -n " + name + " " + arguments);
    }

    /** Sets a sysctl of the namespace, such as {@code net/ipv4/ip_forward}. */
    public void sysctl(String key, String value) {
        Shell.run("ip", "netns", "exec", name, "sysctl", "-q", "-w", key + "=" + value);
    }

    /** Calls on a thread in the namespace. */
    public <T> T call(Callable<T> action) {
        try {
            return namespace.call(action);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("in namespace " + name, e);
        }
    }

    @Override
    public void close() {
        Shell.run("ip", "netns", "delete", name);
    }
}
