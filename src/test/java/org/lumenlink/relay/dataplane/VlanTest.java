package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_MAC;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.TX;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;
import static org.lumenlink.relay.dataplane.VerdictReason.FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.RETURNED;
import static org.lumenlink.relay.dataplane.VerdictReason.TTL_EXCEEDED_ANSWERED;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfProgram.TestRun;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;

/**
 * Frames with VLAN tags: which arrive, and which leave with those of the interface that a route leads to. VLAN devices
 * are not in every kernel: their tags are entered in {@code port_map} by hand here.
 */
@RequiresBpf
class VlanTest {

    private static final int MAC_ADDRESSES = 12;
    private static final int PORT_TAG_COUNT = 14;

    private static final List<Integer> NONE = List.of();
    private static final List<Integer> ONE = List.of(0x81000064);
    private static final List<Integer> TWO = List.of(0x88a80007, 0x81006123);

    private final Ticket ticket = ticket(USER, 7);
    private PacketRig rig;

    @BeforeEach
    void openRig() {
        rig = PacketRig.open();
    }

    @AfterEach
    void closeRig() {
        rig.close();
    }

    static Stream<Arguments> tagsInAndOut() {
        return Stream.of(
                        List.of(IpFamily.IPV4, IpFamily.IPV4),
                        List.of(IpFamily.IPV6, IpFamily.IPV6),
                        List.of(IpFamily.IPV4, IpFamily.IPV6),
                        List.of(IpFamily.IPV6, IpFamily.IPV4))
                .flatMap(pair -> Stream.of(NONE, ONE, TWO)
                        .flatMap(in -> Stream.of(NONE, ONE, TWO)
                                .map(out -> Arguments.of(pair.getFirst(), pair.getLast(), in, out))));
    }

    @ParameterizedTest
    @MethodSource("tagsInAndOut")
    void packetWhenTaggedThenLeavesWithTheTagsOfTheWayOutThereAndBack(
            IpFamily client, IpFamily destination, List<Integer> in, List<Integer> out) {
        rig.register(USER, destination.destination);
        byte[] payload = {1, 2, 3, 4, 5};

        byte[] arrived = cross(
                "far",
                out,
                number -> rig.expect(
                        FORWARDED,
                        REDIRECT,
                        "near",
                        tagged(
                                client.fromClient(sealed(ticket, number, payload))
                                        .bytes(),
                                in)));

        int port = egressPort(untagged(arrived, out), destination);
        assertThat(arrived)
                .isEqualTo(tagged(
                        Frame.of(destination.egress, port, destination.destination, DESTINATION_PORT, payload)
                                .withMacs(DESTINATION_MAC, rig.mac("far"))
                                .withTtl(63)
                                .withId(client == destination ? 0x1234 : 0)
                                .bytes(),
                        out));

        byte[] answer = Frame.of(destination.destination, DESTINATION_PORT, destination.egress, port, payload)
                .bytes();
        byte[] returned = cross("near", in, number -> rig.expect(RETURNED, REDIRECT, "far", tagged(answer, out)));
        assertThat(returned)
                .isEqualTo(tagged(
                        Frame.of(client.relay, PacketRig.RELAY_PORT, client.client, PacketRig.CLIENT_PORT, payload)
                                .withMacs(CLIENT_MAC, rig.mac("near"))
                                .withTtl(63)
                                .withId(client == destination ? 0x1234 : 0)
                                .bytes(),
                        in));
    }

