package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.relay.RelayRig.DEFAULT_LIMIT;
import static org.lumenlink.relay.relay.RelayRig.spec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.dataplane.Dataplane;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.UserEntry;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.relay.InvalidValueException.FieldError;
import org.lumenlink.relay.relay.Users.DirectionStats;
import org.lumenlink.relay.relay.Users.Page;
import org.lumenlink.relay.relay.Users.Put;
import org.lumenlink.relay.relay.Users.Query;
import org.lumenlink.relay.relay.Users.UserStats;
import org.lumenlink.relay.support.RequiresBpf;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

@RequiresBpf
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisteredUsersTest {

    private static final Limit LIMIT = new Limit(1, 2, 3, 4);
    private static final Limits LIMITS = new Limits(1, 2, 3, 4);
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress("198.51.100.10", 1);

    private final RelayRig rig = new RelayRig();
    private final Dataplane dataplane = rig.dataplane();

    @TempDir
    Path directory;

    @AfterAll
    void closeRig() {
        rig.close();
    }

    @Test
    void putWhenUserIsNewThenMapAndStoreHaveIt() {
        withUsers(users -> {
            Put put = users.put(4_294_967_295L, spec("198.51.100.10"), Precondition.NONE);
            assertThat(put.created()).isTrue();
            assertThat(put.user().effectiveLimit()).isEqualTo(DEFAULT_LIMIT);
            assertThat(put.user().effectiveMaxSessions()).isEqualTo(16);
            assertThat(users.get(4_294_967_295L)).isEqualTo(put.user());
            assertThat(dataplane.users().get(4_294_967_295L))
                    .contains(new UserEntry(new InetSocketAddress("198.51.100.10", 51_820), 0, true, 16));
            assertThat(dataplane.rateLimits().get(4_294_967_295L)).isEmpty();
        });
    }

    @Test
    void putWhenEverythingIsSaidThenMapsHaveIt() {
        withUsers(users -> {
            UserSpec said = new UserSpec(
                    new Destination(InetAddress.ofLiteral("2001:db8:2::10"), 65_535), LIMIT, false, "office", 2);
            UserView view = users.put(42, said, Precondition.NONE).user();
            assertThat(view.spec()).isEqualTo(said);
            assertThat(view.effectiveLimit()).isEqualTo(LIMIT);
            assertThat(view.effectiveMaxSessions()).isEqualTo(2);
            assertThat(dataplane.users().get(42))
                    .contains(new UserEntry(new InetSocketAddress("2001:db8:2::10", 65_535), 0, false, 2));
            assertThat(dataplane.rateLimits().get(42)).contains(LIMITS);
        });
    }

    @Test
    void putWhenUserExistsThenReplacesIt() {
        withUsers(users -> {
            UserView first =
                    users.put(42, spec("198.51.100.10"), Precondition.NONE).user();
            Put second = users.put(42, spec("198.51.100.11"), Precondition.NONE);
            assertThat(second.created()).isFalse();
            assertThat(second.user().version()).isGreaterThan(first.version());
            assertThat(second.user().createdAt()).isEqualTo(first.createdAt());
            assertThat(dataplane.users().get(42).orElseThrow().destination().getHostString())
                    .isEqualTo("198.51.100.11");
        });
    }

    @Test
    void putWhenItSaysTheSameThenVersionStays() {
        withUsers(users -> {
            UserView first =
                    users.put(42, spec("198.51.100.10"), Precondition.NONE).user();
            assertThat(users.put(42, spec("198.51.100.10"), Precondition.NONE).user())
                    .isEqualTo(first);
        });
    }

    @Test
    void putWhenOwnLimitIsTakenAwayThenDefaultsTakeItsPlace() {
        withUsers(users -> {
            users.put(42, spec("198.51.100.10", LIMIT), Precondition.NONE);
            UserView view =
                    users.put(42, spec("198.51.100.10"), Precondition.NONE).user();
            assertThat(view.effectiveLimit()).isEqualTo(DEFAULT_LIMIT);
            assertThat(dataplane.rateLimits().get(42)).isEmpty();
        });
    }

    @Test
    void putWhenManyFieldsAreWrongThenNamesThemAllAndChangesNothing() {
        withUsers(users -> {
            UserSpec wrong = new UserSpec(
                    new Destination(InetAddress.ofLiteral("127.0.0.1"), 65_536),
                    new Limit(0, 100_000_001, 12_500_000_001L, 4_000_000_001L),
                    true,
                    "x".repeat(201),
                    17);
            assertThat(errors(() -> users.put(4_294_967_296L, wrong, Precondition.NONE)))
                    .containsExactly(
                            "userId",
                            "destination.address",
                            "destination.port",
                            "rateLimit.packetsPerSecond",
                            "rateLimit.burstPackets",
                            "rateLimit.bytesPerSecond",
                            "rateLimit.burstBytes",
                            "label",
                            "maxSessions");
            assertThat(errors(() -> users.put(0, spec("192.0.2.1"), Precondition.NONE)))
                    .containsExactly("userId", "destination.address");
            assertThat(dataplane.users().count()).isZero();
            assertThat(users.list(new Query(0, 10, null, null)).users()).isEmpty();
        });
    }

    @Test
    void putWhenDestinationIsAnAddressOfTheRelayThenRefused() {
        withUsers(users -> {
            assertThat(errors(() -> users.put(1, spec("192.0.2.1"), Precondition.NONE)))
                    .containsExactly("destination.address");
            assertThat(errors(() -> users.put(1, spec("2001:db8:1::1"), Precondition.NONE)))
                    .containsExactly("destination.address");
        });
    }

    @Test
    void putWhenLabelHasControlCharactersThenRefused() {
        withUsers(users -> assertThat(errors(() -> users.put(
                        1,
                        new UserSpec(new Destination(InetAddress.ofLiteral("198.51.100.10"), 1), null, true, "a\nb", 0),
                        Precondition.NONE)))
                .containsExactly("label", "maxSessions"));
    }

    @Test
    void putWhenLabelHasHalfOfACharacterThenRefused() {
        withUsers(users -> {
            for (String label : List.of("\ud800", "a\udc00b")) {
                UserSpec spec = new UserSpec(spec("198.51.100.10").destination(), null, true, label, null);
                assertThat(errors(() -> users.put(1, spec, Precondition.NONE))).containsExactly("label");
            }
            UserSpec whole = new UserSpec(spec("198.51.100.10").destination(), null, true, "\ud83d\ude00", null);
            users.put(1, whole, Precondition.NONE);
            assertThat(users.get(1).spec().label()).isEqualTo("\ud83d\ude00");
        });
    }

    @Test
    void putWhenPreconditionDoesNotHoldThenNothingChanges() {
        withUsers(users -> {
            Precondition absent = new Precondition(true, false, null);
            Precondition present = new Precondition(false, true, null);
            assertFails(() -> users.put(42, spec("198.51.100.10"), present));
            assertFails(() -> users.put(42, spec("198.51.100.10"), new Precondition(false, false, 1L)));
            UserView first = users.put(42, spec("198.51.100.10"), absent).user();
            assertFails(() -> users.put(42, spec("198.51.100.11"), absent));
            assertFails(
                    () -> users.put(42, spec("198.51.100.11"), new Precondition(false, false, first.version() - 1)));
            assertThat(users.get(42)).isEqualTo(first);
            UserView second = users.put(42, spec("198.51.100.12"), new Precondition(false, false, first.version()))
                    .user();
            assertThat(users.put(42, spec("198.51.100.13"), present).user().version())
                    .isGreaterThan(second.version());
        });
    }

    @Test
    void putWhenThereIsNoRoomThenRefusedBeforeTheStoreChanges() {
        withUsers(users -> {
            for (int id = 1; id <= RelayRig.CAPACITY; id++) {
                users.put(id, spec("198.51.100.10"), Precondition.NONE);
            }
            assertThatExceptionOfType(RegistryFullException.class)
                    .isThrownBy(() -> users.put(9, spec("198.51.100.10"), Precondition.NONE))
                    .withMessageContaining("lumenlink.relay.max-users");
            assertThatExceptionOfType(UnknownUserException.class).isThrownBy(() -> users.get(9));
            assertThat(users.put(1, spec("198.51.100.11"), Precondition.NONE).created())
                    .isFalse();
            users.delete(1, Precondition.NONE);
            assertThat(users.put(9, spec("198.51.100.10"), Precondition.NONE).created())
                    .isTrue();
        });
    }

    @Test
    void putWhenMapRefusesNewUserThenStoreForgetsIt() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            fillUserMapWithStrangers();
            assertThatExceptionOfType(RegistryFullException.class)
                    .isThrownBy(() -> users.put(42, spec("198.51.100.10", LIMIT), Precondition.NONE));
            assertThat(context.getBean(UserStore.class).count()).isZero();
            assertThat(dataplane.users().get(42)).isEmpty();
            assertThat(dataplane.rateLimits().get(42)).isEmpty();
            assertThat(context.getBean(ReconcileState.class).isReconciled()).isTrue();
        });
    }

    @Test
    void putWhenNeitherMapNorStoreCanBePutRightThenRelayIsNotReadyUntilItIs() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            JdbcClient database = context.getBean(JdbcClient.class);
            fillUserMapWithStrangers();
            database.sql("CREATE TRIGGER stuck BEFORE DELETE ON relay_user BEGIN SELECT RAISE(ABORT, 'stuck'); END")
                    .update();
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> users.put(42, spec("198.51.100.10"), Precondition.NONE))
                    .withMessageContaining("E2BIG");
            assertThat(context.getBean(RelayReadiness.class).reason()).contains("user 42");
            context.getBean(Housekeeping.class).round();
            assertThat(context.getBean(ReconcileState.class).isReconciled()).isTrue();
            assertThat(users.get(42).userId()).isEqualTo(42);
            assertThat(dataplane.users().get(42)).isPresent();
        });
    }

    @Test
    void deleteWhenStoreRefusesThenMapsAreUntouched() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            users.put(42, spec("198.51.100.10", LIMIT), Precondition.NONE);
            context.getBean(JdbcClient.class)
                    .sql("CREATE TRIGGER stuck BEFORE DELETE ON relay_user BEGIN SELECT RAISE(ABORT, 'stuck'); END")
                    .update();
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> users.delete(42, Precondition.NONE))
                    .withMessageContaining("relay.db");
            assertThat(dataplane.users().get(42)).isPresent();
            assertThat(dataplane.rateLimits().get(42)).contains(LIMITS);
        });
    }

    @Test
    void updateWhenMapRefusesThenUserIsAsBefore() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            UserView before =
                    users.put(42, spec("198.51.100.10"), Precondition.NONE).user();
            for (long id = 1000; id < 1000 + RelayRig.CAPACITY; id++) {
                dataplane.rateLimits().put(id, LIMITS);
            }
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> users.update(42, present -> spec("198.51.100.11", LIMIT), Precondition.NONE))
                    .withMessageContaining("E2BIG");
            UserView after = users.get(42);
            assertThat(after.spec()).isEqualTo(before.spec());
            assertThat(after.version()).isGreaterThan(before.version());
            assertThat(dataplane.users().get(42).orElseThrow().destination().getHostString())
                    .isEqualTo("198.51.100.10");
            assertThat(context.getBean(ReconcileState.class).isReconciled()).isTrue();
        });
    }

    @Test
    void updateChangesWhatItIsTold() {
        withUsers(users -> {
            users.put(42, spec("198.51.100.10", LIMIT), Precondition.NONE);
            UserView view = users.update(
                    42,
                    present -> new UserSpec(present.destination(), present.rateLimit(), false, "off", 3),
                    Precondition.NONE);
            assertThat(view.spec().rateLimit()).isEqualTo(LIMIT);
            assertThat(dataplane.users().get(42))
                    .contains(new UserEntry(new InetSocketAddress("198.51.100.10", 51_820), 0, false, 3));
            assertThat(errors(() -> users.update(42, present -> spec("::1"), Precondition.NONE)))
                    .containsExactly("destination.address");
            assertFails(() -> users.update(42, present -> present, new Precondition(false, false, 0L)));
            assertThat(users.get(42)).isEqualTo(view);
        });
    }

    @Test
    void deleteRemovesUserAndLimit() {
        withUsers(users -> {
            UserView view = users.put(42, spec("198.51.100.10", LIMIT), Precondition.NONE)
                    .user();
            assertFails(() -> users.delete(42, new Precondition(false, false, view.version() + 1)));
            users.delete(42, new Precondition(false, false, view.version()));
            assertThat(dataplane.users().get(42)).isEmpty();
            assertThat(dataplane.rateLimits().get(42)).isEmpty();
            assertThatExceptionOfType(UnknownUserException.class).isThrownBy(() -> users.get(42));
        });
    }

    @Test
    void methodsWhenUserIsUnknownThenSaySo() {
        withUsers(users -> {
            List<ThrowingCallable> calls = List.of(
                    () -> users.get(7),
                    () -> users.update(7, present -> present, Precondition.NONE),
                    () -> users.delete(7, Precondition.NONE),
                    () -> users.revokeSessions(7),
                    () -> users.stats(7));
            assertThat(calls)
                    .allSatisfy(call -> assertThatExceptionOfType(UnknownUserException.class)
                            .isThrownBy(call)
                            .withMessageContaining("user 7"));
        });
    }

    @Test
    void methodsWhenIdIsNoUsersThenNameTheField() {
        withUsers(users -> {
            for (long id : new long[] {-1, 0, 4_294_967_296L}) {
                List<ThrowingCallable> calls = List.of(
                        () -> users.get(id),
                        () -> users.update(id, present -> present, Precondition.NONE),
                        () -> users.delete(id, Precondition.NONE),
                        () -> users.revokeSessions(id),
                        () -> users.stats(id));
                assertThat(calls).allSatisfy(call -> assertThat(errors(call)).containsExactly("userId"));
            }
        });
    }

    @Test
    void revokeSessionsRaisesTheGenerationInStoreAndMap() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            UserView before =
                    users.put(42, spec("198.51.100.10"), Precondition.NONE).user();
            users.revokeSessions(42);
            assertThat(dataplane.users().get(42).orElseThrow().generation()).isOne();
            assertThat(context.getBean(UserStore.class).find(42).orElseThrow().generation())
                    .isOne();
            assertThat(users.get(42).version()).isGreaterThan(before.version());
        });
    }

    @Test
    void revokeSessionsWhenGenerationIsTheHighestThenItStartsAgain() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            users.put(42, spec("198.51.100.10"), Precondition.NONE);
            UserStore store = context.getBean(UserStore.class);
            var user = store.find(42).orElseThrow();
            store.replace(user.withGeneration(65_535, user.updatedAt()));
            users.revokeSessions(42);
            assertThat(dataplane.users().get(42).orElseThrow().generation()).isZero();
        });
    }

    @Test
    void putWhenUserIsRegisteredAgainThenTicketsOfTheFormerAreDead() {
        withUsers(users -> {
            users.put(42, spec("198.51.100.10"), Precondition.NONE);
            users.revokeSessions(42);
            users.delete(42, Precondition.NONE);
            users.put(42, spec("198.51.100.10"), Precondition.NONE);
            assertThat(dataplane.users().get(42).orElseThrow().generation()).isEqualTo(2);
        });
    }

    @Test
    void listGivesPagesAndFilters() {
        withUsers(users -> {
            for (int id = 1; id <= 5; id++) {
                users.put(
                        id,
                        new UserSpec(
                                new Destination(InetAddress.ofLiteral("198.51.100." + (id % 2)), 1),
                                null,
                                true,
                                "label " + id,
                                null),
                        Precondition.NONE);
            }
            assertPage(users.list(new Query(0, 2, null, null)), 2L, 1, 2);
            assertPage(users.list(new Query(2, 2, null, null)), 4L, 3, 4);
            assertPage(users.list(new Query(4, 2, null, null)), null, 5);
            assertPage(users.list(new Query(0, 5, null, null)), null, 1, 2, 3, 4, 5);
            assertPage(users.list(new Query(0, 9, InetAddress.ofLiteral("198.51.100.1"), null)), null, 1, 3, 5);
            assertPage(users.list(new Query(0, 9, null, "label 4")), null, 4);
            assertThat(errors(() -> users.list(new Query(-1, 1001, null, null))))
                    .containsExactly("cursor", "limit");
        });
    }

    @Test
    void statsWhenNoPacketCameThenZero() {
        withUsers(users -> {
            users.put(42, spec("198.51.100.10", LIMIT), Precondition.NONE);
            users.put(43, spec("198.51.100.10"), Precondition.NONE);
            DirectionStats none = new DirectionStats(0, 0, 0);
            assertThat(users.stats(42)).isEqualTo(new UserStats(42, none, none));
            assertThat(users.stats(43)).isEqualTo(new UserStats(43, none, none));
        });
    }

    @Test
    void putAsksForTheNextHop() {
        withUsers(users -> {
            users.put(42, spec("192.0.2.77"), Precondition.NONE);
            assertThat(rig.namespace().ip("neigh show dev near")).contains("192.0.2.77");
        });
    }

    private void fillUserMapWithStrangers() {
        for (long id = 1000; id < 1000 + RelayRig.CAPACITY; id++) {
            dataplane.users().put(id, new UserEntry(ANYWHERE, 0, true, 1));
        }
    }

    private void withUsers(Consumer<Users> test) {
        withContext(context -> test.accept(context.getBean(Users.class)));
    }

    /** Starting over an empty registry empties the maps, so each test finds them so. */
    private void withContext(Consumer<AssertableApplicationContext> test) {
        rig.run(directory, context -> {
            assertThat(context).hasNotFailed();
            test.accept(context);
        });
    }

    private static void assertFails(ThrowingCallable call) {
        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(call);
    }

    private static void assertPage(Page page, @Nullable Long next, long... ids) {
        assertThat(page.users().stream().mapToLong(UserView::userId)).containsExactly(box(ids));
        assertThat(page.next()).isEqualTo(next);
    }

    private static Long[] box(long[] ids) {
        List<Long> boxed = new ArrayList<>();
        for (long id : ids) {
            boxed.add(id);
        }
        return boxed.toArray(new Long[0]);
    }

    private static List<String> errors(ThrowingCallable call) {
        List<String> fields = new ArrayList<>();
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(call)
                .satisfies(e -> e.errors().stream().map(FieldError::field).forEach(fields::add));
        return fields;
    }
}
