package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DROP;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.libbpf.BpfProgram.TestRun;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.support.OtherProgram;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A build whose structures lie otherwise in memory goes on with what the one before has left, and that one likewise. */
@RequiresBpf
@ExtendWith(OutputCaptureExtension.class)
class LayoutMigrationTest {

    private static final IpFamily FAMILY = IpFamily.IPV4;
    private static final Limits LIMITS = new Limits(1, 4000, 1_000_000, 1_000_000);

    /** Structures that get a member in front of all others. */
    private static final List<String> STRUCTURES = List.of(
            "session",
            "session_set",
            "session_marks",
            "session_pool",
            "flow_entry",
            "user_entry",
            "user_slot",
            "user_places",
            "rate_limit",
            "token_bucket",
            "token_key",
            "next_hop",
            "port",
            "interface_entry",
            "verdict_count");

    private final Ticket ticket = ticket(USER, 7);

    @TempDir
    Path folder;

    @Test
    void layoutWhenAnotherThenUsersAndSessionsGoOnThereAndBack(CapturedOutput log) throws IOException {
        byte[] other = Files.readAllBytes(otherLayout("__u64 added;"));
        try (PacketRig rig = PacketRig.open(Map.of("detach-on-shutdown", false))) {
            rig.register(USER, FAMILY.destination);
            rig.dataplane().rateLimits().put(USER, LIMITS);
            rig.dataplane().denied().put(new Network(PacketRig.address("203.0.113.0"), 24));
            byte[] first = rig.run("near", packet(ticket, 5)).packet();
            rig.dataplane().close();

            try (Pins pins = pins(rig);
                    RelayObject second = RelayObject.load(
                            other, Libbpf.bind(), rig.dataplane().settings(), pins)) {
                assertThat(run(rig, second, "near", packet(ticket, 5)).result())
                        .as("seen before")
                        .isEqualTo(DROP);
                TestRun next = run(rig, second, "near", packet(ticket, 6));
                assertThat(next.result()).isEqualTo(REDIRECT);
                assertThat(egressPort(next.packet())).isEqualTo(egressPort(first));
                assertThat(run(rig, second, "far", answer(first)).result()).isEqualTo(REDIRECT);
                assertThat(run(rig, second, "near", packet(ticket(USER, 8), 0)).result())
                        .as("a new session")
                        .isEqualTo(REDIRECT);
                pins.pin(second.program());
                second.pinMaps(pins);
            }
            assertThat(log)
                    .contains("session_map has entries of another layout: its entries go over to another")
                    .contains("stats_map has entries of another layout: another begins empty")
                    .doesNotContain("begin anew");

            try (Dataplane third = rig.namespace()
                    .call(() ->
                            Dataplane.start(rig.dataplane().settings(), Clock.fixed(PacketRig.NOW, ZoneOffset.UTC)))) {
                assertThat(third.users().get(USER)).isPresent();
                assertThat(third.rateLimits().get(USER)).contains(LIMITS);
                assertThat(third.denied().count()).isOne();
                assertThat(third.sessions().count(PacketRig.NOW)).isEqualTo(2);
                assertThat(run(rig, third, "near", packet(ticket, 6)).result())
                        .as("seen by the other")
                        .isEqualTo(DROP);
                TestRun next = run(rig, third, "near", packet(ticket, 7));
                assertThat(next.result()).isEqualTo(REDIRECT);
                assertThat(egressPort(next.packet())).isEqualTo(egressPort(first));
                assertThat(run(rig, third, "far", answer(first)).result()).isEqualTo(REDIRECT);
                assertThat(third.users()
                                .usage(USER)
                                .orElseThrow()
                                .toDestination()
                                .packets())
                        .as("by all three")
                        .isEqualTo(4);
                assertThat(third.users().usage(USER).orElseThrow().toClient().packets())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void memberWhenOfAnotherSizeThenMeansSomethingElseAndSessionsBeginAnew(CapturedOutput log) throws IOException {
        byte[] other = Files.readAllBytes(new OtherProgram(folder)
                .change("relay_abi.h", "\t__u32 user_slot; /* of", "\t__u64 user_slot; /* of")
                .build());
        try (PacketRig rig = PacketRig.open(Map.of("detach-on-shutdown", false))) {
            rig.register(USER, FAMILY.destination);
            rig.run("near", packet(ticket, 5));
            rig.dataplane().close();
            try (Pins pins = pins(rig);
                    RelayObject second = RelayObject.load(
                            other, Libbpf.bind(), rig.dataplane().settings(), pins)) {
                assertThat(run(rig, second, "near", packet(ticket, 5)).result())
                        .as("the user is known, the session is not")
                        .isEqualTo(REDIRECT);
            }
            assertThat(log)
                    .contains("1 sessions with an egress port begin anew")
                    .contains("What differs: session_map has entries of another layout");
        }
    }

    /** Takes what the rig's dataplane has left. */
    private static Pins pins(PacketRig rig) {
        Pins pins = new Pins(Libbpf.bind(), rig.dataplane().settings().pinPath());
        assertThat(pins.acquire()).isTrue();
        return pins;
    }

    private Path otherLayout(String member) throws IOException {
        OtherProgram other = new OtherProgram(folder);
        for (String structure : STRUCTURES) {
            String begin = "struct " + structure + " {\n";
            other.change("relay_abi.h", begin, begin + "\t" + member + "\n");
        }
        return other.build();
    }

    private static TestRun run(PacketRig rig, RelayObject object, String interfaceName, byte[] frame) {
        return rig.namespace()
                .call(() -> object.program().run(frame, HostInfo.current().interfaceIndex(interfaceName), 1));
    }

    private static TestRun run(PacketRig rig, Dataplane dataplane, String interfaceName, byte[] frame) {
        return rig.namespace()
                .call(() -> dataplane.run(frame, HostInfo.current().interfaceIndex(interfaceName)));
    }

    private static byte[] packet(Ticket ticket, long number) {
        return FAMILY.fromClient(sealed(ticket, number, new byte[10])).bytes();
    }

    private static int egressPort(byte[] forwarded) {
        int udp = FAMILY.fromClient(new byte[64]).udpOffset();
        return Short.toUnsignedInt(ByteBuffer.wrap(forwarded).getShort(udp));
    }

    private static byte[] answer(byte[] forwarded) {
        return Frame.of(FAMILY.destination, DESTINATION_PORT, FAMILY.egress, egressPort(forwarded), new byte[20])
                .bytes();
    }
}
