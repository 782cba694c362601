package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Link.Vlan;
import org.lumenlink.relay.libbpf.Netlink;
import org.lumenlink.relay.libbpf.XdpMode;
import org.lumenlink.relay.support.RequiresBpf;

/** What the real maps hold, for interfaces that are but listed here: not every kernel has VLAN devices. */
@RequiresBpf
class InterfacesTest {

    private static final int DOT1Q = 0x8100;
    private static final int DOT1AD = 0x88a8;

    private final ListedNetlink netlink = new ListedNetlink();
    private final List<Attachment> attached = new ArrayList<>();

    private final MapDifferences mended = new MapDifferences();
    private RelayObject object;
    private Interfaces interfaces;

    @BeforeEach
    void load() {
        Libbpf libbpf = Libbpf.bind();
        object = RelayObject.load(
                libbpf,
                DataplaneSettings.of(Map.of("interface", "eth0", "max-users", 10, "max-sessions", 10)),
                new Pins(libbpf, Path.of("/sys/fs/bpf/lumenlink-nothing-here")));
        interfaces = new Interfaces(object, () -> attached, netlink, new Epoch(object.map("epoch_map")));
    }

    @AfterEach
    void unload() {
        object.close();
    }

    @Test
    void vlansWhenOnAServedInterfaceThenArePortsWithTagsAndTheirAddressesAreTheRelays() {
        netlink.add(2, "eth0", "02:00:00:00:00:01", 1500, null, "192.0.2.1", "2001:db8::1", "192.0.2.2");
        netlink.add(4, "eth0.5", "02:00:00:00:00:01", 1400, new Vlan(2, DOT1Q, 5), "192.0.5.1");
        netlink.add(5, "eth0.100", "02:00:00:00:00:02", 1500, new Vlan(2, DOT1AD, 100));
        netlink.add(6, "eth0.100.7", "02:00:00:00:00:02", 1496, new Vlan(5, DOT1Q, 7), "2001:db8:7::1");
        attach(2);

        interfaces.synchronize(mended);

        // struct port: ifindex, mtu, MAC, number of tags; protocol and TCI of each in network order.
        assertThat(entries("port_map"))
                .containsExactly(
                        Map.entry(1, port(2, 1500, "020000000001", 0, "0000000000000000")),
                        Map.entry(2, port(2, 1400, "020000000001", 1, "8100000500000000")),
                        Map.entry(3, port(2, 1500, "020000000002", 1, "88a8006400000000")),
                        Map.entry(4, port(2, 1496, "020000000002", 2, "88a8006481000007")));
        // struct interface_entry: port, IPv4, IPv6 by number.
        assertThat(entries("interface_map"))
                .containsExactly(
                        Map.entry(2, "01010200"),
                        Map.entry(4, "02040000"),
                        Map.entry(5, "03000000"),
                        Map.entry(6, "04000500"));
        assertThat(locals())
                .containsExactly(
                        Map.entry(1, "192.0.2.1"),
                        Map.entry(2, "2001:db8:0:0:0:0:0:1"),
                        Map.entry(3, "192.0.2.2"),
                        Map.entry(4, "192.0.5.1"),
                        Map.entry(5, "2001:db8:7:0:0:0:0:1"));
        assertThat(relayAddresses()).isEqualTo(inverse(locals()));
        assertThat(interfaces.relayAddresses())
                .extracting(InetAddress::getHostAddress)
                .containsExactlyElementsOf(locals().values());
    }

    @Test
    void interfaceWhenNotServedThenPacketsMayLeaveByItButItsAddressesAreNotTheRelays() {
        netlink.add(2, "eth0", "02:00:00:00:00:01", 1500, null, "192.0.2.1");
        netlink.add(3, "eth1", "02:00:00:00:00:03", 1500, null, "192.0.3.1");
        netlink.add(4, "tun0", "", 1400, null, "192.0.4.1");
        attach(2);

        interfaces.synchronize(mended);

        assertThat(entries("interface_map"))
                .containsExactly(Map.entry(2, "01010000"), Map.entry(3, "02000000"), Map.entry(4, "03000000"));
        assertThat(locals()).containsExactly(Map.entry(1, "192.0.2.1"));
        assertThat(entries("port_map")).containsEntry(3, port(4, 1400, "000000000000", 0, "0000000000000000"));
    }

