package org.lumenlink.relay.relay;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.DataplaneSettings;
import org.lumenlink.relay.dataplane.FloodSettings;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.support.Teardown;
import org.lumenlink.relay.support.TestBpfFileSystem;
import org.lumenlink.relay.support.TestNamespace;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.ComponentScan;

/**
 * The use cases as the application wires them, over a real registry and the real maps of a program that is attached in
 * a namespace of its own:
 *
 * <pre>  relay 192.0.2.1, 2001:db8:1::1 ("near")  </pre>
 *
 * The dataplane outlives the contexts that are run over it, as maps outlive a control plane.
 */
final class RelayRig implements AutoCloseable {

    static final int CAPACITY = 8;
    static final int RELAY_PORT = 443;
    static final Limit DEFAULT_LIMIT = new Limit(1000, 100, 1_000_000, 100_000);
    static final Limits DEFAULT_LIMITS = new Limits(1000, 100, 1_000_000, 100_000);

    private final Teardown teardown = new Teardown();
    private final TestNamespace namespace;
    private final Dataplane dataplane;

    RelayRig() {
        try {
            namespace = teardown.keep(TestNamespace.create("relay"));
            namespace.ip("link add near type veth peer name client");
            namespace.ip("addr add 192.0.2.1/24 dev near");
            namespace.ip("addr add 2001:db8:1::1/64 dev near nodad");
            namespace.ip("link set near up");
            namespace.ip("link set client up");
            namespace.sysctl("net/ipv4/conf/near/forwarding", "1");
            namespace.sysctl("net/ipv6/conf/near/forwarding", "1");
            TestBpfFileSystem bpf = teardown.keep(TestBpfFileSystem.mount());
            DataplaneSettings settings = DataplaneSettings.of(Map.ofEntries(
                    Map.entry("egress-ports", "20000-20999"),
                    Map.entry("interface", "near"),
                    Map.entry("port", RELAY_PORT),
                    Map.entry("pin-path", bpf.path().resolve("relay")),
                    Map.entry("max-users", CAPACITY),
                    Map.entry("max-sessions", 64),
                    Map.entry("flood.deny-list-size", CAPACITY),
                    Map.entry("flood.openings-per-source", FloodSettings.MAX_OPENINGS),
                    Map.entry("flood.opening-burst-per-source", FloodSettings.MAX_OPENINGS),
                    Map.entry("flood.openings-per-cpu", FloodSettings.MAX_OPENINGS),
                    Map.entry("default-rate-limit.packets-per-second", DEFAULT_LIMITS.packetsPerSecond()),
                    Map.entry("default-rate-limit.burst-packets", DEFAULT_LIMITS.burstPackets()),
                    Map.entry("default-rate-limit.bytes-per-second", DEFAULT_LIMITS.bytesPerSecond()),
                    Map.entry("default-rate-limit.burst-bytes", DEFAULT_LIMITS.burstBytes())));
            dataplane = teardown.keep(namespace.call(() -> Dataplane.start(settings, Clock.systemUTC())));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Dataplane dataplane() {
        return dataplane;
    }

    TestNamespace namespace() {
        return namespace;
    }

    /** Starts the use cases over the registry in a directory, runs the test, and stops them. */
    void run(Path directory, ContextConsumer<AssertableApplicationContext> test, String... settings) {
        runner(directory, settings).run(test);
    }

    /** As {@link #run}, with another clock than the system's; the kernel keeps to that. */
    void run(Path directory, Clock clock, ContextConsumer<AssertableApplicationContext> test, String... settings) {
        runner(directory, settings)
                .withBean("testClock", Clock.class, () -> clock, definition -> definition.setPrimary(true))
                .run(test);
    }

    private ApplicationContextRunner runner(Path directory, String... settings) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FlywayAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class))
                .withUserConfiguration(Wiring.class)
                .withBean(Dataplane.class, () -> dataplane, definition -> definition.setDestroyMethodName(""))
                // Tests keep house themselves, when it is time for it.
                .withPropertyValues("lumenlink.relay.sweep-interval=1d", "lumenlink.relay.reconcile-interval=1d")
                .withPropertyValues("lumenlink.relay.data-dir=" + directory)
                .withPropertyValues(settings);
    }

    static UserSpec spec(String address, Limit limit) {
        return new UserSpec(new Destination(InetAddress.ofLiteral(address), 51_820), limit, true, null, null);
    }

    static UserSpec spec(String address) {
        return new UserSpec(new Destination(InetAddress.ofLiteral(address), 51_820), null, true, null, null);
    }

    @Override
    public void close() {
        teardown.close();
    }

    // Not a @Configuration: no test that scans for components may find it.
    @ComponentScan({"org.lumenlink.relay.registry", "org.lumenlink.relay.relay"})
    @ConfigurationPropertiesScan({"org.lumenlink.relay.registry", "org.lumenlink.relay.relay"})
    static class Wiring {}
}
