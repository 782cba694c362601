package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RelaySettingsTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Test
    void settingsWhenNothingIsSetThenHaveTheirDefaults() {
        runner.run(context -> assertThat(context.getBean(RelaySettings.class))
                .hasToString(
                        "RelaySettings[endpoints=[], sweepInterval=PT5S, reconcileInterval=PT1M, maxSessionsPerUser=16, "
                                + "tokens=TokenSettings[defaultTtl=PT1H, maxTtl=PT168H], "
                                + "tokenKeys=TokenKeySettings[rotationInterval=PT0S, stagingTime=PT1M]]"));
    }

    @ParameterizedTest
    @CsvSource({
        "lumenlink.relay.sweep-interval=0s, sweep-interval must be at least 100ms",
        "lumenlink.relay.reconcile-interval=0s, reconcile-interval must be at least 100ms",
        "lumenlink.relay.tokens.max-ttl=8d, max-ttl must be between 1s and 7d",
        "lumenlink.relay.tokens.max-ttl=999ms, max-ttl must be between 1s and 7d",
        "lumenlink.relay.tokens.max-ttl=30m, default-ttl must be between 1s",
        "lumenlink.relay.token-keys.staging-time=999ms, staging-time must be at least 1s",
        "lumenlink.relay.token-keys.rotation-interval=56h, rotation-interval must be at least 3361 minutes",
        "lumenlink.relay.token-keys.rotation-interval=-1h, rotation-interval must be at least 3361 minutes",
        "lumenlink.relay.max-sessions-per-user=17, maxSessionsPerUser",
    })
    void settingsWhenOutOfRangeThenStartFailsSayingWhich(String setting, String message) {
        runner.withPropertyValues(setting)
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining(message));
    }

    // Not a @Configuration: no test that scans for components may find it.
    @EnableConfigurationProperties(RelaySettings.class)
    static class Settings {}
}
