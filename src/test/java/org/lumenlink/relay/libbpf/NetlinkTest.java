package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.lumenlink.relay.libbpf.VethPair.address;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.libbpf.Netlink.ManagedNeighbours;
import org.lumenlink.relay.libbpf.Netlink.Route;

class NetlinkTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @SuppressWarnings("NullAway.Init") // set before each test
    private VethPair veths;

    @SuppressWarnings("NullAway.Init")
    private Netlink netlink;

    private int index;

    @BeforeEach
    void setUp() throws Exception {
        BpfTests.requireRoot();
        veths = new VethPair();
        netlink = veths.near().call(Netlink::open);
        index = veths.nearInterface();
    }

    @AfterEach
    void tearDown() {
        if (netlink != null) {
            netlink.close();
        }
        if (veths != null) {
            veths.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
    void resolveNeighbourWhenItAnswersThenIsResolved(String neighbour) {
        InetAddress address = address(neighbour);
        assertThat(netlink.isNeighbourResolved(index, address)).isFalse();

        netlink.resolveNeighbour(index, address);

        await().atMost(DEADLINE).until(() -> netlink.isNeighbourResolved(index, address));
        netlink.resolveNeighbour(index, address);
        assertThat(netlink.isNeighbourResolved(index, address)).isTrue();
    }

    @Test
    void managedNeighboursWhenSomeAnswerAndSomeDoNotThenAreCountedByState() {
        assumeTrue(HostInfo.current().isKernelAtLeast(5, 16), "needs Linux 5.16 for managed neighbours");
        veths.ip("neighbour", "add", "192.0.2.9", "lladdr", "02:00:00:00:00:09", "dev", "veth0", "nud", "reachable");
        assertThat(netlink.managedNeighbours()).isEqualTo(new ManagedNeighbours(0, 0, 0));

        netlink.resolveNeighbour(index, address("192.0.2.2"));
        netlink.resolveNeighbour(index, address("2001:db8::2"));
        netlink.resolveNeighbour(index, address("192.0.2.77"));

        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(netlink.managedNeighbours()).isEqualTo(new ManagedNeighbours(2, 0, 1)));
    }

    @Test
    void resolveNeighbourThenKernelKeepsItFresh() {
        assumeTrue(HostInfo.current().isKernelAtLeast(5, 16), "needs Linux 5.16 for managed neighbours");
        netlink.resolveNeighbour(index, address("192.0.2.2"));

        assertThat(veths.ip("neighbour", "show", "192.0.2.2")).contains("managed");
    }

    @Test
    void resolveNeighbourWhenNobodyAnswersThenIsNot() {
        InetAddress nobody = address("192.0.2.99");
        netlink.resolveNeighbour(index, nobody);

        await().atMost(DEADLINE)
                .until(() -> veths.ip("neighbour", "show", "192.0.2.99").contains("FAILED"));
        assertThat(netlink.isNeighbourResolved(index, nobody)).isFalse();
    }

    @Test
    void resolveNeighbourWhenPermanentThenIsLeftAlone() {
        veths.ip(
                "neighbour",
                "add",
                "192.0.2.7",
                "lladdr",
                "02:00:00:00:00:07",
                "dev",
                VethPair.INTERFACE,
                "nud",
                "permanent");
        netlink.resolveNeighbour(index, address("192.0.2.7"));

        assertThat(veths.ip("neighbour", "show", "192.0.2.7")).contains("02:00:00:00:00:07", "PERMANENT");
        assertThat(netlink.isNeighbourResolved(index, address("192.0.2.7"))).isTrue();
    }

    @Test
    void resolveNeighbourWhenInterfaceIsUnknownThenEnodevWithoutTheAddress() {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> netlink.resolveNeighbour(9999, address("192.0.2.2")))
                .withMessageStartingWith("look up a neighbour on interface 9999")
                .satisfies(e -> assertThat(e.errno().is(Errno.ENODEV)).isTrue())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("192.0.2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.2", "2001:db8::2"})
    void routeWhenOnLinkThenHasNoGateway(String destination) {
        Route route = netlink.route(address(destination)).orElseThrow();

        assertThat(route.interfaceIndex()).isEqualTo(index);
        assertThat(route.gateway()).isNull();
        assertThat(route.source()).isIn(address("192.0.2.1"), address("2001:db8::1"));
    }

    @Test
    void routeWhenBehindGatewayThenNamesIt() {
        veths.ip("route", "add", "default", "via", "192.0.2.2");
        veths.ip("-6", "route", "add", "default", "via", "2001:db8::2");

        assertThat(netlink.route(address("198.51.100.1")))
                .contains(new Route(index, address("192.0.2.2"), address("192.0.2.1")));
        assertThat(netlink.route(address("2001:db8:1::1")))
                .contains(new Route(index, address("2001:db8::2"), address("2001:db8::1")));
    }

    @Test
    void routeWhenGatewayIsOfTheOtherFamilyThenNamesIt() {
        veths.ip("route", "add", "198.51.100.0/24", "via", "inet6", "2001:db8::2", "dev", VethPair.INTERFACE);

        assertThat(netlink.route(address("198.51.100.1")))
                .contains(new Route(index, address("2001:db8::2"), address("192.0.2.1")));
    }

    @Test
    void routeWhenGatewayIsLinkLocalThenItHasTheInterfaceAsScope() {
        veths.ip("-6", "route", "add", "default", "via", "fe80::1", "dev", VethPair.INTERFACE);

        Route route = netlink.route(address("2001:db8:1::1")).orElseThrow();
        assertThat(route.gateway())
                .isInstanceOfSatisfying(
                        Inet6Address.class,
                        gateway -> assertThat(gateway.getScopeId()).isEqualTo(index));
    }

    @Test
    void routeWhenThereIsNoneThenIsEmpty() {
        for (String type : new String[] {"blackhole", "unreachable", "prohibit"}) {
            veths.ip("route", "replace", type, "198.51.100.0/24");
            veths.ip("-6", "route", "replace", type, "2001:db8:1::/64");
            assertThat(netlink.route(address("198.51.100.1"))).as(type).isEmpty();
            assertThat(netlink.route(address("2001:db8:1::1"))).as(type).isEmpty();
            veths.ip("-6", "route", "flush", "2001:db8:1::/64");
        }
        assertThat(netlink.route(address("203.0.113.1"))).isEmpty();
        assertThat(netlink.route(address("2001:db8:2::1"))).isEmpty();
    }

    @Test
    void routeWhenAskedByManyThreadsThenEachGetsItsAnswer() throws Exception {
        veths.ip("route", "add", "198.51.100.0/24", "via", "192.0.2.2");
        veths.ip("route", "add", "203.0.113.0/24", "via", "192.0.2.3");
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<Stream<Route>> first = () -> routes("198.51.100.1");
            Callable<Stream<Route>> second = () -> routes("203.0.113.1");
            Future<Stream<Route>> viaFirst = threads.submit(first);
            Future<Stream<Route>> viaSecond = threads.submit(second);

            assertThat(viaFirst.get().map(Route::gateway)).containsOnly(address("192.0.2.2"));
            assertThat(viaSecond.get().map(Route::gateway)).containsOnly(address("192.0.2.3"));
        }
    }

    @Test
    void addressesThenAreThoseThatReachBeyondTheLink() {
        assertThat(netlink.addresses()).containsOnlyKeys(index);
        assertThat(netlink.addresses().get(index))
                .containsExactlyInAnyOrder(address("192.0.2.1"), address("2001:db8::1"));
    }

    @Test
    void addressesWhenTheTableIsLargeThenAreAll() throws IOException {
        // One address takes about 80 bytes of the answer: these fill several datagrams.
        Path batch = Files.createTempFile("addresses", ".batch");
        try {
            Files.write(
                    batch,
                    IntStream.rangeClosed(1, 1000)
                            .mapToObj(i ->
                                    "address add 10.0.%d.%d/32 dev %s".formatted(i / 256, i % 256, VethPair.INTERFACE))
                            .toList());
            veths.ip("-batch", batch.toString());
        } finally {
            Files.delete(batch);
        }

        assertThat(netlink.addresses().get(index)).hasSize(1002).contains(address("10.0.0.1"), address("10.0.3.232"));
    }

    @Test
    void linksThenAreThoseOfTheNamespace() {
        veths.ip("link", "set", VethPair.INTERFACE, "address", "02:00:00:00:00:01", "mtu", "1400");
        veths.ip("link", "add", "bridge0", "type", "bridge");

        assertThat(netlink.links())
                .extracting(Link::name)
                .containsExactlyInAnyOrder("lo", VethPair.INTERFACE, "bridge0");
        assertThat(netlink.links())
                .contains(new Link(index, VethPair.INTERFACE, "02:00:00:00:00:01", 1400, true, "veth", "", null));
        assertThat(netlink.links())
                .filteredOn(link -> link.name().equals("bridge0"))
                .singleElement()
                .satisfies(link -> assertThat(link.isUp()).isFalse())
                .satisfies(link -> assertThat(link.kind()).isEqualTo("bridge"));
        veths.ip("link", "set", VethPair.INTERFACE, "down");
        assertThat(netlink.links())
                .contains(new Link(index, VethPair.INTERFACE, "02:00:00:00:00:01", 1400, false, "veth", "", null));
    }

    @Test
    void linksWhenTheTableIsLargeThenAreAll() throws IOException {
        // One interface takes about 800 bytes of the answer: these fill several datagrams.
        Path batch = Files.createTempFile("links", ".batch");
        try {
            Files.write(
                    batch,
                    IntStream.rangeClosed(1, 100)
                            .mapToObj("link add bridge%d type bridge"::formatted)
                            .toList());
            veths.ip("-batch", batch.toString());
        } finally {
            Files.delete(batch);
        }

        assertThat(netlink.links()).hasSize(102).extracting(Link::name).contains("lo", "bridge1", "bridge100");
    }

    @Test
    void linksWhenOthersComeAndGoMeanwhileThenAreAllThatStay() throws Exception {
        for (int i = 1; i <= 60; i++) {
            veths.ip("link", "add", "bridge" + i, "type", "bridge");
        }
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> changes = thread.submit(() -> {
                while (!over.get()) {
                    veths.ip("link", "add", "brief", "type", "bridge");
                    veths.ip("link", "delete", "brief");
                }
            });
            for (int round = 0; round < 500; round++) {
                assertThat(netlink.links())
                        .extracting(Link::name)
                        .filteredOn(name -> !name.equals("brief"))
                        .doesNotHaveDuplicates()
                        .hasSize(62);
            }
            over.set(true);
            changes.get();
        } finally {
            over.set(true);
        }
    }

    @Test
    void closeThenEveryUseSaysSoAndNoDescriptorIsLeft() throws Exception {
        BpfTests.assertLeavesNoDescriptor(() -> veths.near().call(Netlink::open).close());

        Netlink other = veths.near().call(Netlink::open);
        other.close();
        other.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> other.route(address("192.0.2.2")))
                .withMessage("netlink socket is closed");
    }

    private Stream<Route> routes(String destination) {
        return Stream.generate(() -> netlink.route(address(destination)).orElseThrow()).limit(500).toList().stream();
    }
}