    @Test
    void vlanWhenItComesAndGoesThenNumbersOfOthersStayAndItsOwnAreKeptForIt() {
        netlink.add(2, "eth0", "02:00:00:00:00:01", 1500, null, "192.0.2.1");
        netlink.add(4, "eth0.5", "02:00:00:00:00:01", 1500, new Vlan(2, DOT1Q, 5), "192.0.5.1");
        netlink.add(6, "eth0.6", "02:00:00:00:00:01", 1500, new Vlan(2, DOT1Q, 6), "192.0.6.1");
        attach(2);
        interfaces.synchronize(mended);
        Map<Integer, String> portsBefore = entries("port_map");
        Map<Integer, String> localsBefore = locals();

        netlink.remove(4);
        interfaces.synchronize(mended);

        assertThat(entries("port_map")).containsOnlyKeys(1, 3);
        assertThat(entries("interface_map")).containsOnlyKeys(2, 6);
        assertThat(locals()).containsExactly(Map.entry(1, "192.0.2.1"), Map.entry(3, "192.0.6.1"));
        assertThat(relayAddresses()).isEqualTo(inverse(locals()));

        netlink.add(4, "eth0.5", "02:00:00:00:00:01", 1500, new Vlan(2, DOT1Q, 5), "192.0.5.1");
        interfaces.synchronize(mended);

        assertThat(entries("port_map")).isEqualTo(portsBefore);
        assertThat(locals()).isEqualTo(localsBefore);
    }

    @Test
    void changeWhenThereIsOneThenTheProgramLooksAgainAndOtherwiseNot() {
        netlink.add(2, "eth0", "02:00:00:00:00:01", 1500, null, "192.0.2.1");
        attach(2);
        interfaces.synchronize(mended);
        String epoch = epoch();

        interfaces.synchronize(mended);
        assertThat(epoch()).isEqualTo(epoch);

        netlink.remove(2);
        netlink.add(2, "eth0", "02:00:00:00:00:09", 1500, null, "192.0.2.1");
        interfaces.synchronize(mended);
        assertThat(epoch()).isNotEqualTo(epoch);
        assertThat(entries("port_map")).containsEntry(1, port(2, 1500, "020000000009", 0, "0000000000000000"));
    }

    @Test
    void interfacesWhenMoreThanThereAreNumbersForThenThoseServedHaveThem() {
        IntStream.rangeClosed(1, 400)
                .forEach(i ->
                        netlink.add(i, "veth" + i, "02:00:00:00:00:01", 1500, null, "10.0." + i / 250 + "." + i % 250));
        netlink.add(500, "eth0", "02:00:00:00:00:01", 1500, null, "192.0.2.1");
        interfaces.synchronize(mended);
        assertThat(entries("port_map")).hasSize(255);
        assertThat(interfaces.relayAddresses()).isEmpty();

        attach(500);
        interfaces.synchronize(mended);

        assertThat(entries("interface_map")).hasSize(255).containsKey(500);
        assertThat(interfaces.relayAddresses()).containsExactly(PacketRig.address("192.0.2.1"));
    }

    @Test
    void addressesWhenMoreThanThereAreNumbersForThenTheFirstAreTheRelays() {
        netlink.add(
                2,
                "eth0",
                "02:00:00:00:00:01",
                1500,
                null,
                IntStream.rangeClosed(1, 300)
                        .mapToObj(i -> "10.0." + i / 250 + "." + i % 250)
                        .toArray(String[]::new));
        attach(2);
        interfaces.synchronize(mended);

        assertThat(interfaces.relayAddresses()).hasSize(255).startsWith(PacketRig.address("10.0.0.1"));
        assertThat(locals()).hasSize(255).doesNotContainKey(0);
        assertThat(relayAddresses()).isEqualTo(inverse(locals()));
    }

    @Test
    void entriesWhenSomebodyEditsThemThenAreAsBeforeAndTheProgramLooksAgain() {
        netlink.add(2, "eth0", "02:00:00:00:00:01", 1500, null, "192.0.2.1", "2001:db8::1");
        netlink.add(3, "eth1", "02:00:00:00:00:03", 1500, null, "192.0.3.1");
        attach(2);
        interfaces.synchronize(mended);
        assertThat(mended).hasToString("nothing");
        Map<Integer, String> ports = entries("port_map");
        Map<Integer, String> indexes = entries("interface_map");
        Map<Integer, String> locals = locals();
        String epoch = epoch();

        put("port_map", Layout.key32(1), new byte[Layout.PORT_SIZE]);
        put(
                "port_map",
                Layout.key32(0),
                object.map("port_map").lookup(Layout.key32(2)).orElseThrow());
        put("local_map", Layout.key32(2), Layout.address(PacketRig.address("2001:db8::66")));
        object.map("interface_map").delete(Layout.key32(2));
        put("interface_map", Layout.key32(77), new byte[4]);
        object.map("relay_address_map").delete(Layout.address(PacketRig.address("192.0.2.1")));
        put("relay_address_map", Layout.address(PacketRig.address("192.0.3.1")), new byte[4]);
        interfaces.synchronize(mended);

        assertThat(mended)
                .hasToString("port_map: 1 missing, 1 extra; local_map: 1 other;"
                        + " interface_map: 1 missing, 1 extra; relay_address_map: 1 missing, 1 extra");
        assertThat(entries("port_map")).isEqualTo(ports);
        assertThat(entries("interface_map")).isEqualTo(indexes);
        assertThat(object.map("interface_map").count()).isEqualTo(2);
        assertThat(locals()).isEqualTo(locals);
        assertThat(relayAddresses()).isEqualTo(inverse(locals));
        assertThat(epoch()).isNotEqualTo(epoch);
    }

