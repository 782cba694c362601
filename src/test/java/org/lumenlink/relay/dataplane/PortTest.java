package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Link.Vlan;

class PortTest {

    private static final int DOT1Q = 0x8100;
    private static final int DOT1AD = 0x88a8;

    private static final Link ETH0 = link(2, "eth0", null);
    private static final Link ETH1 = link(3, "eth1", null);
    private static final Link TAGGED = link(4, "eth0.5", new Vlan(2, DOT1Q, 5));
    private static final Link OUTER = link(5, "eth0.100", new Vlan(2, DOT1AD, 100));
    private static final Link INNER = link(6, "eth0.100.7", new Vlan(5, DOT1Q, 7));
    private static final Link THIRD = link(7, "eth0.100.7.8", new Vlan(6, DOT1Q, 8));
    private static final Link ELSEWHERE = link(8, "eth1.5", new Vlan(3, DOT1Q, 5));
    private static final Link ORPHAN = link(9, "orphan", new Vlan(99, DOT1Q, 5));
    private static final List<Link> ALL = List.of(INNER, ORPHAN, THIRD, ETH0, ETH1, OUTER, TAGGED, ELSEWHERE);

    @Test
    void interfacesWhenAttachedThenArePortsWithTheVlansOnThem() {
        assertThat(Port.among(ALL, Set.of(2)))
                .containsExactly(
                        new Port(INNER, 2, List.of(new VlanTag(DOT1AD, 100), new VlanTag(DOT1Q, 7))),
                        new Port(ETH0, 2, List.of()),
                        new Port(OUTER, 2, List.of(new VlanTag(DOT1AD, 100))),
                        new Port(TAGGED, 2, List.of(new VlanTag(DOT1Q, 5))));
    }

    @Test
    void vlanWhenItHasTheProgramItselfThenIsAPortWithoutTags() {
        assertThat(Port.among(ALL, Set.of(5)))
                .containsExactly(
                        new Port(INNER, 5, List.of(new VlanTag(DOT1Q, 7))),
                        new Port(THIRD, 5, List.of(new VlanTag(DOT1Q, 7), new VlanTag(DOT1Q, 8))),
                        new Port(OUTER, 5, List.of()));
    }

    @Test
    void vlanWhenTheInterfaceBelowHasTheProgramTooThenThatOneDoesTheWork() {
        assertThat(Port.among(ALL, Set.of(2, 4)))
                .contains(new Port(TAGGED, 2, List.of(new VlanTag(DOT1Q, 5))))
                .doesNotContain(new Port(TAGGED, 4, List.of()));
    }

    @Test
    void interfacesWhenNoneIsAttachedThenThereIsNoPort() {
        assertThat(Port.among(ALL, Set.of())).isEmpty();
        assertThat(Port.among(ALL, Set.of(42))).isEmpty();
    }

    private static Link link(int index, String name, @Nullable Vlan vlan) {
        return new Link(index, name, "02:00:00:00:00:01", 1500, true, vlan == null ? "" : "vlan", "pci", vlan);
    }
}
