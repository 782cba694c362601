package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.lumenlink.relay.libbpf.BpfTests.bytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BpfObjectTest {

    private static final int XDP_DROP = 1;

    private static final byte[] PACKET = new byte[64];

    @BeforeAll
    static void requireBpf() {
        BpfTests.requireBpf();
    }

    @Test
    void loadWhenVerifierRejectsThenExceptionHasItsLog() {
        try (BpfObject object = BpfTests.open("rejected")) {
            assertThatExceptionOfType(LoadRejectedException.class)
                    .isThrownBy(object::load)
                    .withMessageStartingWith("load of BPF object rejected was rejected, log:\n")
                    .satisfies(e -> assertThat(e.log())
                            .contains("prog 'reckless'", "invalid access to packet", "-- END PROG LOAD LOG --"))
                    .satisfies(e -> assertThat(e.errno().name()).isEqualTo("EACCES"));
        }
    }

    @Test
    void setAutoloadWhenFalseThenProgramStaysOutOfTheLoad() {
        try (BpfObject object = BpfTests.open("rejected")) {
            object.setAutoload("reckless", false);
            object.load();

            assertThat(object.program("careful").run(PACKET, 0, 1).result()).isEqualTo(2);
            assertThatIllegalStateException().isThrownBy(() -> object.program("reckless"));
        }
    }

    @Test
    void setInitialValueThenProgramReadsIt() {
        try (BpfObject object = BpfTests.open("maps")) {
            object.setInitialValue(".rodata.config", settings(XDP_DROP, 1));
            object.load();

            assertThat(object.program("count_percpu").run(PACKET, 0, 1).result())
                    .isEqualTo(XDP_DROP);
        }
    }

    @Test
    void setInitialValueWhenSizeDiffersThenRefused() {
        try (BpfObject object = BpfTests.open("maps")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> object.setInitialValue(".rodata.config", new byte[7]))
                    .withMessage("initial value of BPF map .rodata.config must have 8 bytes, not 7");
        }
    }

    @Test
    void settingsWhenLoadedThenSayThatItIsTooLate() {
        try (BpfObject object = BpfTests.load("maps")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> object.setInitialValue(".rodata.config", new byte[8]))
                    .withMessage("BPF object maps is loaded already");
            assertThatIllegalStateException().isThrownBy(() -> object.setMaxEntries("hash", 5));
            assertThatIllegalStateException().isThrownBy(() -> object.setAutoload("report", false));
        }
    }

    @Test
    void mapWhenUnknownThenEnoentNamesMapAndObject() {
        try (BpfObject object = BpfTests.load("maps")) {
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> object.map("missing"))
                    .withMessage("find BPF map missing in BPF object maps: ENOENT (No such file or directory)");
        }
    }

    @Test
    void mapWhenNotLoadedThenSaysSo() {
        try (BpfObject object = BpfTests.open("maps")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> object.map("hash"))
                    .withMessage("BPF object maps is not loaded");
        }
    }

    @Test
    void mapWhenItWasClosedThenOpensAgain() {
        try (BpfObject object = BpfTests.load("maps")) {
            BpfMap first = object.map("hash");
            assertThat(object.map("hash")).isSameAs(first);
            first.close();

            assertThat(object.map("hash").lookup(bytes(1))).isEmpty();
        }
    }

    @Test
    void mapNamesThenHoldGlobalData() {
        try (BpfObject object = BpfTests.open("maps")) {
            assertThat(object.mapNames()).contains("hash", "ring", ".rodata.config");
        }
    }

    @Test
    void setMaxEntriesThenMapHasThem() {
        try (BpfObject object = BpfTests.open("maps")) {
            object.setMaxEntries("hash", 77);
            object.load();

            assertThat(object.map("hash").maxEntries()).isEqualTo(77);
        }
    }

    @Test
    void loadWhenDoneTwiceThenSaysSo() {
        try (BpfObject object = BpfTests.load("packets")) {
            assertThatIllegalStateException()
                    .isThrownBy(object::load)
                    .withMessage("BPF object packets is loaded already");
        }
    }

    @Test
    void closeThenMapsAndProgramsAreClosedToo() {
        BpfObject object = BpfTests.load("maps");
        BpfMap map = object.map("hash");
        BpfProgram program = object.program("count_percpu");
        object.close();
        object.close();

        assertThatIllegalStateException().isThrownBy(() -> map.lookup(bytes(1))).withMessage("BPF map hash is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> program.run(PACKET, 0, 1))
                .withMessage("BPF object maps is closed");
    }

    @Test
    void closeWhenRepeatedThenNoDescriptorIsLeft() {
        BpfTests.assertLeavesNoDescriptor(BpfObjectTest::loadAndUse);
    }

    private static void loadAndUse() {
        try (BpfObject object = BpfTests.load("maps");
                BpfMap map = object.map("hash");
                Libbpf.RingBuffer ring = Libbpf.bind().ringBuffer(object.map("ring"), event -> {})) {
            map.count();
            object.program("report").run(PACKET, 0, 1);
            assertThat(ring.poll(Duration.ZERO)).isEqualTo(1);
        }
        try (BpfObject rejected = BpfTests.open("rejected")) {
            assertThatExceptionOfType(LoadRejectedException.class).isThrownBy(rejected::load);
        }
    }

    private static byte[] settings(int verdict, int added) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putInt(verdict)
                .putInt(added)
                .array();
    }
}
