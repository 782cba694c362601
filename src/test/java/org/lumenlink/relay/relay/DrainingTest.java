package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.relay.RelayRig.spec;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.support.RequiresBpf;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/** A relay that is taken out of service does all that it did for those who use it already. */
@RequiresBpf
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainingTest {

    private final RelayRig rig = new RelayRig();

    @TempDir
    Path directory;

    @AfterAll
    void closeRig() {
        rig.close();
    }

    @Test
    void relayWhenItDrainsThenIsNotReadyAndIssuesNothingUntilItIsResumed() {
        rig.run(directory, context -> {
            Draining draining = context.getBean(Draining.class);
            Tokens tokens = context.getBean(Tokens.class);
            context.getBean(Users.class).put(42, spec(RigClient.DESTINATION), Precondition.NONE);
            RigClient client = new RigClient(rig);
            Tokens.Token token = tokens.issue(42, null);
            Tokens.Token unused = tokens.issue(42, null);
            assertThat(client.verdict(token, 0)).isEqualTo(VerdictReason.FORWARDED);
            assertThat(reason(context)).isEmpty();
            Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

            draining.drain();
            Instant since = draining.since();
            draining.drain();

            assertThat(since).isBetween(before, Instant.now());
            assertThat(draining.since()).as("drained twice").isEqualTo(since);
            assertThat(reason(context)).contains("drains since " + since, "dataplane:resume");
            assertThatExceptionOfType(RelayDrainingException.class).isThrownBy(() -> tokens.issue(42, null));
            assertThat(client.verdict(token, 1)).as("a session").isEqualTo(VerdictReason.FORWARDED);
            assertThat(client.verdict(unused, 0)).as("a token issued before").isEqualTo(VerdictReason.FORWARDED);
            context.getBean(Users.class).put(43, spec("198.51.100.10"), Precondition.NONE);

            draining.resume();
            draining.resume();

            assertThat(draining.since()).isNull();
            assertThat(reason(context)).isEmpty();
            assertThat(tokens.issue(42, null).ticket()).hasSize(20);
        });
    }

    @Test
    void relayWhenStartedAgainThenIsInService() {
        rig.run(directory, context -> context.getBean(Draining.class).drain());
        rig.run(directory, context -> assertThat(reason(context)).isEmpty());
    }

    /** The interfaces are in the rig's namespace. */
    private String reason(AssertableApplicationContext context) {
        return rig.namespace().call(() -> context.getBean(RelayReadiness.class).reason());
    }
}
