package org.lumenlink.relay.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.DataplaneSettings;
import org.lumenlink.relay.support.Teardown;
import org.lumenlink.relay.support.TestBpfFileSystem;
import org.lumenlink.relay.support.TestNamespace;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The control plane as it ships, over the real maps of a program that is attached in a namespace of its own. The API
 * listens outside of the namespace, on the loopback address.
 */
public final class RealRelay implements AutoCloseable {

    static final int CAPACITY = 4;

    private final Teardown teardown = new Teardown();
    private final TestNamespace namespace;
    private final Dataplane dataplane;
    private final ConfigurableApplicationContext context;
    private final Path dataDir;

    RealRelay(Path dataDir) {
        this(dataDir, CAPACITY);
    }

    /** Starts a relay with room for some users, and with settings such as {@code --lumenlink.relay.sweep-interval=1s}. */
    public RealRelay(Path dataDir, int capacity, String... settings) {
        this.dataDir = dataDir;
        try {
            namespace = teardown.keep(TestNamespace.create("api"));
            namespace.ip("link add near type veth peer name client");
            namespace.ip("addr add 192.0.2.1/24 dev near");
            namespace.ip("addr add 2001:db8:1::1/64 dev near nodad");
            namespace.ip("link set near up");
            namespace.ip("link set client up");
            namespace.sysctl("net/ipv4/conf/near/forwarding", "1");
            namespace.sysctl("net/ipv6/conf/near/forwarding", "1");
            TestBpfFileSystem bpf = teardown.keep(TestBpfFileSystem.mount());
            DataplaneSettings dataplaneSettings = DataplaneSettings.of(Map.of(
                    "interface",
                    "near",
                    "pin-path",
                    bpf.path().resolve("relay"),
                    "max-users",
                    capacity,
                    "max-sessions",
                    64,
                    "latency-sample",
                    1));
            dataplane = teardown.keep(namespace.call(() -> Dataplane.start(dataplaneSettings, Clock.systemUTC())));
            context = teardown.keep(start(settings));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public ApiClient api() throws IOException {
        return new ApiClient(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"),
                Files.readString(dataDir.resolve("admin.key")).strip());
    }

    public ApiClient management() {
        return ApiClient.ofManagement(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.management.port"));
    }

    public TestNamespace namespace() {
        return namespace;
    }

    public Dataplane dataplane() {
        return dataplane;
    }

    /** Has the program see a frame some times, as if it had come in by its interface. */
    void see(byte[] frame, int times) {
        String link = namespace.ip("-o link show dev near");
        int index = Integer.parseInt(link.substring(0, link.indexOf(':')));
        namespace.call(() -> {
            for (int i = 0; i < times; i++) {
                dataplane.run(frame, index);
            }
            return times;
        });
    }

    /** Returns all that the kernel has of users, their limits, and the deny list. */
    String maps() {
        TreeMap<Long, Object> users = new TreeMap<>();
        TreeMap<Long, Object> limits = new TreeMap<>();
        dataplane.users().forEach(users::put);
        dataplane.rateLimits().forEach(limits::put);
        TreeSet<String> denied = new TreeSet<>();
        dataplane.denied().forEach(network -> denied.add(network.toString()));
        return users + " " + limits + " " + denied;
    }

    private ConfigurableApplicationContext start(String... settings) {
        SpringApplication application = new SpringApplication(ControlPlane.class);
        application.addInitializers(starting -> ((GenericApplicationContext) starting)
                .registerBean(Dataplane.class, () -> dataplane, definition -> definition.setDestroyMethodName("")));
        List<String> arguments = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.server.port=0",
                "--lumenlink.relay.access.requests-per-second=1000000",
                "--lumenlink.relay.access.requests-per-second-of-address=1000000",
                "--lumenlink.relay.access.failures-per-minute=1000000",
                "--lumenlink.relay.access.failures-per-minute-of-all=1000000",
                "--lumenlink.relay.data-dir=" + dataDir));
        arguments.addAll(List.of(settings));
        return application.run(arguments.toArray(new String[0]));
    }

    @Override
    public void close() {
        teardown.close();
    }

    // Not a @Configuration: no test that scans for components may find it.
    @EnableAutoConfiguration
    @ComponentScan({
        "org.lumenlink.relay.api",
        "org.lumenlink.relay.metrics",
        "org.lumenlink.relay.registry",
        "org.lumenlink.relay.relay",
        "org.lumenlink.relay.security"
    })
    @ConfigurationPropertiesScan({
        "org.lumenlink.relay.api",
        "org.lumenlink.relay.registry",
        "org.lumenlink.relay.relay",
        "org.lumenlink.relay.security"
    })
    static class ControlPlane {}
}
