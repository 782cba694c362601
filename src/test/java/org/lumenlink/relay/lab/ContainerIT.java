package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.RequiresDocker;
import org.lumenlink.relay.support.Shell;
import org.testcontainers.containers.GenericContainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The image with the rights that it needs and no others: three capabilities, a root it cannot write, no new privileges. */
@RequiresBpf
@RequiresDocker
class ContainerIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern FIELD = Pattern.compile("(\\w+):\\s+(\\S+)");

    private static TestPod pod;
    private static GenericContainer<?> relay;

    @BeforeAll
    static void start() throws IOException {
        pod = new TestPod();
        relay = pod.relay(Map.of());
    }

    @AfterAll
    static void remove() {
        pod.close();
    }

    @Test
    void processWhenReadyThenHasThreeCapabilitiesAndCanGainNone() throws IOException {
        Map<String, String> status = status(relay);
        assertThat(status)
                .as("CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON")
                .containsEntry("CapEff", "000000c000001000")
                .containsEntry("CapPrm", "000000c000001000")
                .containsEntry("CapBnd", "000000c000001000")
                .containsEntry("NoNewPrivs", "1")
                .as("the engine's own system call filter")
                .containsEntry("Seccomp", "2");
    }

    @Test
    void interfacesWhenReadyThenHaveTheProgram() {
        for (String name : new String[] {"client0", "dest0"}) {
            assertThat(links(name)).contains("prog/xdp id");
        }
        assertThat(pod.bpf().resolve("lumenlink/v2/user_map")).exists();
    }

    @ParameterizedTest
    @EnumSource
    void packetsWhenSentThenAllCrossBothWays(Family family) throws Exception {
        try (RelayApi api = new RelayApi(pod.lab())) {
            assertThat(EchoScenario.packets(family, family == Family.IPV4 ? 2001 : 2002, 512, 2000)
                            .run(pod.lab(), api))
                    .allMatch(Figure::right);
        }
    }

    @Test
    void managementPortWhenAskedThenTellsHealthReadinessAndMetrics() throws Exception {
        assertThat(pod.ask("/health").statusCode()).isEqualTo(200);
        assertThat(pod.ask("/ready").statusCode()).isEqualTo(200);
        assertThat(pod.ask("/metrics").body())
                .contains("lumenlink_relay_packets_total{direction=\"to_destination\",verdict=\"forwarded\"}");
    }

    @Test
    void engineWhenItAsksTheImagesOwnHealthCheckThenFindsItHealthy() {
        await().atMost(PATIENCE).until(() -> TestPod.state(relay).getHealth().getStatus(), "healthy"::equals);
    }

    @ParameterizedTest
    @CsvSource({"application.cdx.json, spring-core", "debian.cdx.json, libbpf1"})
    void billOfMaterialsWhenReadThenNamesWhatIsInTheImage(String file, String component) {
        JsonNode bill =
                relay.copyFileFromContainer("/usr/share/doc/lumenlink-relay/" + file, JsonMapper.shared()::readTree);

        assertThat(bill.get("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(bill.get("components")
                        .valueStream()
                        .map(each -> each.get("name").asString()))
                .contains(component);
    }

    @Test
    void imageThenSaysWhatItIs() {
        assertThat(relay.getContainerInfo().getConfig().getLabels())
                .containsEntry("org.opencontainers.image.title", "LumenLink relay")
                .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                .containsKeys("org.opencontainers.image.version", "org.opencontainers.image.revision");
    }

    private static String links(String name) {
        return Shell.line("ip -n " + pod.lab().relayNamespace() + " -d link show " + name);
    }

    /** Reads what the kernel says of a container's process. */
    static Map<String, String> status(GenericContainer<?> container) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(TestPod.pid(container)), "status"))) {
            return lines.map(FIELD::matcher)
                    .filter(Matcher::lookingAt)
                    .collect(Collectors.toMap(field -> field.group(1), field -> field.group(2), (a, b) -> a));
        }
    }
}
