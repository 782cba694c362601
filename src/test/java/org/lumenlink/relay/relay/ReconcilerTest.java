package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.relay.RelayRig.spec;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.TokenKeyMap;
import org.lumenlink.relay.dataplane.UserEntry;
import org.lumenlink.relay.registry.TokenKeyState;
import org.lumenlink.relay.registry.TokenKeyStore;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.DerivedKeys;
import org.lumenlink.relay.token.TokenKey;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

@RequiresBpf
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconcilerTest {

    private static final Limit LIMIT = new Limit(1, 2, 3, 4);
    private static final Limits LIMITS = new Limits(1, 2, 3, 4);
    private static final UserEntry OTHER = new UserEntry(new InetSocketAddress("203.0.113.1", 1), 9, false, 1);

    private final RelayRig rig = new RelayRig();
    private final Dataplane dataplane = rig.dataplane();

    @TempDir
    Path directory;

    @AfterAll
    void closeRig() {
        rig.close();
    }

    @Test
    void reconcileWhenMapsAreEqualThenTouchesNothing() {
        rig.run(directory, context -> {
            context.getBean(Users.class).put(1, spec("198.51.100.10", LIMIT), Precondition.NONE);
            context.getBean(Users.class).put(2, spec("198.51.100.10"), Precondition.NONE);
            assertThat(heal(context)).isEqualTo("nothing");
        });
    }

    @Test
    void startWhenMapsDifferThenMakesThemEqual() {
        rig.run(directory, context -> {
            Users users = context.getBean(Users.class);
            users.put(1, spec("198.51.100.10", LIMIT), Precondition.NONE);
            users.put(2, spec("198.51.100.10"), Precondition.NONE);
            users.put(3, spec("198.51.100.10"), Precondition.NONE);
        });
        dataplane.users().delete(1);
        dataplane.rateLimits().delete(1);
        dataplane.users().put(2, OTHER);
        dataplane.rateLimits().put(3, LIMITS);
        dataplane.users().put(4, OTHER);
        dataplane.rateLimits().put(5, LIMITS);
        dataplane.tokenKeys().put(2, new byte[16], new byte[16], new byte[16]);
        rig.run(directory, context -> {
            UserTranslation translation = context.getBean(UserTranslation.class);
            UserStore store = context.getBean(UserStore.class);
            for (long id = 1; id <= 3; id++) {
                User user = store.find(id).orElseThrow();
                assertThat(dataplane.users().get(id)).contains(translation.entry(user));
            }
            assertThat(dataplane.rateLimits().get(1)).contains(LIMITS);
            assertThat(dataplane.rateLimits().get(2)).isEmpty();
            assertThat(dataplane.rateLimits().get(3)).isEmpty();
            assertThat(dataplane.users().get(4)).isEmpty();
            assertThat(dataplane.rateLimits().get(5)).isEmpty();
            assertThat(dataplane.tokenKeys().isEmpty(2)).isTrue();
            assertThat(heal(context)).isEqualTo("nothing");
        });
    }

    @Test
    void reconcileWhenMapIsFullOfOthersThenTheyMakeRoomFirst() {
        rig.run(directory, context -> {
            context.getBean(Users.class).put(1, spec("198.51.100.10"), Precondition.NONE);
            dataplane.users().delete(1);
            for (long id = 1000; id < 1000 + RelayRig.CAPACITY; id++) {
                dataplane.users().put(id, OTHER);
            }
            assertThat(heal(context)).isEqualTo("user_map: 1 missing, " + RelayRig.CAPACITY + " extra");
            assertThat(dataplane.users().count()).isOne();
        });
    }

    @Test
    void reconcileWhenRegistryHasMoreUsersThanTheMapHasRoomThenRelayIsNotReadyAndSaysWhatToDo() {
        rig.run(directory, context -> {
            UserStore store = context.getBean(UserStore.class);
            UserTranslation translation = context.getBean(UserTranslation.class);
            for (long id = 1; id <= RelayRig.CAPACITY + 1; id++) {
                store.create(translation.created(id, spec("198.51.100.10"), 0, Instant.EPOCH));
            }
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> heal(context))
                    .withMessageContaining("lumenlink.relay.max-users");
            RelayReadiness readiness = context.getBean(RelayReadiness.class);
            assertThat(readiness.isReady()).isFalse();
            assertThat(readiness.reason()).contains("9 users", "room for 8", "lumenlink.relay.max-users");
        });
        rig.run(
                directory,
                context -> assertThat(context)
                        .as("starts all the same: what is in the maps goes on")
                        .hasNotFailed());
    }

    @Test
    void housekeepingWhenMapsMayDifferThenReconcilesAndRelayIsReadyAgain() {
        rig.run(directory, context -> {
            context.getBean(Users.class).put(1, spec("198.51.100.10"), Precondition.NONE);
            dataplane.users().delete(1);
            ReconcileState state = context.getBean(ReconcileState.class);
            state.diverged("the maps may differ");
            assertThat(context.getBean(RelayReadiness.class).reason()).isEqualTo("the maps may differ");
            context.getBean(Housekeeping.class).round();
            assertThat(dataplane.users().get(1)).isPresent();
            String reason = rig.namespace()
                    .call(() -> context.getBean(RelayReadiness.class).reason());
            assertThat(reason).isEmpty();
        });
    }

    @Test
    void tokenKeysAreLoadedNewestFirst() {
        rig.run(directory, context -> {
            TokenKeyStore store = context.getBean(TokenKeyStore.class);
            DerivedKeys active = context.getBean(TokenKeyRing.class).active();
            byte[] staged = HexFormat.of().parseHex("ab".repeat(32));
            store.add(new byte[32], TokenKeyState.GONE, Instant.EPOCH);
            store.add(staged, TokenKeyState.STAGED, Instant.EPOCH);
            assertThat(heal(context)).isEqualTo("token_key_map: 1 missing, 1 other");
            assertThat(holds(0, new TokenKey(staged).derive())).isTrue();
            assertThat(holds(1, active)).isTrue();
            assertThat(dataplane.tokenKeys().isEmpty(2)).isTrue();
            assertThat(context.getBean(TokenKeyRing.class).active())
                    .usingRecursiveComparison()
                    .isEqualTo(active);
            for (int i = 0; i <= TokenKeyMap.SLOTS; i++) {
                store.add(new byte[32], TokenKeyState.STAGED, Instant.EPOCH);
            }
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> heal(context))
                    .withMessageContaining("7 token keys");
        });
    }

    @Test
    void warmupAsksForTheNextHopOfEachDestination() {
        rig.run(directory, context -> {
            context.getBean(Users.class).put(1, spec("192.0.2.91"), Precondition.NONE);
            context.getBean(Users.class).put(2, spec("192.0.2.91"), Precondition.NONE);
            context.getBean(Users.class).put(3, spec("192.0.2.92"), Precondition.NONE);
            rig.namespace().ip("neigh flush dev near");
            assertThat(context.getBean(DestinationWarmup.class).run()).isEqualTo(2);
            assertThat(rig.namespace().ip("neigh show dev near")).contains("192.0.2.91", "192.0.2.92");
        });
    }

    @Test
    void statusTellsOfTheDataplane() {
        rig.run(directory, context -> {
            context.getBean(Users.class).put(1, spec("198.51.100.10"), Precondition.NONE);
            RelayStatus status = context.getBean(RelayStatus.class);
            RelayStatus.DataplaneView view = status.dataplane();
            assertThat(view.attached()).singleElement().satisfies(attachment -> {
                assertThat(attachment.interfaceName()).isEqualTo("near");
                assertThat(attachment.mode()).isEqualTo("native");
                assertThat(attachment.reason()).isEmpty();
            });
            assertThat(view.relayPort()).isEqualTo(RelayRig.RELAY_PORT);
            assertThat(view.egressPorts()).isEqualTo("20000-20999");
            assertThat(view.relayAddresses()).contains("192.0.2.1", "2001:db8:1:0:0:0:0:1");
            assertThat(view.maps()).contains(new RelayStatus.MapView("user_map", 1, RelayRig.CAPACITY));
            RelayStatus.StatsView stats = status.stats();
            assertThat(stats.users()).isOne();
            assertThat(stats.sessions()).isZero();
            assertThat(stats.verdicts())
                    .extracting(RelayStatus.VerdictView::verdict)
                    .startsWith("not_ours", "forwarded", "returned");
        });
    }

    /** Reconciles, and returns what differed. */
    private static String heal(AssertableApplicationContext context) {
        return context.getBean(Reconciler.class).heal().toString();
    }

    private boolean holds(int slot, DerivedKeys keys) {
        return dataplane.tokenKeys().holds(slot, keys.tag(), keys.encryption(), keys.session());
    }
}
