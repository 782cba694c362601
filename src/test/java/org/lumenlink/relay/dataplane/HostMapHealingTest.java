package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lumenlink.relay.dataplane.MapDifferences.Kind;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What becomes of maps that say what the host is like when somebody edits them with bpftool, shown by packets. */
@RequiresBpf
@ExtendWith(OutputCaptureExtension.class)
class HostMapHealingTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final byte[] FIRST = Layout.key32(1);
    private static final byte[] ONLY = Layout.key32(0);

    /** Where struct epoch has the number of denied networks. */
    private static final int DENIED = 8;

    private final Crossroads roads = Crossroads.open("near,far");
    private String map = "";

    @AfterEach
    void close() {
        roads.close();
    }

    @Test
    void relayAddressWhenRemovedThenClientsAreServedAgain(CapturedOutput log) {
        check("relay_address_map", Kind.MISSING, log, () -> delete(Layout.address(PacketRig.address("10.0.1.1"))));
    }

    @Test
    void interfaceWhenRemovedThenPacketsLeaveByItAgain(CapturedOutput log) {
        check("interface_map", Kind.MISSING, log, () -> delete(Layout.key32(index("far"))));
    }

    @Test
    void portWhenWithAnotherInterfaceThenPacketsLeaveByTheRightOneAgain(CapturedOutput log) {
        check("port_map", Kind.OTHER, log, () -> update(FIRST, filled(Layout.PORT_SIZE)));
    }

    @Test
    void addressWhenAnotherThenPacketsComeFromTheRightOneAgain(CapturedOutput log) {
        check("local_map", Kind.OTHER, log, () -> update(FIRST, Layout.address(PacketRig.address("10.0.9.9"))));
    }

    @Test
    void clockWhenPutForwardThenTicketsAreGoodAgain(CapturedOutput log) {
        check("clock_map", Kind.OTHER, log, () -> update(ONLY, filled(Long.BYTES)));
    }

    /** Changes of routes and neighbours write there as well, and may come before anybody looks. */
    @Test
    void epochWhenWrittenThenIsRaisedAnew() {
        map = "epoch_map";
        byte[] edited = filled(Layout.EPOCH_SIZE);
        await().atMost(DEADLINE).until(() -> roads.alice().isServed());
        try (BpfMap epoch = Libbpf.bind().openPinned(pin())) {
            update(ONLY, edited);
            await().atMost(DEADLINE)
                    .until(() -> !Arrays.equals(epoch.lookup(ONLY).orElseThrow(), edited));
        }
        await().atMost(DEADLINE).until(() -> roads.alice().isServed());
    }

    @Test
    void denyListWhenSwitchedOffThenDeniesAgain() {
        map = "epoch_map";
        await().atMost(DEADLINE).until(() -> roads.alice().isServed());
        roads.dataplane().denied().put(new Network(PacketRig.address("10.0.0.0"), 8));
        try (BpfMap epoch = Libbpf.bind().openPinned(pin())) {
            byte[] off = epoch.lookup(ONLY).orElseThrow();
            assertThat(denied(off)).isOne();
            Arrays.fill(off, DENIED, DENIED + Integer.BYTES, (byte) 0);
            update(ONLY, off);
            await().atMost(DEADLINE).until(() -> denied(epoch.lookup(ONLY).orElseThrow()) == 1);
        }
        assertThat(roads.alice().isServed()).isFalse();
    }

    private static int denied(byte[] epoch) {
        return Layout.wrap(epoch).getInt(DENIED);
    }

    private void check(String edited, Kind kind, CapturedOutput log, Runnable edit) {
        map = edited;
        await().atMost(DEADLINE).until(() -> roads.alice().isServed());
        assertThat(roads.dataplane().mended()).hasToString("nothing");

        edit.run();
        await().atMost(DEADLINE).until(() -> roads.dataplane().mended().count(edited, kind) == 1);

        await().atMost(DEADLINE).until(() -> roads.alice().isServed());
        String mended = edited + ": 1 " + kind.label();
        assertThat(roads.dataplane().mended()).hasToString(mended);
        // It is counted first.
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(log)
                        .containsOnlyOnce("The maps were not as this host has them, and were mended: " + mended));
    }

    private int index(String name) {
        String link = roads.relay().ip("-o link show dev " + name);
        return Integer.parseInt(link.substring(0, link.indexOf(':')));
    }

    private void delete(byte[] key) {
        bpftool("delete", key);
    }

    private void update(byte[] key, byte[] value) {
        bpftool("update", key, value);
    }

    /** Runs {@code bpftool map COMMAND pinned PATH key hex ... value hex ...}. */
    private void bpftool(String command, byte[]... keyAndValue) {
        List<String> words = new ArrayList<>(List.of("bpftool", "map", command, "pinned", String.valueOf(pin())));
        for (int i = 0; i < keyAndValue.length; i++) {
            words.addAll(List.of(i == 0 ? "key" : "value", "hex"));
            words.addAll(
                    List.of(HexFormat.ofDelimiter(" ").formatHex(keyAndValue[i]).split(" ")));
        }
        Shell.run(words.toArray(String[]::new));
    }

    private Path pin() {
        return roads.dataplane().info().pinPath().resolve(map);
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0x55);
        return bytes;
    }
}
