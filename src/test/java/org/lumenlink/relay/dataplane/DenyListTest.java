package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DROP;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.RELAY_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.address;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;
import static org.lumenlink.relay.dataplane.VerdictReason.DENIED;
import static org.lumenlink.relay.dataplane.VerdictReason.FORWARDED;
import static org.lumenlink.relay.dataplane.VerdictReason.RETURNED;
import static org.lumenlink.relay.dataplane.VerdictReason.TICKET_UNKNOWN;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;

/** The deny list, as the program holds packets to it. */
@RequiresBpf
class DenyListTest {

    private final Ticket ticket = ticket(USER, 7);
    private PacketRig rig;
    private DenyMap denied;

    @BeforeEach
    void openRig() {
        rig = PacketRig.open();
        denied = rig.dataplane().denied();
    }

    @AfterEach
    void closeRig() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 0.0.0.1, 255.255.255.254, ",
        "128.0.0.0/1, 128.0.0.1, 223.255.255.255, 127.255.255.255",
        "10.0.0.0/8, 10.0.0.0, 10.255.255.255, 11.0.0.0",
        "192.0.2.8/29, 192.0.2.8, 192.0.2.15, 192.0.2.16",
        "192.0.2.10/31, 192.0.2.10, 192.0.2.11, 192.0.2.12",
        "192.0.2.10/32, 192.0.2.10, 192.0.2.10, 192.0.2.11",
        "::/0, ::1, ffff::1, ",
        "8000::/1, 8000::1, ffff::1, 7fff::1",
        "2001:db8::/32, 2001:db8::, 2001:db8:ffff::1, 2001:db9::",
        "2001:db8:1::/63, 2001:db8:1::1, 2001:db8:1:1::1, 2001:db8:1:2::1",
        "2001:db8:1::/64, 2001:db8:1::1, 2001:db8:1:0:ffff::, 2001:db8:1:1::",
        "2001:db8:1::8/127, 2001:db8:1::8, 2001:db8:1::9, 2001:db8:1::a",
        "2001:db8:1::8/128, 2001:db8:1::8, 2001:db8:1::8, 2001:db8:1::9"
    })
    void sourceWhenInsideANetworkThenIsDeniedUntilItIsRemoved(String cidr, String first, String last, String outside) {
        Network network = network(cidr);
        rig.expectDrop(TICKET_UNKNOWN, garbage(first));
        assertThat(denied.put(network)).isTrue();
        rig.expectDrop(DENIED, garbage(first));
        rig.expectDrop(DENIED, garbage(last));
        if (outside != null) {
            rig.expectDrop(TICKET_UNKNOWN, garbage(outside));
        }
        assertThat(denied.delete(network)).isTrue();
        rig.expectDrop(TICKET_UNKNOWN, garbage(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::/0", "::/1", "::/64", "::/80"})
    void ipv6NetworkWhenItContainsMappedAddressesThenDoesNotDenyIpv4(String cidr) {
        denied.put(network(cidr));
        rig.expectDrop(TICKET_UNKNOWN, garbage("192.0.2.10"));
        rig.expectDrop(DENIED, garbage("::2"));
        denied.put(network("192.0.2.0/24"));
        rig.expectDrop(DENIED, garbage("192.0.2.10"));
        denied.delete(network(cidr));
        rig.expectDrop(DENIED, garbage("192.0.2.10"));
    }

    @Test
    void everyIpv4NetworkWhenDeniedThenIpv6IsNot() {
        denied.put(network("0.0.0.0/0"));
        rig.expectDrop(TICKET_UNKNOWN, garbage("2001:db8:1::10"));
        rig.expectDrop(DENIED, garbage("192.0.2.10"));
    }

    @ParameterizedTest
    @EnumSource
    void sessionWhenItsClientIsDeniedThenIsHeldUpUntilItIsNot(IpFamily family) {
        rig.register(USER, family.destination);
        Network client = host(family.client);
        rig.expect(FORWARDED, REDIRECT, "near", packet(family, 0));
        denied.put(client);
        rig.expectDrop(DENIED, packet(family, 1));
        denied.delete(client);
        rig.expect(FORWARDED, REDIRECT, "near", packet(family, 1));
    }

    @ParameterizedTest
    @EnumSource
    void answerWhenItsDestinationIsDeniedThenIsDroppedUntilItIsNot(IpFamily family) {
        rig.register(USER, family.destination);
        Frame sent = family.fromClient(sealed(ticket, 0, new byte[40]));
        byte[] arrived = rig.expect(FORWARDED, REDIRECT, "near", sent.bytes()).packet();
        int port = Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(sent.udpOffset()));
        byte[] answer = Frame.of(family.destination, DESTINATION_PORT, family.egress, port, new byte[11])
                .bytes();
        denied.put(host(family.destination));
        rig.expect(DENIED, DROP, "far", answer);
        denied.delete(host(family.destination));
        rig.expect(RETURNED, REDIRECT, "far", answer);
    }

    @ParameterizedTest
    @EnumSource
    void packetWhenNoneOfTheRelaysBusinessThenPassesWhateverIsDenied(IpFamily family) {
        denied.put(network("0.0.0.0/0"));
        denied.put(network("::/0"));
        Frame ours = family.fromClient(new byte[80]);
        rig.expectPass("near", ours.to(family.relay, RELAY_PORT + 1).bytes());
        rig.expectPass("near", ours.to(family.destination, RELAY_PORT).bytes());
        // Such as an answer to a name server's client on this host.
        rig.expectPass("near", ours.to(family.relay, 20_500).bytes());
    }

    @Test
    void networksWhenNestedThenEachStandsForItself() {
        denied.put(network("192.0.0.0/16"));
        denied.put(network("192.0.2.0/24"));
        denied.put(network("192.0.2.10/32"));
        assertThat(denied.put(network("192.0.2.0/24"))).isFalse();
        assertThat(denied.count()).isEqualTo(3);
        assertThat(denied.delete(network("192.0.2.0/25"))).isFalse();
        denied.delete(network("192.0.0.0/16"));
        denied.delete(network("192.0.2.10/32"));
        rig.expectDrop(DENIED, garbage("192.0.2.10"));
        rig.expectDrop(TICKET_UNKNOWN, garbage("192.0.3.10"));
        List<Network> left = new ArrayList<>();
        denied.forEach(left::add);
        assertThat(left).containsExactly(network("192.0.2.0/24"));
        assertThat(denied.count()).isOne();
    }

    @Test
    void networksWhenReadThenAreThoseThatWereWritten() {
        List<Network> written = new ArrayList<>();
        for (String cidr : List.of("0.0.0.0/0", "::/0", "192.0.2.10/32", "2001:db8::/32", "::1/128", "::/96")) {
            written.add(network(cidr));
            denied.put(network(cidr));
        }
        List<Network> read = new ArrayList<>();
        denied.forEach(read::add);
        assertThat(read).containsExactlyInAnyOrderElementsOf(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.11/31",
                "10.1.0.0/8",
                "::1/127",
                "::ffff:192.0.2.0/120",
                "192.0.2.0/33",
                "::/129",
                "0.0.0.0/-1"
            })
    void networkWhenNotOneThenIsRefused(String cidr) {
        assertThatIllegalArgumentException().isThrownBy(() -> network(cidr));
    }

    private static Network network(String cidr) {
        int slash = cidr.indexOf('/');
        return new Network(address(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)));
    }

    private static Network host(InetAddress address) {
        return new Network(address, address.getAddress().length * Byte.SIZE);
    }

    private byte[] packet(IpFamily family, long number) {
        return family.fromClient(sealed(ticket, number, new byte[40])).bytes();
    }

    private static byte[] garbage(String source) {
        byte[] payload = new byte[80];
        payload[0] = 0x40;
        InetAddress from = address(source);
        IpFamily family = from.getAddress().length == 4 ? IpFamily.IPV4 : IpFamily.IPV6;
        return Frame.of(from, CLIENT_PORT, family.relay, RELAY_PORT, payload).bytes();
    }
}
