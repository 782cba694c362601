package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.BpfProgram.TestRun;

class BpfProgramTest {

    private static final int XDP_TX = 3;

    private static final int LONGEST = 3000;

    @BeforeAll
    static void requireBpf() {
        BpfTests.requireBpf();
    }

    @Test
    void runThenReturnsTheVerdictAndThePacket() {
        try (BpfObject object = BpfTests.load("packets")) {
            byte[] packet = packet(60);
            TestRun run = object.program("invert").run(packet, 0, 1);

            assertThat(run.result()).isEqualTo(XDP_TX);
            assertThat(run.packet()).hasSize(60).startsWith(~packet[0]);
            assertThat(Arrays.copyOfRange(run.packet(), 1, 60)).isEqualTo(Arrays.copyOfRange(packet, 1, 60));
            assertThat(run.nanoseconds()).isNotNegative();
        }
    }

    @Test
    void runWhenProgramShrinksThePacketThenItIsShorter() {
        try (BpfObject object = BpfTests.load("packets")) {
            byte[] packet = packet(60);

            assertThat(object.program("shrink").run(packet, 0, 1).packet())
                    .isEqualTo(Arrays.copyOfRange(packet, 4, 60));
            assertThat(object.program("shrink").run(packet, 0, 3).packet())
                    .isEqualTo(Arrays.copyOfRange(packet, 12, 60));
        }
    }

    @Test
    void runWhenProgramGrowsThePacketThenAllOfItIsReturned() {
        try (BpfObject object = BpfTests.load("packets")) {
            byte[] packet = packet(LONGEST);
            byte[] grown = object.program("grow").run(packet, 0, 1).packet();

            assertThat(grown).hasSize(LONGEST + 100);
            assertThat(Arrays.copyOfRange(grown, 100, grown.length)).isEqualTo(packet);
        }
    }

    @Test
    void runWhenPacketHasNoWholeEthernetHeaderThenEinvalNamesTheProgram() {
        try (BpfObject object = BpfTests.load("packets")) {
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> object.program("pass").run(new byte[13], 0, 1))
                    .withMessage("run BPF program pass on a packet of 13 bytes: EINVAL (Invalid argument)");
        }
    }

    @Test
    void programWhenUnknownThenEnoent() {
        try (BpfObject object = BpfTests.load("packets")) {
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> object.program("missing"))
                    .satisfies(e -> assertThat(e.errno().is(Errno.ENOENT)).isTrue());
        }
    }

    @Test
    void idThenDiffersByProgram() {
        try (BpfObject object = BpfTests.load("packets")) {
            int id = object.program("pass").id();

            assertThat(id).isPositive().isEqualTo(object.program("pass").id());
            assertThat(object.program("invert").id()).isNotEqualTo(id);
        }
    }

    private static byte[] packet(int size) {
        byte[] packet = new byte[size];
        for (int i = 0; i < size; i++) {
            packet[i] = (byte) (i + 1);
        }
        return packet;
    }
}
