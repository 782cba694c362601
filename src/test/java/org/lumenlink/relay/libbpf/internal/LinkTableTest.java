package org.lumenlink.relay.libbpf.internal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Link.Vlan;

/**
 * Answers that Linux 7.3 gave (one datagram a line) after
 *
 * <pre>
 *   ip link add near address 02:00:00:00:00:01 type veth peer name far address 02:00:00:00:00:02
 *   ip link add link near name near.5 type vlan id 5
 *   ip link add link near name near.100 type vlan proto 802.1ad id 100
 *   ip link add link near.100 name near.100.7 mtu 1492 type vlan id 7
 * </pre>
 *
 * and in another namespace, to which a VLAN device of {@code near} was moved. Real VLAN devices are not to be had on
 * every machine that runs the tests.
 */
class LinkTableTest {

    private static final int DOT1Q = 0x8100;
    private static final int DOT1AD = 0x88a8;

    @Test
    void linksWhenSomeAreVlansThenTheyNameParentProtocolAndId() throws IOException {
        assertThat(links("links-with-vlans.hex"))
                .containsExactly(
                        new Link(1, "lo", "00:00:00:00:00:00", 65536, false, "", "", null),
                        new Link(2, "far", "02:00:00:00:00:02", 1500, true, "veth", "", null),
                        new Link(3, "near", "02:00:00:00:00:01", 1500, true, "veth", "", null),
                        new Link(4, "near.5", "02:00:00:00:00:01", 1500, true, "vlan", "", new Vlan(3, DOT1Q, 5)),
                        new Link(5, "near.100", "02:00:00:00:00:01", 1500, false, "vlan", "", new Vlan(3, DOT1AD, 100)),
                        new Link(6, "near.100.7", "02:00:00:00:00:01", 1492, false, "vlan", "", new Vlan(5, DOT1Q, 7)));
    }

    @Test
    void vlanWhenItsParentIsInAnotherNamespaceThenNamesNone() throws IOException {
        assertThat(links("links-with-vlan-of-another-namespace.hex"))
                .contains(new Link(7, "moved", "02:00:00:00:00:01", 1500, false, "vlan", "", null));
    }

    private static List<Link> links(String recording) throws IOException {
        List<Link> links = new ArrayList<>();
        for (String datagram : read(recording).lines().toList()) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(HexFormat.of().parseHex(datagram)).order(ByteOrder.nativeOrder());
            Optional<NetlinkReply> reply = NetlinkReply.next(bytes);
            while (reply.isPresent() && !reply.get().isDone()) {
                links.add(LinkTable.read(reply.get()));
                reply = NetlinkReply.next(bytes);
            }
        }
        return links;
    }

    private static String read(String recording) throws IOException {
        try (InputStream in = requireNonNull(LinkTableTest.class.getResourceAsStream("/netlink/" + recording))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