    @Test
    void numbersWhenSomebodyHasMixedThemUpBeforeTheStartThenEachIsGivenOnce() {
        put("interface_map", Layout.key32(2), new byte[] {7, 0, 0, 0});
        put("interface_map", Layout.key32(3), new byte[] {7, 0, 0, 0});
        put("interface_map", Layout.key32(4), new byte[] {0, 0, 0, 0});
        netlink.add(2, "eth0", "02:00:00:00:00:01", 1500, null, "192.0.2.1");
        netlink.add(3, "eth1", "02:00:00:00:00:03", 1500, null, "192.0.3.1");
        netlink.add(4, "eth2", "02:00:00:00:00:04", 1500, null, "192.0.4.1");
        attach(2);

        interfaces = new Interfaces(object, () -> attached, netlink, new Epoch(object.map("epoch_map")));
        interfaces.synchronize(mended);

        assertThat(entries("port_map")).hasSize(3).doesNotContainKey(0);
        assertThat(entries("interface_map")).hasSize(3);
    }

    private void put(String map, byte[] key, byte[] value) {
        object.map(map).update(key, value, BpfMap.Update.ANY);
    }

    private void attach(int index) {
        attached.add(new Attachment("eth0", index, XdpMode.NATIVE, ""));
    }

    private static String port(int ifindex, int mtu, String mac, int tags, String tagBytes) {
        return HexFormat.of()
                        .formatHex(
                                Layout.allocate(8).putInt(ifindex).putInt(mtu).array())
                + mac
                + HexFormat.of()
                        .formatHex(Layout.allocate(2).putShort((short) tags).array())
                + tagBytes;
    }

    /** Returns a map with numbers as keys; of an array only what is not all zeros. */
    private Map<Integer, String> entries(String map) {
        TreeMap<Integer, String> entries = new TreeMap<>();
        object.map(map).forEach((key, value) -> {
            String hex = HexFormat.of().formatHex(value);
            if (!hex.matches("0+")) {
                entries.put(Layout.wrap(key).getInt(), hex);
            }
        });
        return entries;
    }

    private Map<Integer, String> locals() {
        TreeMap<Integer, String> locals = new TreeMap<>();
        entries("local_map")
                .forEach((number, hex) -> locals.put(
                        number, Layout.address(HexFormat.of().parseHex(hex), 0).getHostAddress()));
        return locals;
    }

    private Map<String, Integer> relayAddresses() {
        Map<String, Integer> addresses = new HashMap<>();
        object.map("relay_address_map")
                .forEach((key, value) -> addresses.put(
                        Layout.address(key, 0).getHostAddress(),
                        Layout.wrap(value).getInt()));
        return addresses;
    }

    private static Map<String, Integer> inverse(Map<Integer, String> map) {
        Map<String, Integer> inverse = new HashMap<>();
        map.forEach((key, value) -> inverse.put(value, key));
        return inverse;
    }

    private String epoch() {
        return HexFormat.of()
                .formatHex(object.map("epoch_map").lookup(Layout.key32(0)).orElseThrow());
    }

    /** Interfaces and addresses as data; nothing else is asked for. */
    private static final class ListedNetlink implements Netlink {

        private final TreeMap<Integer, Link> links = new TreeMap<>();
        private final Map<Integer, List<InetAddress>> addresses = new HashMap<>();

        void add(int index, String name, String mac, int mtu, @Nullable Vlan vlan, String... own) {
            links.put(index, new Link(index, name, mac, mtu, true, vlan == null ? "" : "vlan", "", vlan));
            addresses.put(index, Arrays.stream(own).map(PacketRig::address).toList());
        }

        void remove(int index) {
            links.remove(index);
            addresses.remove(index);
        }

        @Override
        public List<Link> links() {
            return List.copyOf(links.values());
        }

        @Override
        public Map<Integer, List<InetAddress>> addresses() {
            return addresses;
        }

        @Override
        public Optional<Route> route(InetAddress destination) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resolveNeighbour(int interfaceIndex, InetAddress address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isNeighbourResolved(int interfaceIndex, InetAddress address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ManagedNeighbours managedNeighbours() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
