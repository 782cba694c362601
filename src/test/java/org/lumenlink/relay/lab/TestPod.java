package org.lumenlink.relay.lab;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.lumenlink.relay.support.RelayImage;
import org.lumenlink.relay.support.Teardown;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * Containers of the relay's image that share a network namespace, as those of a pod do: a container that only sleeps has
 * it, and the links of a lab are put into it. What a node has for the relay, a BPF file system and a data directory, are the
 * lab's. Everything is gone when closed.
 */
final class TestPod implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int STOP_SECONDS = 90;

    private final Teardown teardown = new Teardown();
    private final HttpClient http = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final GenericContainer<?> sandbox;
    private final Lab lab;
    private final TestLab testLab;

    TestPod() throws IOException {
        for (String noisy : List.of("com.github.dockerjava", "org.testcontainers", "tc")) {
            ((Logger) LoggerFactory.getLogger(noisy)).setLevel(Level.WARN);
        }
        try {
            sandbox = teardown.keep(new GenericContainer<>(
                            DockerImageName.parse(System.getenv("TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE")))
                    .withNetworkMode("none")
                    .withCommand("sleep", "infinity"));
            sandbox.start();
            testLab = teardown.keep(TestLab.named());
            long pid = pid(sandbox);
            String description = testLab.script("up", "--json", "--relay-in", Long.toString(pid));
            lab = Lab.read(Files.writeString(testLab.folder().resolve("test.json"), description));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    Lab lab() {
        return lab;
    }

    /** Returns the folder that containers see as /sys/fs/bpf. */
    Path bpf() {
        return testLab.folder().resolve("bpf");
    }

    /** Returns the folder that containers see as /var/lib/lumenlink. */
    Path data() {
        return testLab.folder().resolve("data");
    }

    /** Starts the relay with the rights that it needs and no others, and waits until it is ready. */
    GenericContainer<?> relay(Map<String, String> settings) {
        return relay(settings, command -> {});
    }

    /** Starts the relay in a container that differs from the usual one, and waits until it is ready. */
    GenericContainer<?> relay(Map<String, String> settings, Consumer<CreateContainerCmd> difference) {
        GenericContainer<?> relay = teardown.keep(container(settings, difference));
        relay.start();
        await().atMost(PATIENCE).until(() -> isReady() || !relay.isRunning());
        if (!relay.isRunning()) {
            throw new IllegalStateException("the relay ended: " + relay.getLogs());
        }
        return relay;
    }

    /** Starts the relay where it cannot run, waits for its end and returns what it said. */
    Refusal refusal(Consumer<CreateContainerCmd> difference) {
        try (GenericContainer<?> relay = container(Map.of(), difference).withStartupCheckStrategy(new Started())) {
            relay.start();
            await().atMost(PATIENCE).until(() -> !relay.isRunning());
            return new Refusal(exitStatus(relay), relay.getLogs());
        }
    }

    /** Ends a relay as an engine does: with SIGTERM, and SIGKILL if it does not go. Returns its exit status. */
    long stop(GenericContainer<?> relay) {
        relay.getDockerClient()
                .stopContainerCmd(relay.getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
        return exitStatus(relay);
    }

    /** Asks the management port. */
    HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(lab.management() + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Returns the process id of a container's first process, in the host's numbers. */
    static long pid(GenericContainer<?> container) {
        return Objects.requireNonNull(state(container).getPidLong());
    }

    /** Returns what a container may do on its host, to be changed. */
    static HostConfig host(CreateContainerCmd command) {
        return Objects.requireNonNull(command.getHostConfig());
    }

    private static long exitStatus(GenericContainer<?> container) {
        return Objects.requireNonNull(state(container).getExitCodeLong());
    }

    /** Returns a container's state as the engine sees it now. */
    static InspectContainerResponse.ContainerState state(GenericContainer<?> container) {
        return container
                .getDockerClient()
                .inspectContainerCmd(container.getContainerId())
                .exec()
                .getState();
    }

    private GenericContainer<?> container(Map<String, String> settings, Consumer<CreateContainerCmd> difference) {
        return new GenericContainer<>(DockerImageName.parse(RelayImage.name()))
                .withNetworkMode("container:" + sandbox.getContainerId())
                .withEnv(environment())
                .withEnv(settings)
                .withTmpFs(Map.of("/tmp", "rw"))
                .withCreateContainerCmdModifier(TestPod::takeRights)
                .withCreateContainerCmdModifier(command ->
                        host(command).withBinds(bind(bpf(), "/sys/fs/bpf"), bind(data(), "/var/lib/lumenlink")))
                .withCreateContainerCmdModifier(difference);
    }

    private static void takeRights(CreateContainerCmd command) {
        host(command)
                .withCapDrop(Capability.ALL)
                .withCapAdd(Capability.BPF, Capability.NET_ADMIN, Capability.PERFMON)
                .withReadonlyRootfs(true)
                .withSecurityOpts(new ArrayList<>(List.of("no-new-privileges")));
    }

    private static Bind bind(Path path, String place) {
        return new Bind(path.toString(), new Volume(place), AccessMode.rw);
    }

    private Map<String, String> environment() {
        return Map.of(
                "RELAY_INTERFACE", "client0,dest0",
                "RELAY_PORT", Integer.toString(lab.relayPort()),
                "LUMENLINK_RELAY_ENDPOINTS",
                        "%s:%d,[%s]:%d"
                                .formatted(lab.relayAddress(), lab.relayPort(), lab.relayAddress6(), lab.relayPort()));
    }

    private boolean isReady() throws InterruptedException {
        try {
            return ask("/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
        teardown.close();
    }

    /**
     * What a relay said that did not start.
     *
     * @param status exit status of its process
     * @param said its output
     */
    record Refusal(long status, String said) {}

    /** Is content with a container that was started, whatever became of it. */
    private static final class Started extends StartupCheckStrategy {

        private static final Set<String> BEFORE = Set.of("created");

        @Override
        public StartupStatus checkStartupState(com.github.dockerjava.api.DockerClient client, String containerId) {
            String status =
                    client.inspectContainerCmd(containerId).exec().getState().getStatus();
            return BEFORE.contains(status) ? StartupStatus.NOT_YET_KNOWN : StartupStatus.SUCCESSFUL;
        }
    }
}
