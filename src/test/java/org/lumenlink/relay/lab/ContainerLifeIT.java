package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lumenlink.relay.lab.TestPod.Refusal;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.RequiresDocker;
import org.lumenlink.relay.support.Shell;
import org.testcontainers.containers.GenericContainer;

/** How containers of the image start, end and take over from one another. */
@RequiresBpf
@RequiresDocker
class ContainerLifeIT {

    private static final String SOMEBODY = "65532:65532";
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    /** Packets that are sent at least, however quick the containers are. */
    private static final int ENOUGH = 1000;

    /** Exit status of a process that SIGTERM ended. */
    private static final long TERMINATED = 143;

    private TestPod pod;

    @BeforeEach
    void make() throws IOException {
        pod = new TestPod();
    }

    @AfterEach
    void remove() {
        pod.close();
    }

    @Test
    void relayWhenToldToEndThenDetachesAndRemovesItsPins() throws IOException {
        GenericContainer<?> relay = pod.relay(Map.of());
        assertThat(links()).contains("prog/xdp id");

        assertThat(pod.stop(relay)).isEqualTo(TERMINATED);

        assertThat(links()).doesNotContain("prog/xdp id");
        assertThat(pod.bpf().resolve("lumenlink")).doesNotExist();
    }

    @Test
    void nextContainerWhenPinsWereLeftThenTakesThemOverAndNoPacketIsLost() throws Exception {
        Map<String, String> settings = Map.of("RELAY_DETACH_ON_SHUTDOWN", "false");
        GenericContainer<?> before = pod.relay(settings);
        try (ExecutorService executor = Executors.newSingleThreadExecutor();
                RelayApi api = new RelayApi(pod.lab());
                Crossing crossing = Crossing.open(pod.lab(), api, Family.IPV4, 3001, null, TTL)) {
            crossing.warmUp();
            List<String> links = pinnedLinks();
            AtomicBoolean done = new AtomicBoolean();
            Future<EchoRun.Result> traffic = executor.submit(() -> new EchoRun(crossing.client(), 64).run(sent -> {
                LockSupport.parkNanos(PAUSE);
                return !done.get() || sent <= ENOUGH;
            }));

            assertThat(pod.stop(before)).isEqualTo(TERMINATED);
            assertThat(links()).as("between the two").contains("prog/xdp id");
            pod.relay(settings);
            done.set(true);
            EchoRun.Result result = traffic.get(5, TimeUnit.MINUTES);

            assertThat(result.sent()).isGreaterThan(ENOUGH);
            assertThat(result.answered()).isEqualTo(result.sent());
            assertThat(crossing.destination().arrivals().packets()).isEqualTo(result.sent());
            assertThat(pinnedLinks()).as("the links are those of before").isEqualTo(links);
        }
    }

    @ParameterizedTest
    @CsvSource({"BPF, NET_ADMIN, CAP_PERFMON", "BPF, PERFMON, CAP_NET_ADMIN", "NET_ADMIN, PERFMON, CAP_BPF"})
    void relayWhenACapabilityIsMissingThenSaysWhichAndHowToGiveIt(Capability one, Capability other, String missing) {
        Refusal refusal = pod.refusal(command -> TestPod.host(command).withCapAdd(one, other));

        assertThat(refusal.status()).isEqualTo(1);
        assertThat(refusal.said())
                .contains("the relay lacks " + missing + ", without which it cannot load and attach its program")
                .contains("as a container with --cap-add BPF --cap-add NET_ADMIN --cap-add PERFMON")
                .doesNotContain("Exception");
    }

    @Test
    void relayWhenNotRootThenHasTheCapabilitiesOfItsFile() throws IOException {
        giveFoldersToSomebody();

        GenericContainer<?> relay = pod.relay(Map.of(), command -> command.withUser(SOMEBODY));

        assertThat(ContainerIT.status(relay))
                .containsEntry("Uid", "65532")
                .containsEntry("NoNewPrivs", "1")
                .containsEntry("CapEff", "000000c000001000")
                .containsEntry("CapAmb", "000000c000001000");
        assertThat(links()).contains("prog/xdp id");
        assertThat(pod.stop(relay)).isEqualTo(TERMINATED);
        assertThat(links()).doesNotContain("prog/xdp id");
    }

    private void giveFoldersToSomebody() throws IOException {
        Files.createDirectories(pod.data());
        Path pins = Files.createDirectory(pod.bpf().resolve("lumenlink"));
        Shell.run("chown", SOMEBODY, pod.data().toString(), pins.toString());
        Shell.run("chmod", "711", pod.bpf().toString());
    }

    private String links() {
        return Shell.line("ip -n " + pod.lab().relayNamespace() + " -d link show client0");
    }

    /** Reads which links are pinned with other eyes than the relay's own. */
    private List<String> pinnedLinks() throws IOException {
        try (Stream<Path> pins = Files.list(pod.bpf().resolve("lumenlink/v2"))) {
            return pins.filter(pin -> pin.getFileName().toString().startsWith("link_"))
                    .sorted()
                    .map(pin -> Shell.run("bpftool", "link", "show", "pinned", pin.toString())
                            .replaceAll(":.*", ""))
                    .toList();
        }
    }
}
