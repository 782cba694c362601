package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.Libbpf.RingBuffer;

class RingBufferTest {

    /** The loopback interface, in every namespace. */
    private static final int LOOPBACK = 1;

    private static final byte[] PACKET = new byte[64];

    private final Libbpf libbpf = Libbpf.bind();

    @BeforeAll
    static void requireBpf() {
        BpfTests.requireBpf();
    }

    @Test
    void pollThenHandsOverWhatTheProgramSent() {
        List<Long> events = new ArrayList<>();
        try (BpfObject object = BpfTests.load("maps");
                RingBuffer ring = libbpf.ringBuffer(object.map("ring"), event -> {
                    assertThat(event.isReadOnly()).isTrue();
                    assertThat(event.remaining()).isEqualTo(8);
                    events.add(event.getLong());
                })) {
            object.program("report").run(PACKET, LOOPBACK, 3);

            assertThat(ring.poll(Duration.ofSeconds(5))).isEqualTo(3);
            assertThat(events).containsExactly(1L, 1L, 1L);
            assertThat(ring.poll(Duration.ZERO)).isZero();
        }
    }

    @Test
    void pollWhenConsumerThrowsThenThrowsThatAndGoesOnWithTheNext() {
        List<Long> events = new ArrayList<>();
        try (BpfObject object = BpfTests.load("maps");
                RingBuffer ring = libbpf.ringBuffer(object.map("ring"), event -> {
                    events.add(event.getLong());
                    if (events.size() == 1) {
                        throw new ArithmeticException("of the consumer");
                    }
                })) {
            object.program("report").run(PACKET, 0, 2);

            assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> ring.poll(Duration.ZERO));
            assertThat(ring.poll(Duration.ZERO)).isEqualTo(1);
            assertThat(events).hasSize(2);
        }
    }

    @Test
    void pollWhenClosedThenSaysSo() {
        try (BpfObject object = BpfTests.load("maps")) {
            RingBuffer ring = libbpf.ringBuffer(object.map("ring"), event -> {});
            ring.close();
            ring.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> ring.poll(Duration.ZERO))
                    .withMessage("ring buffer of BPF map ring is closed");
        }
    }

    @Test
    void pollWhenObjectIsClosedThenRemainsHarmless() {
        BpfObject object = BpfTests.load("maps");
        try (RingBuffer ring = libbpf.ringBuffer(object.map("ring"), event -> {})) {
            object.close();

            assertThat(ring.poll(Duration.ZERO)).isZero();
        }
    }

    @Test
    void ringBufferWhenMapIsNoneThenRefused() {
        try (BpfObject object = BpfTests.load("maps")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> libbpf.ringBuffer(object.map("hash"), event -> {}))
                    .withMessage("BPF map hash is not a ring buffer");
        }
    }
}