    @ParameterizedTest
    @CsvSource({"IPV4, 1", "IPV4, 2", "IPV6, 1", "IPV6, 2"})
    void clientWhenTaggedThenIsToldByIcmpUnderTheSameTags(IpFamily family, int count) {
        List<Integer> tags = count == 1 ? ONE : TWO;
        rig.register(USER, family.destination);
        byte[] sent =
                family.fromClient(sealed(ticket, 0, new byte[9])).withTtl(1).bytes();
        byte[] plain = rig.expect(TTL_EXCEEDED_ANSWERED, TX, "near", sent).packet();
        // From another port: one flow is told only once in a while.
        byte[] again = Frame.of(
                        family.client,
                        PacketRig.CLIENT_PORT + 1,
                        family.relay,
                        PacketRig.RELAY_PORT,
                        sealed(ticket, 1, new byte[9]))
                .withTtl(1)
                .bytes();
        byte[] answered = rig.expect(TTL_EXCEEDED_ANSWERED, TX, "near", tagged(again, tags))
                .packet();
        assertThat(Arrays.copyOfRange(answered, MAC_ADDRESSES, MAC_ADDRESSES + 4 * count))
                .isEqualTo(Arrays.copyOfRange(tagged(again, tags), MAC_ADDRESSES, MAC_ADDRESSES + 4 * count));
        assertThat(answered).hasSize(plain.length + 4 * count);
    }

    @Test
    void frameWhenWithMoreTagsThanTwoOrCutInOneThenIsTheKernels() {
        rig.register(USER, IpFamily.IPV4.destination);
        byte[] sent = IpFamily.IPV4.fromClient(sealed(ticket, 0, new byte[9])).bytes();
        rig.expectPass("near", tagged(sent, List.of(0x81000001, 0x81000002, 0x81000003)));
        rig.expectPass("near", Arrays.copyOf(tagged(sent, ONE), 16));
        rig.expectPass("near", Arrays.copyOf(tagged(sent, TWO), 20));
    }

    /**
     * Has a packet leave by an interface that has these tags, and returns it. Within a second the dataplane takes out again
     * what was entered by hand: then it is another packet's turn.
     */
    private byte[] cross(String interfaceName, List<Integer> tags, LongFunction<TestRun> packet) {
        setTags(interfaceName, tags);
        byte[] left;
        long number = 0;
        do {
            left = packet.apply(number++).packet();
        } while (!setTags(interfaceName, tags));
        return left;
    }

    /** Gives an interface tags; tells whether it had them before. */
    private boolean setTags(String interfaceName, List<Integer> tags) {
        boolean hadThem = false;
        try (BpfMap ports =
                Libbpf.bind().openPinned(rig.dataplane().info().pinPath().resolve("port_map"))) {
            for (int number = 1; number < Layout.PORTS; number++) {
                byte[] key = Layout.key32(number);
                byte[] port = ports.lookup(key).orElseThrow();
                if (Arrays.equals(Arrays.copyOfRange(port, 8, 14), rig.mac(interfaceName))) {
                    byte[] value = port.clone();
                    Layout.wrap(value).putShort(PORT_TAG_COUNT, (short) tags.size());
                    ByteBuffer network = ByteBuffer.wrap(value).position(PORT_TAG_COUNT + 2);
                    tags.forEach(network::putInt);
                    ports.update(key, value, BpfMap.Update.ANY);
                    hadThem = Arrays.equals(value, port);
                }
            }
        }
        return hadThem;
    }

    /** Inserts tags, outermost first: each the protocol, then TCI. */
    private static byte[] tagged(byte[] frame, List<Integer> tags) {
        ByteBuffer result = ByteBuffer.allocate(frame.length + 4 * tags.size());
        result.put(frame, 0, MAC_ADDRESSES);
        tags.forEach(result::putInt);
        return result.put(frame, MAC_ADDRESSES, frame.length - MAC_ADDRESSES).array();
    }

    private static byte[] untagged(byte[] frame, List<Integer> tags) {
        byte[] result = Arrays.copyOf(frame, frame.length - 4 * tags.size());
        System.arraycopy(frame, MAC_ADDRESSES + 4 * tags.size(), result, MAC_ADDRESSES, result.length - MAC_ADDRESSES);
        return result;
    }

    private static int egressPort(byte[] arrived, IpFamily family) {
        int udp = Frame.ETHERNET + (family == IpFamily.IPV4 ? 20 : 40);
        return Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(udp));
    }
}
