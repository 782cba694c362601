package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkNamespaceTest {

    private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

    @SuppressWarnings("NullAway.Init") // set before each test
    private VethPair veths;

    @BeforeEach
    void setUp() {
        BpfTests.requireRoot();
        veths = new VethPair();
    }

    @AfterEach
    void tearDown() {
        if (veths != null) {
            veths.close();
        }
    }

    @Test
    void callThenRunsThereAndTheCallerStaysHere() throws Exception {
        Path here = Files.readSymbolicLink(OF_THREAD);
        Path there = veths.near().call(() -> Files.readSymbolicLink(OF_THREAD));

        assertThat(there).isNotEqualTo(here);
        assertThat(there).isNotEqualTo(veths.far().call(() -> Files.readSymbolicLink(OF_THREAD)));
        assertThat(Files.readSymbolicLink(OF_THREAD)).isEqualTo(here);
    }

    @Test
    void callThatOpensSocketsThenTheyStayThere() throws Exception {
        try (DatagramSocket near =
                        veths.near().call(() -> new DatagramSocket(new InetSocketAddress("192.0.2.1", 4000)));
                DatagramSocket far =
                        veths.far().call(() -> new DatagramSocket(new InetSocketAddress("192.0.2.2", 4000)))) {
            far.setSoTimeout((int) TimeUnit.MINUTES.toMillis(2));
            near.send(new DatagramPacket(new byte[] {7}, 1, far.getLocalSocketAddress()));

            DatagramPacket received = new DatagramPacket(new byte[10], 10);
            far.receive(received);
            assertThat(received.getLength()).isEqualTo(1);
            assertThat(received.getSocketAddress()).isEqualTo(near.getLocalSocketAddress());
        }
    }

    @Test
    void callWhenActionThrowsThenThrowsTheSame() {
        IOException failure = new IOException("of the action");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> veths.near().call(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> veths.near().call(() -> {
                    throw new AssertionError("of the action");
                }));
    }

    @Test
    void callWhenInterruptedThenInterruptsTheAction() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        FutureTask<String> task = new FutureTask<>(() -> veths.near().call(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
                return "not interrupted";
            } catch (InterruptedException e) {
                return "interrupted";
            }
        }));
        Thread thread = Thread.ofPlatform().start(task);
        assertThat(started.await(2, TimeUnit.MINUTES)).isTrue();
        thread.interrupt();

        assertThat(task.get(2, TimeUnit.MINUTES)).isEqualTo("interrupted");
    }

    @Test
    void callWhenRepeatedThenNoDescriptorIsLeft() {
        NetworkNamespace near = veths.near();

        BpfTests.assertLeavesNoDescriptor(() -> near.call(() -> 1));
    }

    @Test
    void namedWhenThereIsNoneThenEnoent() {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> NetworkNamespace.named("no-such-namespace"))
                .withMessageContaining("network namespace no-such-namespace")
                .satisfies(e -> assertThat(e.errno().is(Errno.ENOENT)).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/proc/1/ns/net"})
    void namedWhenNameIsAPathThenRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> NetworkNamespace.named(name));
    }
}
