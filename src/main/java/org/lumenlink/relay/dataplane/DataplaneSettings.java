package org.lumenlink.relay.dataplane;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the dataplane, fixed at its start.
 *
 * @param interfaces names of the interfaces to attach to; clients and destinations may be behind any of them
 * @param port UDP port that clients send to
 * @param pinPath folder on a BPF file system; what outlives the relay is pinned in its subfolder {@code v2}
 * @param egressPorts source ports towards destinations
 * @param attachMode how to attach
 * @param maxUsers entries of {@code user_map} and {@code rate_limit_map}
 * @param maxSessions sessions at a time, and entries of {@code return_map}
 * @param defaultRateLimit limits of a user that has none of its own
 * @param carriers where clients may put the relay header
 * @param flood what garbage may cost
 * @param egressIdleTimeout how long a session without packets keeps its egress port; at least two minutes (RFC 4787,
 *     REQ-5)
 * @param detachOnShutdown false leaves program and maps in place when the relay ends, for the next one to take over
 * @param latencySample of how many relayed packets one is timed; a power of two
 * @param userLock how packets of one user wait for each other
 */
@Validated
@ConfigurationProperties("lumenlink.relay")
public record DataplaneSettings(
        @Name("interface") @NotEmpty List<String> interfaces,
        @DefaultValue("443") @Min(1) @Max(65535) int port,
        @DefaultValue("/sys/fs/bpf/lumenlink") Path pinPath,
        @DefaultValue("20000-59999") PortRange egressPorts,
        @DefaultValue("auto") AttachMode attachMode,
        @DefaultValue("100000") @Min(1) @Max(10_000_000) int maxUsers,
        @DefaultValue("262144") @Min(1) @Max(10_000_000) int maxSessions,
        @DefaultValue @Valid Limits defaultRateLimit,
        @DefaultValue("udp") Carriers carriers,
        @DefaultValue @Valid FloodSettings flood,
        @DefaultValue("5m") @DurationMin(minutes = 2) Duration egressIdleTimeout,
        @DefaultValue("true") boolean detachOnShutdown,
        @DefaultValue("128") @Min(1) @Max(1 << 20) int latencySample,
        @DefaultValue("auto") UserLock userLock) {

    public DataplaneSettings {
        if (egressPorts.contains(port)) {
            throw new IllegalArgumentException("lumenlink.relay.egress-ports " + egressPorts
                    + " must not contain the relay port " + port + ": change one of them");
        }
        if (Integer.bitCount(latencySample) != 1) {
            throw new IllegalArgumentException(
                    "lumenlink.relay.latency-sample must be a power of two such as 128, not " + latencySample);
        }
    }

    /**
     * Binds properties named without their prefix, such as {@code interface} and {@code max-users}, with the defaults for
     * all that is not named: for tools that start a dataplane without the application.
     */
    public static DataplaneSettings of(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bind("", DataplaneSettings.class)
                .get();
    }
}
