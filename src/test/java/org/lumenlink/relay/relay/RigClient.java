package org.lumenlink.relay.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.lumenlink.relay.dataplane.VerdictCount;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.relay.Tokens.Token;
import org.lumenlink.relay.support.UdpFrame;
import org.lumenlink.relay.token.RelayHeader;

/** A client and a destination beside a {@link RelayRig}, which has the program see the client's packets. */
final class RigClient {

    static final String DESTINATION = "192.0.2.20";

    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.10");
    private static final InetAddress RELAY = InetAddress.ofLiteral("192.0.2.1");
    private static final byte[] PAYLOAD = new byte[32];

    private final RelayRig rig;
    private final int near;

    RigClient(RelayRig rig) {
        this.rig = rig;
        for (String address : List.of(CLIENT.getHostAddress(), DESTINATION)) {
            rig.namespace().ip("neigh replace " + address + " lladdr 02:00:00:00:00:10 dev near nud permanent");
        }
        String link = rig.namespace().ip("-o link show dev near");
        near = Integer.parseInt(link.substring(0, link.indexOf(':')));
    }

    /** Makes a packet. */
    static byte[] frame(Token token, long number) {
        byte[] header = RelayHeader.encode(token.ticket(), token.sessionKey(), number, PAYLOAD);
        byte[] datagram = new byte[header.length + PAYLOAD.length];
        System.arraycopy(header, 0, datagram, 0, header.length);
        return UdpFrame.of(CLIENT, 50_000, RELAY, RelayRig.RELAY_PORT, datagram);
    }

    /** Has the program see a packet. For threads in the rig's namespace. */
    void send(byte[] frame) {
        rig.dataplane().run(frame, near);
    }

    /** Has the program see a packet of a token, and returns where it sends it to: an IPv4 address. */
    InetAddress destination(Token token, long number) throws UnknownHostException {
        byte[] packet = rig.namespace()
                .call(() -> rig.dataplane().run(frame(token, number), near))
                .packet();
        return InetAddress.getByAddress(Arrays.copyOfRange(packet, 30, 34));
    }

    /** Has the program see a packet of a token, and returns what became of it. */
    VerdictReason verdict(Token token, long number) {
        List<VerdictCount> before = rig.dataplane().verdicts();
        rig.namespace().call(() -> rig.dataplane().run(frame(token, number), near));
        List<VerdictCount> after = rig.dataplane().verdicts();
        for (int i = 0; i < before.size(); i++) {
            // The namespace's own packets, such as neighbour solicitations, may have come in between.
            if (after.get(i).packets() != before.get(i).packets()
                    && after.get(i).reason() != VerdictReason.NOT_OURS) {
                return after.get(i).reason();
            }
        }
        throw new AssertionError("the packet was not counted");
    }
}
