package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.Drivers.Feature;
import org.lumenlink.relay.libbpf.Drivers.Queues;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.TestNamespace;

@RequiresBpf
class DriversTest {

    private TestNamespace namespace;
    private Netlink netlink;
    private Drivers drivers;

    @BeforeEach
    void makeInterfaces() {
        namespace = TestNamespace.create("drivers");
        namespace.ip(
                "link add pair0 numrxqueues 4 numtxqueues 4 type veth peer name pair1 numrxqueues 4 numtxqueues 4");
        namespace.ip("link add quiet0 type bridge");
        netlink = namespace.call(Netlink::open);
        drivers = namespace.call(Drivers::open);
    }

    @AfterEach
    void removeInterfaces() {
        drivers.close();
        netlink.close();
        namespace.close();
    }

    @Test
    void nameThenIsThatOfEthtool() {
        assertThat(drivers.name(find("pair0"))).isEqualTo("veth");
        assertThat(drivers.name(find("quiet0"))).isEqualTo("bridge");
    }

    @Test
    void queuesThenAreThoseThatEthtoolSets() {
        ethtool("-L pair1 rx 1 tx 1");
        ethtool("-L pair0 rx 3 tx 2");
        assertThat(drivers.queues(find("pair0"))).contains(new Queues(0, 3, 2, 0, 4, 4));
    }

    @Test
    void queuesWhenTheDriverDoesNotTellThenEmpty() {
        assertThat(drivers.queues(find("quiet0"))).isEmpty();
    }

    @Test
    void featuresThenAreThoseOfEthtool() {
        ethtool("-K pair0 gro on");
        Map<String, Feature> features = drivers.features(find("pair0"));
        assertThat(features).containsEntry("rx-gro", new Feature(true, false));
        // The long names; the short ones, such as generic-receive-offload, are ethtool's own.
        Map<String, Feature> listed = new TreeMap<>();
        ethtool("-k pair0").lines().map(String::strip).forEach(line -> {
            List<String> words = List.of(line.split("[: ]+", -1));
            if (features.containsKey(words.get(0))) {
                listed.put(words.get(0), new Feature(words.get(1).equals("on"), line.endsWith("[fixed]")));
            }
        });
        assertThat(listed).hasSizeGreaterThan(20);
        assertThat(features).containsAllEntriesOf(listed);
    }

    @Test
    void runsXdpWhenTheKernelTellsThenIsTrueForVethAndFalseForABridge() {
        boolean tells = HostInfo.current().isKernelAtLeast(6, 3);
        assertThat(drivers.runsXdp(find("pair0")).orElse(tells)).isEqualTo(tells);
        assertThat(drivers.runsXdp(find("quiet0")).orElse(false)).isFalse();
    }

    @Test
    void nameWhenTheInterfaceHasGoneThenFailsWithEnodev() {
        Link link = find("quiet0");
        namespace.ip("link delete quiet0");
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> drivers.name(link))
                .satisfies(e -> assertThat(e.errno().is(Errno.ENODEV)).isTrue());
    }

    private Link find(String name) {
        return netlink.links().stream()
                .filter(link -> link.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private String ethtool(String arguments) {
        return Shell.line("ip netns exec " + namespace.name() + " ethtool " + arguments);
    }
}
