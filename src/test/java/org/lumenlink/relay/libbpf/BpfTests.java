package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.lumenlink.relay.libbpf.HostInfo.Capability;
import org.lumenlink.relay.support.BpfFixtures;

/** What the tests of this package share. */
final class BpfTests {

    private static final int REPETITIONS = 20;

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
     * Repeats something until its repetition leaves as many descriptors open as there were: something that leaves one
     * behind does so each time. Other threads, such as those of HTTP clients, open and close sockets meanwhile.
     */
    static void assertLeavesNoDescriptor(ThrowingRunnable action) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            long before = openDescriptors();
            for (int i = 0; i < REPETITIONS; i++) {
                action.run();
            }
            assertThat(openDescriptors()).isEqualTo(before);
        });
    }

    /** Counts this process's descriptors of the kinds that the package opens: BPF objects, event polls, sockets, namespaces. */
    private static long openDescriptors() {
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
