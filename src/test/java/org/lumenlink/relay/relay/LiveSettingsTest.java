package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.relay.RelayRig.spec;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.relay.Tokens.Token;
import org.lumenlink.relay.support.RequiresBpf;
import org.slf4j.LoggerFactory;

/** Settings that are changed while packets come. */
@RequiresBpf
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveSettingsTest {

    /** One packet of the client's at once, and another a minute and a half later. */
    private static final Limit TIGHT = new Limit(1000, 1000, 1, 100);

    private static final Limit OWN = new Limit(5000, 5000, 10_000_000, 10_000_000);

    private final RelayRig rig = new RelayRig();
    private final RigClient client = new RigClient(rig);

    @TempDir
    Path directory;

    @AfterAll
    void closeRig() {
        rig.close();
    }

    @Test
    void defaultRateLimitWhenChangedThenHoldsFromTheNextPacketForAllWithoutTheirOwn() {
        rig.run(directory, context -> {
            Users users = context.getBean(Users.class);
            LiveSettings settings = context.getBean(LiveSettings.class);
            users.put(1, spec(RigClient.DESTINATION), Precondition.NONE);
            users.put(2, spec(RigClient.DESTINATION, OWN), Precondition.NONE);
            Token usual = context.getBean(Tokens.class).issue(1, null);
            Token own = context.getBean(Tokens.class).issue(2, null);
            assertThat(client.verdict(usual, 0)).isEqualTo(VerdictReason.FORWARDED);
            assertThat(settings.defaultRateLimit()).isEqualTo(RelayRig.DEFAULT_LIMIT);

            settings.setDefaultRateLimit(TIGHT);
            client.verdict(usual, 1);
            assertThat(client.verdict(usual, 2)).isEqualTo(VerdictReason.OVER_BYTE_LIMIT);
            for (int number = 0; number < 10; number++) {
                assertThat(client.verdict(own, number)).isEqualTo(VerdictReason.FORWARDED);
            }
            assertThat(users.get(1).effectiveLimit()).isEqualTo(TIGHT);
            assertThat(users.get(1).spec().rateLimit()).as("none of its own").isNull();
            users.put(3, spec(RigClient.DESTINATION), Precondition.NONE);
            Token later = context.getBean(Tokens.class).issue(3, null);
            client.verdict(later, 0);
            assertThat(client.verdict(later, 1)).as("who comes later").isEqualTo(VerdictReason.OVER_BYTE_LIMIT);
            Reconciler reconciler = context.getBean(Reconciler.class);
            assertThat(reconciler.heal()).hasToString("nothing");

            settings.setDefaultRateLimit(RelayRig.DEFAULT_LIMIT);
            assertThat(client.verdict(usual, 3)).isEqualTo(VerdictReason.FORWARDED);
            assertThat(rig.dataplane().rateLimits().get(1)).isEmpty();
            assertThat(rig.dataplane().rateLimits().get(2)).isPresent();
            assertThat(reconciler.heal()).hasToString("nothing");
        });
    }

    @Test
    void defaultRateLimitWhenWrongThenRefusedAndUnchanged() {
        rig.run(directory, context -> {
            LiveSettings settings = context.getBean(LiveSettings.class);
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> settings.setDefaultRateLimit(new Limit(0, 1, 1, 0)))
                    .satisfies(e -> assertThat(e.errors())
                            .extracting(InvalidValueException.FieldError::field)
                            .containsExactly("packetsPerSecond", "burstBytes"));
            assertThat(settings.defaultRateLimit()).isEqualTo(RelayRig.DEFAULT_LIMIT);
        });
    }

    @Test
    void logLevelWhenChangedThenHoldsAtOnce() {
        rig.run(directory, context -> {
            LiveSettings settings = context.getBean(LiveSettings.class);
            String before = settings.logLevel();
            try {
                settings.setLogLevel("debug");
                assertThat(LoggerFactory.getLogger(Reconciler.class).isDebugEnabled())
                        .isTrue();
                settings.setLogLevel("error");
                assertThat(LoggerFactory.getLogger(Reconciler.class).isWarnEnabled())
                        .isFalse();
                assertThat(settings.logLevel()).isEqualTo("error");
                assertThatExceptionOfType(InvalidValueException.class)
                        .isThrownBy(() -> settings.setLogLevel("fatal"))
                        .withMessageContaining("error, warn, info, debug, trace or off");
            } finally {
                settings.setLogLevel(before);
            }
        });
    }
}
