package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    void interfacesWhenAttachedThenComeFirstWithTheVlansOnThem() {
        assertThat(Port.among(ALL, List.of(2)))
                .containsExactly(
                        new Port(ETH0, 2, List.of(), true),
                        new Port(TAGGED, 2, List.of(new VlanTag(DOT1Q, 5)), true),
                        new Port(OUTER, 2, List.of(new VlanTag(DOT1AD, 100)), true),
                        new Port(INNER, 2, List.of(new VlanTag(DOT1AD, 100), new VlanTag(DOT1Q, 7)), true),
                        new Port(ETH1, 3, List.of(), false),
                        new Port(ELSEWHERE, 3, List.of(new VlanTag(DOT1Q, 5)), false));
    }

    @Test
    void interfacesWhenSeveralAreAttachedThenComeInThatOrder() {
        assertThat(Port.among(ALL, List.of(3, 2)))
                .extracting(port -> port.link().name())
                .containsExactly("eth1", "eth1.5", "eth0", "eth0.5", "eth0.100", "eth0.100.7");
    }

    @Test
    void vlanWhenItHasTheProgramItselfThenIsServedWithoutTags() {
        assertThat(Port.among(ALL, List.of(5)))
                .startsWith(
                        new Port(OUTER, 5, List.of(), true),
                        new Port(INNER, 5, List.of(new VlanTag(DOT1Q, 7)), true),
                        new Port(THIRD, 5, List.of(new VlanTag(DOT1Q, 7), new VlanTag(DOT1Q, 8)), true))
                .contains(
                        new Port(ETH0, 2, List.of(), false),
                        new Port(TAGGED, 2, List.of(new VlanTag(DOT1Q, 5)), false));
    }

    @Test
    void vlanWhenTheInterfaceBelowHasTheProgramTooThenThatOneDoesTheWork() {
        assertThat(Port.among(ALL, List.of(4, 2)))
                .contains(new Port(TAGGED, 2, List.of(new VlanTag(DOT1Q, 5)), true))
                .doesNotContain(new Port(TAGGED, 4, List.of(), true));
    }

    @Test
    void interfacesWhenNoneIsAttachedThenNoneIsServed() {
        assertThat(Port.among(ALL, List.of(42))).isNotEmpty().noneMatch(Port::isServed);
    }

    private static Link link(int index, String name, @Nullable Vlan vlan) {
        return new Link(index, name, "02:00:00:00:00:01", 1500, true, vlan == null ? "" : "vlan", "pci", vlan);
    }
}
