package org.lumenlink.relay.libbpf;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.lumenlink.relay.libbpf.HostInfo.Capability;
import org.lumenlink.relay.support.BpfFixtures;

/** What the tests of this package share. */
final class BpfTests {

    private BpfTests() {}

    /** Skips the test where the kernel would refuse it. */
    static void requireBpf() {
        HostInfo host = HostInfo.current();
        assumeTrue(host.hasCapability(Capability.CAP_BPF), "needs CAP_BPF: run as root");
        assumeTrue(host.hasCapability(Capability.CAP_NET_ADMIN), "needs CAP_NET_ADMIN: run as root");
    }

    /** Skips the test where namespaces and mounts cannot be made. */
    static void requireRoot() {
        requireBpf();
        assumeTrue(HostInfo.current().hasCapability(Capability.CAP_SYS_ADMIN), "needs CAP_SYS_ADMIN: run as root");
    }

    /** Compiles {@code src/test/bpf/NAME.bpf.c}, once. */
    static byte[] compile(String name) {
        return BpfFixtures.compile(name);
    }

    static BpfObject open(String name) {
        return Libbpf.bind().open(compile(name), name);
    }

    static BpfObject load(String name) {
        BpfObject object = open(name);
        try {
            object.load();
            return object;
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(value)
                .array();
    }

    static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * Counts this process's file descriptors of the kinds that the package opens: BPF objects, event polls, sockets,
     * namespaces. The JVM and child processes being reaped open and close others at any time.
     */
    static long openDescriptors() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(BpfTests::isOurs).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("anon_inode:") || target.startsWith("socket:") || target.startsWith("net:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
