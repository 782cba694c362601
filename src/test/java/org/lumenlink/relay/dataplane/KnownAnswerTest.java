package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.libbpf.BpfObject;
import org.lumenlink.relay.libbpf.BpfProgram.TestRun;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.support.BpfFixtures;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.DerivedKeys;
import org.lumenlink.relay.token.Vectors;

/** The C of the wire format against the known answers, run in the kernel. */
@RequiresBpf
class KnownAnswerTest {

    @Test
    void sipHashWhenRunInTheKernelThenGivesTheKnownAnswers() {
        try (BpfObject object = Libbpf.bind().open(BpfFixtures.compile("siphash"), "siphash")) {
            object.load();
            for (Vectors.Sip vector : Vectors.sip64()) {
                assertThat(Arrays.copyOfRange(hash(object, vector), 0, 8)).isEqualTo(vector.output());
            }
            for (Vectors.Sip vector : Vectors.sip128()) {
                assertThat(Arrays.copyOfRange(hash(object, vector), 8, 24)).isEqualTo(vector.output());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void packetsWhenFedToTheProgramThenTheirPayloadIsForwarded(IpFamily family) {
        try (PacketRig rig = PacketRig.open()) {
            Map<String, Integer> generations = admitTickets(rig, family);
            Map<String, Vectors.Issued> issued = new HashMap<>();
            Vectors.tickets().forEach(t -> issued.put(hex(t.ticket()), t));
            List<Vectors.Packet> packets = Vectors.packets();
            assertThat(packets).hasSizeGreaterThan(20);
            assertThat(generations).hasSize(issued.size());
            for (Vectors.Packet packet : inSendingOrder(packets)) {
                Frame sent = family.fromClient(packet.wire());
                byte[] arrived = rig.expect(VerdictReason.FORWARDED, REDIRECT, "near", sent.bytes())
                        .packet();
                assertThat(Arrays.copyOfRange(arrived, sent.payloadOffset(), arrived.length))
                        .isEqualTo(packet.payload());
                rig.expectDrop(VerdictReason.REPLAYED, sent.bytes());
            }
        }
    }

    /** Enters token keys and users of the vectors; returns the generation of each ticket. */
    private static Map<String, Integer> admitTickets(PacketRig rig, IpFamily family) {
        Map<String, Integer> generations = new HashMap<>();
        Map<String, Integer> slots = new HashMap<>();
        for (Vectors.Issued issued : Vectors.tickets()) {
            DerivedKeys keys = issued.tokenKey().derive();
            int slot = slots.computeIfAbsent(hex(keys.tag()), key -> slots.size());
            rig.dataplane().tokenKeys().put(slot, keys.tag(), keys.encryption(), keys.session());
            int generation = (int) (issued.content().sessionId() >>> 16);
            generations.put(hex(issued.ticket()), generation);
            rig.register(issued.content().userId(), family.destination, generation, true, 16);
        }
        assertThat(slots).hasSizeLessThanOrEqualTo(TokenKeyMap.SLOTS);
        return generations;
    }

    /** The highest possible packet number comes last: it pushes all others out of the window. */
    private static List<Vectors.Packet> inSendingOrder(List<Vectors.Packet> packets) {
        return packets.stream()
                .sorted((a, b) -> Long.compare(a.packetNumber(), b.packetNumber()))
                .toList();
    }

    private static byte[] hash(BpfObject object, Vectors.Sip vector) {
        byte[] question = ByteBuffer.allocate(88)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(vector.key())
                .putLong(vector.message().length)
                .put(vector.message())
                .array();
        TestRun run = object.program("siphash").run(question, 0, 1);
        assertThat(run.result()).isEqualTo(PacketRig.PASS);
        return run.packet();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
