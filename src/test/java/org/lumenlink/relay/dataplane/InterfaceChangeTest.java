package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.libbpf.BpfObject;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.XdpLink;
import org.lumenlink.relay.libbpf.XdpMode;
import org.lumenlink.relay.support.BpfFixtures;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.token.RelayHeader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Interfaces that come and go while real packets cross the relay. */
@RequiresBpf
@ExtendWith(OutputCaptureExtension.class)
class InterfaceChangeTest {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Crossroads roads = Crossroads.open("near,far");

    @AfterEach
    void close() {
        roads.close();
    }

    @Test
    void interfaceWhenAddedThenItsClientsAreServedUntilItIsRemovedAndOthersAllTheTime() {
        awaitServed(roads.alice());
        assertThat(roads.bob().isServed()).isFalse();

        assertThat(roads.dataplane().attach("side")).isTrue();
        assertThat(roads.dataplane().attach("side")).as("a second time").isFalse();
        awaitServed(roads.bob());
        assertThat(roads.alice().getsThrough()).isTrue();
        assertThat(attached()).containsExactly("near", "far", "side");

        assertThat(roads.dataplane().detach("side")).isTrue();
        assertThat(roads.dataplane().detach("side")).as("a second time").isFalse();
        assertThat(roads.bob().isServed()).isFalse();
        assertThat(roads.alice().getsThrough()).isTrue();
        assertThat(attached()).containsExactly("near", "far");
        assertThat(roads.dataplane().relayAddresses())
                .containsExactly(PacketRig.address("10.0.1.1"), PacketRig.address("10.0.3.1"));
        assertThat(roads.relay().ip("-d link show side")).doesNotContain("xdp");
    }

    @Test
    void interfaceWhenRemovedThenNothingLeavesByItAndSessionsGoOnWhenItIsBack() {
        awaitServed(roads.alice());

        roads.dataplane().detach("far");
        assertThat(roads.alice().isServed()).isFalse();
        assertThat(roads.dataplane().verdicts())
                .contains(new VerdictCount(
                        VerdictReason.NO_EGRESS_ADDRESS, 1, 14 + 20 + 8 + RelayHeader.LENGTH + Crossroads.PAYLOAD));

        roads.dataplane().attach("far");
        assertThat(roads.alice().getsThrough()).isTrue();
        assertThat(roads.dataplane().sessions().count(PacketRig.NOW)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"near", "far"})
    void interfaceWhenDeletedAndMadeAgainUnderTrafficThenIsServedAgain(String name, CapturedOutput log)
            throws InterruptedException {
        roads.dataplane().attach("side");
        awaitServed(roads.alice());
        awaitServed(roads.bob());
        Crossroads.Host host = name.equals("near") ? roads.near() : roads.far();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch cut = new CountDownLatch(1);
        CountDownLatch served = new CountDownLatch(1);
        Thread traffic = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                if (!roads.alice().isServed()) {
                    cut.countDown();
                } else if (cut.getCount() == 0) {
                    served.countDown();
                }
            }
        });
        try {
            roads.relay().ip("link delete " + name);
            cut.await();
            await().atMost(DEADLINE)
                    .until(
                            () -> roads.dataplane().interfaces().missing(),
                            List.of(new MissingInterface(name, "there is no such interface any more"))::equals);
            host.join();
            served.await();
        } finally {
            over.set(true);
            traffic.join();
        }
        assertThat(roads.dataplane().interfaces().missing()).isEmpty();
        awaitServed(roads.bob());
        assertThat(log.getAll()
                        .lines()
                        .filter(line ->
                                line.contains("ttached to " + name) && !line.contains("Attached to " + name + " in")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("No longer attached to " + name + ": there is no such interface"),
                        line -> assertThat(line).contains("Attached to " + name + " again, in native mode"));
    }

    @Test
    void programWhenDetachedByForceThenIsAttachedAgain() {
        int program = roads.dataplane().info().programId();
        Matcher links = Pattern.compile("(\\d+): xdp +prog " + program + " ").matcher(Shell.line("bpftool link show"));
        while (links.find()) {
            Shell.line("bpftool link detach id " + links.group(1));
        }

        awaitServed(roads.alice());
        assertThat(attached()).containsExactly("near", "far");
    }

    @Test
    void interfaceWhenItComesBackWithAnotherProgramThenIsMissingUntilThatIsGone() {
        roads.relay().ip("link delete far");
        roads.far().makeAs("other");
        try (BpfObject object = Libbpf.bind().open(BpfFixtures.compile("packets"), "packets")) {
            object.load();
            try (XdpLink link = roads.relay()
                    .call(() -> object.program("pass")
                            .attach(HostInfo.current().interfaceIndex("other"), XdpMode.NATIVE))) {
                roads.relay().ip("link set other name far");
                roads.far().configure();
                await().atMost(DEADLINE)
                        .untilAsserted(
                                () -> assertThat(roads.dataplane().interfaces().missing())
                                        .singleElement()
                                        .satisfies(far -> assertThat(far.reason())
                                                .contains("interface far has another XDP program attached")
                                                .contains("ip link set dev far xdp off")));
                assertThat(roads.alice().isServed()).isFalse();
                assertThat(link.mode()).isEqualTo(XdpMode.NATIVE);
            }
        }
        awaitServed(roads.alice());
    }

    @Test
    void interfaceWhenUnfitThenIsNotAddedAndAllThatIsWrongIsSaid() {
        roads.relay().ip("addr flush dev side");
        assertRefused("side", "side has no IPv4 or IPv6 address", "ip addr add ADDRESS/PREFIX dev side");
        roads.relay().ip("addr add 10.0.2.1/24 dev side");
        roads.relay().sysctl("net/ipv4/conf/side/forwarding", "0");
        assertRefused("side", "side does not forward IPv4", "sysctl -w net/ipv4/conf/side/forwarding=1");
        assertRefused("absent", "there is no network interface absent", "far, near, side");

        assertThat(attached()).containsExactly("near", "far");
        assertThat(roads.dataplane().interfaces().missing()).isEmpty();
        awaitServed(roads.alice());
    }

    @Test
    void interfaceWhenItIsTheLastThenStays() {
        assertThat(roads.dataplane().detach("near")).isTrue();
        assertThatExceptionOfType(LastInterfaceException.class)
                .isThrownBy(() -> roads.dataplane().detach("far"))
                .withMessageContaining("far");
        assertThat(attached()).containsExactly("far");
    }

    private void assertRefused(String name, String... words) {
        assertThatExceptionOfType(HostUnfitException.class)
                .isThrownBy(() -> roads.dataplane().attach(name))
                .withMessageContainingAll(words);
    }

    private List<String> attached() {
        return roads.dataplane().interfaces().attached().stream()
                .map(Attachment::interfaceName)
                .toList();
    }

    /** Waits until packets cross: neighbours have to be resolved first. */
    private static void awaitServed(Crossroads.Client client) {
        await().atMost(DEADLINE).until(client::isServed);
    }
}
