package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.relay.RelayRig.spec;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.UserEntry;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.relay.BulkUsers.Entry;
import org.lumenlink.relay.relay.BulkUsers.Outcome;
import org.lumenlink.relay.relay.BulkUsers.Refused;
import org.lumenlink.relay.relay.BulkUsers.Taken;
import org.lumenlink.relay.support.RequiresBpf;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many users at a time: as one after the other, but with one commit, and with nothing half done. */
@RequiresBpf
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchedUsersTest {

    private static final Limit LIMIT = new Limit(1, 2, 3, 4);
    private static final Limits LIMITS = new Limits(1, 2, 3, 4);
    private static final Taken CREATED = new Taken(true);
    private static final Taken REPLACED = new Taken(false);

    private final RelayRig rig = new RelayRig();
    private final Dataplane dataplane = rig.dataplane();

    @TempDir
    Path directory;

    @AfterAll
    void closeRig() {
        rig.close();
    }

    @Test
    void putWhenUsersAreNewAndKnownThenStoreAndMapsHaveThem() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            long version = users.put(2, spec("198.51.100.10", LIMIT), Precondition.NONE)
                    .user()
                    .version();

            assertThat(put(
                            context,
                            entry(1, spec("198.51.100.11", LIMIT)),
                            entry(2, spec("2001:db8:2::10")),
                            entry(4_294_967_295L, spec("198.51.100.12"))))
                    .containsExactly(CREATED, REPLACED, CREATED);

            assertThat(users.get(1).spec()).isEqualTo(spec("198.51.100.11", LIMIT));
            assertThat(users.get(2).spec()).isEqualTo(spec("2001:db8:2::10"));
            assertThat(users.get(2).version()).isGreaterThan(version);
            assertThat(dataplane.users().get(1))
                    .contains(new UserEntry(new InetSocketAddress("198.51.100.11", 51_820), 0, true, 16));
            assertThat(dataplane.rateLimits().get(1)).contains(LIMITS);
            assertThat(dataplane.users().get(2))
                    .contains(new UserEntry(new InetSocketAddress("2001:db8:2::10", 51_820), 0, true, 16));
            assertThat(dataplane.rateLimits().get(2)).isEmpty();
            assertThat(dataplane.users().count()).isEqualTo(3);
            assertEqual(context);
        });
    }

    @Test
    void putWhenAUserComesTwiceThenTheLaterOneHolds() {
        withContext(context -> {
            assertThat(put(
                            context,
                            entry(1, spec("198.51.100.11", LIMIT)),
                            entry(2, spec("198.51.100.12")),
                            entry(1, spec("198.51.100.13"))))
                    .containsExactly(CREATED, CREATED, REPLACED);

            assertThat(context.getBean(Users.class).get(1).spec()).isEqualTo(spec("198.51.100.13"));
            assertEqual(context);
        });
    }

    @Test
    void putWhenItSaysTheSameThenVersionStays() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            put(context, entry(1, spec("198.51.100.11")));
            UserView before = users.get(1);

            assertThat(put(context, entry(1, spec("198.51.100.11")))).containsExactly(REPLACED);

            assertThat(users.get(1)).isEqualTo(before);
        });
    }

    @Test
    void putWhenSomeAreWrongThenTheOthersAreTaken() {
        withContext(context -> {
            List<Outcome> outcomes = put(
                    context,
                    entry(1, spec("127.0.0.1")),
                    entry(2, spec("198.51.100.12")),
                    entry(0, spec("198.51.100.12")),
                    entry(3, spec("192.0.2.1")));

            assertThat(outcomes.get(1)).isEqualTo(CREATED);
            assertThat(List.of(outcomes.get(0), outcomes.get(2), outcomes.get(3)))
                    .allSatisfy(outcome -> assertThat(reason(outcome)).isInstanceOf(InvalidValueException.class));
            assertThat(ids(context)).containsExactly(2L);
            assertEqual(context);
        });
    }

    @Test
    void putWhenThereIsNoRoomThenTheRestIsRefusedAndTheStoreUnchangedForIt() {
        withContext(context -> {
            List<Entry> entries = new ArrayList<>();
            for (long id = 1; id <= RelayRig.CAPACITY + 1; id++) {
                entries.add(entry(id, spec("198.51.100.10")));
            }
            entries.add(entry(1, spec("198.51.100.11")));

            List<Outcome> outcomes = put(context, entries.toArray(new Entry[0]));

            assertThat(outcomes.subList(0, RelayRig.CAPACITY)).containsOnly(CREATED);
            assertThat(reason(outcomes.get(RelayRig.CAPACITY)))
                    .isInstanceOf(RegistryFullException.class)
                    .hasMessageContaining("lumenlink.relay.max-users");
            assertThat(outcomes.getLast()).as("a user that is there").isEqualTo(REPLACED);
            assertThat(ids(context)).hasSize(RelayRig.CAPACITY).doesNotContain(RelayRig.CAPACITY + 1L);
            assertEqual(context);
        });
    }

    @Test
    void putWhenAMapRefusesSomeThenTheseAreAsBeforeAndTheOthersTaken() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            users.put(2, spec("198.51.100.12"), Precondition.NONE);
            for (long id = 1000; id < 1000 + RelayRig.CAPACITY; id++) {
                dataplane.rateLimits().put(id, LIMITS);
            }

            List<Outcome> outcomes = put(
                    context,
                    entry(1, spec("198.51.100.11")),
                    entry(2, spec("198.51.100.22", LIMIT)),
                    entry(3, spec("198.51.100.13", LIMIT)),
                    entry(4, spec("198.51.100.14")));

            assertThat(outcomes).element(0).isEqualTo(CREATED);
            assertThat(outcomes).element(3).isEqualTo(CREATED);
            assertThat(reason(outcomes.get(1))).hasMessageContaining("E2BIG");
            assertThat(reason(outcomes.get(2))).hasMessageContaining("E2BIG");
            assertThat(ids(context)).containsExactly(1L, 2L, 4L);
            assertThat(users.get(2).spec()).isEqualTo(spec("198.51.100.12"));
            assertThat(dataplane.users().get(2).orElseThrow().destination().getHostString())
                    .isEqualTo("198.51.100.12");
            assertThat(dataplane.users().get(3)).isEmpty();
            assertThat(context.getBean(ReconcileState.class).isReconciled()).isTrue();
        });
    }

    @Test
    void putWhenTheStoreFailsThenNothingIsTaken() {
        withContext(context -> {
            context.getBean(JdbcClient.class).sql("""
                            CREATE TRIGGER stuck BEFORE INSERT ON relay_user WHEN NEW.id = 3
                            BEGIN SELECT RAISE(ABORT, 'stuck'); END""").update();

            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> put(context, entry(1, spec("198.51.100.11")), entry(3, spec("198.51.100.13"))));

            assertThat(ids(context)).isEmpty();
            assertThat(dataplane.users().count()).isZero();
        });
    }

    @Test
    void putWhenUserIsRegisteredAgainThenTicketsOfTheFormerAreDead() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            put(context, entry(1, spec("198.51.100.11")));
            users.revokeSessions(1);
            users.delete(1, Precondition.NONE);

            put(context, entry(1, spec("198.51.100.11")));

            assertThat(dataplane.users().get(1).orElseThrow().generation()).isEqualTo(2);
        });
    }

    @Test
    void putWhenThereIsNothingThenNothingHappens() {
        withContext(context -> assertThat(put(context)).isEmpty());
    }

    @Test
    void putAsksForTheNextHop() {
        withContext(context -> {
            put(context, entry(1, spec("192.0.2.78")));
            assertThat(rig.namespace().ip("neigh show dev near")).contains("192.0.2.78");
        });
    }

    private void withContext(Consumer<AssertableApplicationContext> test) {
        rig.run(directory, context -> {
            assertThat(context).hasNotFailed();
            test.accept(context);
        });
    }

    private static List<Outcome> put(AssertableApplicationContext context, Entry... entries) {
        return context.getBean(BulkUsers.class).put(List.of(entries));
    }

    private static Entry entry(long userId, UserSpec spec) {
        return new Entry(userId, spec);
    }

    private static RuntimeException reason(Outcome outcome) {
        return ((Refused) outcome).reason();
    }

    private static List<Long> ids(AssertableApplicationContext context) {
        List<Long> ids = context.getBean(Users.class).list(new Users.Query(0, 100, null, null)).users().stream()
                .map(UserView::userId)
                .toList();
        assertThat(context.getBean(UserStore.class).count()).isEqualTo(ids.size());
        return ids;
    }

    /** The reconciler finds nothing to do. */
    private static void assertEqual(AssertableApplicationContext context) {
        assertThat(context.getBean(Reconciler.class).heal()).hasToString("nothing");
    }
}
