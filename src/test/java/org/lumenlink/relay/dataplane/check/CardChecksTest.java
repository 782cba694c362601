package org.lumenlink.relay.dataplane.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.dataplane.AttachMode;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.dataplane.Finding.Level;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.Drivers.Feature;
import org.lumenlink.relay.libbpf.Drivers.Queues;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Netlink;

/** What is said of network cards of the clouds, as their drivers describe them. */
class CardChecksTest {

    private static final Refusal REFUSAL = new Refusal(AttachMode.AUTO);
    private static final int CPUS = 4;

    private final HostInfo host = HostInfo.current();

    @Test
    void enaWhenItUsesMoreThanHalfOfItsQueuesThenSaysHowMany() {
        Card ena = new Card("ena", new Queues(8, 0, 0, 8, 0, 0), Map.of());
        assertThat(queues(ena))
                .isEqualTo(Finding.warning(
                        "eth0",
                        "interface eth0 cannot run the program natively: it uses 8 of at most 8 receive queues, and its"
                                + " driver wants half of them for what the program sends. It will run generically, at"
                                + " about half the speed",
                        "ethtool -L eth0 combined 4"));
        assertThat(queues(new Card("ena", new Queues(4, 0, 0, 8, 0, 0), Map.of()))
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void enaWhenItsMtuIsThatOfTheCloudThenSaysWhatItTakes() {
        if (host.pageSize() == 4096) {
            assertThat(frames(new Card("ena", new Queues(4, 0, 0, 8, 0, 0), Map.of()), 9001))
                    .satisfies(finding ->
                            assertThat(finding.what()).contains("its MTU is 9001, and its driver takes 3498"))
                    .satisfies(finding -> assertThat(finding.mend()).contains("ip link set dev eth0 mtu 3498"));
        }
    }

    @Test
    void gveWhenItsQueuesAreNotInPairsOrMoreThanHalfThenSaysHowMany() {
        assertThat(queues(new Card("gve", new Queues(0, 16, 16, 0, 16, 16), Map.of()))
                        .mend())
                .isEqualTo("ethtool -L eth0 rx 8 tx 8");
        assertThat(queues(new Card("gve", new Queues(0, 8, 4, 0, 16, 16), Map.of())))
                .satisfies(finding -> assertThat(finding.what()).contains("8 queues for reception and 4 for sending"))
                .satisfies(finding -> assertThat(finding.mend()).isEqualTo("ethtool -L eth0 rx 4 tx 4"));
        assertThat(queues(new Card("gve", new Queues(0, 8, 8, 0, 16, 16), Map.of()))
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void gveThenWarnsOfItsMtuAndOfTheRoomBeforeFrames() {
        Card gve = new Card("gve", new Queues(0, 8, 8, 0, 16, 16), Map.of());
        assertThat(frames(gve, 8896).what()).contains("its MTU is 8896, and its driver takes 2032");
        assertThat(new HeadroomCheck(gve, host).run(link(1460)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("gve leaves 2 bytes"));
    }

    @Test
    void virtioWhenItHasNoSpareQueueForEachCpuThenSaysWhatToDo() {
        assertThat(queues(new Card("virtio_net", new Queues(8, 0, 0, 8, 0, 0), Map.of()))
                        .mend())
                .isEqualTo("ethtool -L eth0 combined 4");
        assertThat(queues(new Card("virtio_net", new Queues(4, 0, 0, 4, 0, 0), Map.of()))
                        .mend())
                .contains("8 queues or more (2 for each CPU)");
        assertThat(queues(new Card("virtio_net", new Queues(4, 0, 0, 8, 0, 0), Map.of()))
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void virtioWhenItsHostPutsFramesTogetherAndDoesNotLetItStopThatThenSaysSo() {
        assertThat(offloads("virtio_net", Map.of("rx-gro-hw", new Feature(true, true))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("the machine's host puts frames together"))
                .satisfies(finding -> assertThat(finding.mend()).contains("ctrl_guest_offloads=on"));
        assertThat(offloads("virtio_net", Map.of("rx-gro-hw", new Feature(true, false))))
                .isEmpty();
    }

    @Test
    void cardWhenLargeReceiveOffloadIsOnThenSaysHowToSwitchItOff() {
        Map<String, Feature> on = Map.of("rx-lro", new Feature(true, false));
        assertThat(offloads("mlx5_core", on))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("cannot run the program natively"))
                .satisfies(finding -> assertThat(finding.mend()).isEqualTo("ethtool -K eth0 lro off"));
        assertThat(offloads("ixgbe", on))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("puts frames together"))
                .satisfies(finding -> assertThat(finding.mend()).isEqualTo("ethtool -K eth0 lro off"));
        assertThat(offloads("ixgbe", Map.of("rx-lro", new Feature(false, false))))
                .isEmpty();
    }

    @Test
    void cardWhenItsDriverIsNotKnownThenWarnsOfAnMtuAboveAPage() {
        Card card = new Card("ice", new Queues(4, 0, 0, 8, 0, 0), Map.of());
        assertThat(frames(card, 9000))
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING))
                .satisfies(finding -> assertThat(finding.what()).contains("most drivers run programs natively up to"));
        assertThat(frames(card, 1500).level()).isEqualTo(Level.OK);
    }

    private Finding queues(Card card) {
        List<Finding> findings = new QueueCheck(card, REFUSAL, host, CPUS).run(link(1500));
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    private Finding frames(Card card, int mtu) {
        try (Netlink netlink = Netlink.open()) {
            List<Finding> findings = new FrameCheck(card, netlink, REFUSAL, host).run(link(mtu));
            assertThat(findings).hasSize(1);
            return findings.getFirst();
        }
    }

    private static List<Finding> offloads(String driver, Map<String, Feature> features) {
        return new OffloadCheck(new Card(driver, new Queues(1, 0, 0, 1, 0, 0), features), REFUSAL).run(link(1500));
    }

    private static Link link(int mtu) {
        // An index that no interface has: nothing is on top of it.
        return new Link(Integer.MAX_VALUE, "eth0", "02:00:00:00:00:01", mtu, true, "", "pci", null);
    }

    /** A network card that is not in this machine. */
    private record Card(String driver, Queues channels, Map<String, Feature> featuresByName) implements Drivers {

        @Override
        public String name(Link link) {
            return driver;
        }

        @Override
        public Optional<Queues> queues(Link link) {
            return Optional.of(channels);
        }

        @Override
        public Map<String, Feature> features(Link link) {
            return featuresByName;
        }

        @Override
        public Optional<Boolean> runsXdp(Link link) {
            return Optional.of(true);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
