package org.lumenlink.relay.lab.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.lumenlink.relay.dataplane.UserEntry;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.token.RelayHeader;
import org.lumenlink.relay.token.Ticket;
import org.lumenlink.relay.token.TicketContent;

/**
 * Users of a relay, each with one session, an own client address and an own destination address. Makes their packets,
 * with rising packet numbers.
 */
final class Population {

    private static final int CLIENT_PORT = 50_000;
    private static final int DESTINATION_PORT = 51_820;
    private static final byte[] NO_OPTIONS = {};
    private static final long LIFETIME_SECONDS = 86_400;

    private final Rig rig;
    private final Carriage carriage;
    private final int firstUser;
    private final byte[] payload;
    private final List<Ticket> tickets = new ArrayList<>();
    private final long[] nextNumber;
    private final int[] egressPort;

    /** Registers {@code size} users from {@code firstUser} on, and seals a ticket for each. */
    Population(Rig rig, Carriage carriage, int firstUser, int size, int payloadLength) {
        this.rig = rig;
        this.carriage = carriage;
        this.firstUser = firstUser;
        this.payload = new byte[payloadLength];
        this.nextNumber = new long[size];
        this.egressPort = new int[size];
        long expiresAt = Instant.now().getEpochSecond() + LIFETIME_SECONDS;
        for (int i = 0; i < size; i++) {
            register(i, true);
            tickets.add(Ticket.seal(rig.keys(), new TicketContent(firstUser + i, expiresAt, i & 0xffff)));
        }
    }

    int size() {
        return tickets.size();
    }

    /** Enters a user of the relay. */
    void register(int index, boolean enabled) {
        InetSocketAddress destination = new InetSocketAddress(destination(index), DESTINATION_PORT);
        rig.dataplane().users().put(firstUser + index, new UserEntry(destination, 0, enabled, UserEntry.MAX_SESSIONS));
    }

    /** Sends the first packet of every session, so that all are established. */
    void establish() {
        int near = rig.namespace().interfaceIndex(Network.NEAR);
        rig.namespace().call(() -> {
            for (int i = 0; i < size(); i++) {
                establish(i, near);
            }
            return "";
        });
    }

    private void establish(int index, int near) {
        BpfProgram.TestRun run = rig.dataplane().run(packet(index), near);
        if (run.result() != XdpAction.REDIRECT) {
            throw new IllegalStateException(
                    "the first packet of session %d was not forwarded: XDP action %d".formatted(index, run.result()));
        }
        egressPort[index] = UdpFrame.sourcePortOf(run.packet());
    }

    /** Returns the next packet of a session, as its client sends it. */
    byte[] packet(int index) {
        return packet(index, nextNumber[index]++);
    }

    /** Returns a packet of a session with any packet number. */
    byte[] packet(int index, long number) {
        return packet(index, number, payload);
    }

    /** Returns the next packet of a session with another payload than usual. */
    byte[] packet(int index, byte[] otherPayload) {
        return packet(index, nextNumber[index]++, otherPayload);
    }

    private byte[] packet(int index, long number, byte[] content) {
        Ticket ticket = tickets.get(index);
        byte[] header = RelayHeader.encode(ticket.bytes(), ticket.sessionKey(), number, content);
        return toRelay(index, carriage.options(header), carriage.datagram(header, content));
    }

    /** Returns a packet that a session's client sends to the relay, whatever is in it. */
    byte[] toRelay(int index, byte[] datagram) {
        return toRelay(index, NO_OPTIONS, datagram);
    }

    private byte[] toRelay(int index, byte[] options, byte[] datagram) {
        return rig.network()
                .frame(
                        Network.NEAR,
                        client(index),
                        CLIENT_PORT,
                        carriage.client().near(),
                        Rig.RELAY_PORT,
                        options,
                        datagram);
    }

    /** Returns a plain packet over IPv4, as long as a session's, that a router would forward to the destination. */
    byte[] direct(int index) {
        return rig.network()
                .frame(
                        Network.NEAR,
                        IpVersion.V4.client(firstUser + index),
                        CLIENT_PORT,
                        IpVersion.V4.destination(firstUser + index),
                        DESTINATION_PORT,
                        NO_OPTIONS,
                        new byte[RelayHeader.LENGTH + payload.length]);
    }

    /** Returns an answer of an established session's destination. */
    byte[] answer(int index) {
        return rig.network()
                .frame(
                        Network.FAR,
                        destination(index),
                        DESTINATION_PORT,
                        carriage.destination().far(),
                        egressPort[index],
                        NO_OPTIONS,
                        payload);
    }

    InetAddress client(int index) {
        return carriage.client().client(firstUser + index);
    }

    InetAddress destination(int index) {
        return carriage.destination().destination(firstUser + index);
    }
}
