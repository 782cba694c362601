package org.lumenlink.relay.lab.bench;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.token.RelayHeader;

/** The kinds of packets that are measured. */
final class PacketCases {

    private static final int PAYLOAD = 64;
    private static final byte TCP = 6;

    /** The order of sessions and the content of forged packets: random, but the same in every run. */
    private final Random random = new Random(1);

    private final Rig rig;

    PacketCases(Rig rig) {
        this.rig = rig;
    }

    Population population(int firstUser, int size) {
        return population(Carriage.USUAL, firstUser, size);
    }

    Population population(Carriage carriage, int firstUser, int size) {
        return new Population(rig, carriage, firstUser, size, PAYLOAD);
    }

    /** What needs one established session. */
    List<PacketCase> ofOne(Population one) {
        Population limited = established(2);
        Population disabled = established(3);
        rig.dataplane().rateLimits().put(2, new Limits(1, 1, Limits.MAX_BYTES_PER_SECOND, Limits.MAX_BURST_BYTES));
        disabled.register(0, false);
        byte[] replayed = established(4).packet(0, 0);
        byte[] otherPort = one.direct(0);
        byte[] tcp = one.direct(0);
        tcp[UdpFrame.ETHERNET + 9] = TCP;
        return List.of(
                PacketCase.baseline("XDP_TX only", 1, "bench_transmit", XdpAction.TX, object -> {}, () -> otherPort),
                nat(one),
                PacketCase.baseline(
                        "FIB forward", 1, "bench_forward", XdpAction.REDIRECT, object -> {}, () -> otherPort),
                forwarded("forwarded", one).within(Target.ofForward(2.2)),
                returned(one).within(Target.ofForward(1.5)),
                PacketCase.fromClient("forged tag", 1, VerdictReason.TAG_MISMATCH, XdpAction.DROP, () -> forged(one))
                        .within(Target.ofForward(1.7)),
                PacketCase.fromClient("replayed", 1, VerdictReason.REPLAYED, XdpAction.DROP, () -> replayed),
                dropped("over limit", limited, VerdictReason.OVER_PACKET_LIMIT),
                dropped("disabled user", disabled, VerdictReason.USER_DISABLED),
                PacketCase.fromClient(
                        "garbage ticket", 1, VerdictReason.TICKET_UNKNOWN, XdpAction.DROP, () -> garbage(one, 0)),
                PacketCase.fromClient("malformed", 1, VerdictReason.MALFORMED, XdpAction.DROP, () -> malformed(one))
                        .within(Target.ofForward(0.6)),
                PacketCase.fromClient("not ours: UDP", 1, VerdictReason.NOT_OURS, XdpAction.PASS, () -> otherPort),
                PacketCase.fromClient("not ours: TCP", 1, VerdictReason.NOT_OURS, XdpAction.PASS, () -> tcp));
    }

    /** What is dropped before any cryptography: from a source whose budget is spent, and from a denied one. */
    List<PacketCase> ofFloods(Population two) {
        rig.dataplane().denied().put(new org.lumenlink.relay.dataplane.Network(two.client(1), Integer.SIZE));
        return List.of(
                PacketCase.fromClient(
                                "garbage, over budget",
                                1,
                                VerdictReason.SOURCE_OVER_BUDGET,
                                XdpAction.DROP,
                                () -> garbage(two, 0))
                        .within(Target.ofForward(0.6)),
                PacketCase.fromClient("deny list", 1, VerdictReason.DENIED, XdpAction.DROP, () -> garbage(two, 1))
                        .within(Target.ofForward(0.6)));
    }

    /** What needs many established sessions. */
    List<PacketCase> ofMany(Population many, double factor) {
        return List.of(nat(many), forwarded("forwarded", many).within(Target.ofOneSession(factor)), returned(many));
    }

    /** The first packets of sessions, each user's only one. */
    PacketCase first(Population fresh, int perRound) {
        int[] next = {0};
        return PacketCase.fromClient(
                        "first of a session",
                        1,
                        VerdictReason.FORWARDED,
                        XdpAction.REDIRECT,
                        () -> fresh.packet(next[0]++))
                .fresh(perRound);
    }

    private Population established(int user) {
        Population population = population(user, 1);
        population.establish();
        return population;
    }

    /** A client's packets in another guise than usual. */
    PacketCase carried(String how, Population population) {
        return forwarded("forwarded, " + how, population);
    }

    private PacketCase forwarded(String name, Population population) {
        return PacketCase.fromClient(
                        name,
                        population.size(),
                        VerdictReason.FORWARDED,
                        XdpAction.REDIRECT,
                        () -> population.packet(random.nextInt(population.size())))
                .fresh(0);
    }

    private PacketCase returned(Population population) {
        return PacketCase.fromDestination(
                "returned",
                population.size(),
                VerdictReason.RETURNED,
                XdpAction.REDIRECT,
                () -> population.answer(random.nextInt(population.size())));
    }

    private static PacketCase dropped(String name, Population population, VerdictReason verdict) {
        return PacketCase.fromClient(name, 1, verdict, XdpAction.DROP, () -> population.packet(0))
                .fresh(0);
    }

    private PacketCase nat(Population population) {
        Consumer<BenchObject> setUp = object -> {
            BpfMap map = object.map("nat_map");
            for (int i = 0; i < population.size(); i++) {
                byte[] frame = population.direct(i);
                byte[] entry = new byte[24];
                ByteBuffer.wrap(entry)
                        .put(IpVersion.V4.far().getAddress())
                        .put(population.destination(i).getAddress())
                        .putInt(i);
                map.update(natKey(frame), entry, BpfMap.Update.ANY);
            }
        };
        Supplier<byte[]> frames = () -> population.direct(random.nextInt(population.size()));
        return PacketCase.baseline("minimal NAT", population.size(), "bench_nat", XdpAction.TX, setUp, frames);
    }

    /** Returns addresses and ports as they are in the frame. */
    private static byte[] natKey(byte[] frame) {
        byte[] key = new byte[12];
        System.arraycopy(frame, UdpFrame.ETHERNET + 12, key, 0, key.length);
        return key;
    }

    private byte[] forged(Population population) {
        byte[] frame = population.packet(0);
        byte[] tag = new byte[8];
        random.nextBytes(tag);
        System.arraycopy(tag, 0, frame, UdpFrame.HEADERS + RelayHeader.LENGTH - tag.length, tag.length);
        return frame;
    }

    private byte[] garbage(Population population, int index) {
        byte[] datagram = new byte[RelayHeader.LENGTH + PAYLOAD];
        random.nextBytes(datagram);
        datagram[0] = (byte) (0x40 | (datagram[0] & 0x3f));
        return population.toRelay(index, datagram);
    }

    private byte[] malformed(Population population) {
        byte[] datagram = new byte[RelayHeader.LENGTH + PAYLOAD];
        random.nextBytes(datagram);
        datagram[0] = (byte) (datagram[0] & 0x3f);
        return population.toRelay(0, datagram);
    }
}
