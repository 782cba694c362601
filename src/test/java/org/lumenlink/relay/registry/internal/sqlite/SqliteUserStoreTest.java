package org.lumenlink.relay.registry.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.registry.internal.sqlite.SqliteFixture.NOW;
import static org.lumenlink.relay.registry.internal.sqlite.SqliteFixture.user;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserFilter;
import org.lumenlink.relay.registry.UserStore;
import org.lumenlink.relay.registry.VersionConflictException;
import org.springframework.jdbc.core.simple.JdbcClient;

class SqliteUserStoreTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    Path directory;

    @Test
    void createThenFindReturnsEveryValue() {
        withStore(store -> {
            User full = store.create(user(4_294_967_295L, "2001:db8::1", "büro 1"));
            User bare = store.create(new User(
                    1, InetAddress.ofLiteral("192.0.2.1"), 65535, null, false, null, null, 65535, 0, NOW, NOW));
            assertThat(store.find(4_294_967_295L)).contains(full);
            assertThat(store.find(1)).contains(bare);
            assertThat(full.version()).isPositive().isLessThan(bare.version());
        });
    }

    @Test
    void findWhenThereIsNoneThenEmpty() {
        withStore(store -> assertThat(store.find(1)).isEmpty());
    }

    @Test
    void createWhenThereIsOneThenConflictAndNothingChanges() {
        withStore(store -> {
            User first = store.create(user(1, "192.0.2.1", "first"));
            assertThatExceptionOfType(VersionConflictException.class)
                    .isThrownBy(() -> store.create(user(1, "192.0.2.2", "second")))
                    .withMessageContaining("user 1");
            assertThat(store.find(1)).contains(first);
            assertThat(store.count()).isOne();
        });
    }

    @Test
    void replaceRaisesTheVersion() {
        withStore(store -> {
            User first = store.create(user(1, "192.0.2.1", "first"));
            User second = store.replace(user(1, "192.0.2.2", null).withVersion(first.version()));
            assertThat(second.version()).isGreaterThan(first.version());
            assertThat(store.find(1)).contains(second);
        });
    }

    @Test
    void replaceWhenVersionIsOldThenConflictAndNothingChanges() {
        withStore(store -> {
            User first = store.create(user(1, "192.0.2.1", "first"));
            User second = store.replace(first.withGeneration(8, NOW));
            assertThatExceptionOfType(VersionConflictException.class)
                    .isThrownBy(() -> store.replace(first.withGeneration(9, NOW)));
            assertThat(store.find(1)).contains(second);
        });
    }

    @Test
    void replaceWhenThereIsNoneThenConflict() {
        withStore(store -> assertThatExceptionOfType(VersionConflictException.class)
                .isThrownBy(() -> store.replace(user(1, "192.0.2.1", null).withVersion(1))));
    }

    @Test
    void writeAllThenEachHasAVersionOfItsOwn() {
        withStore(store -> {
            User first = store.create(user(1, "192.0.2.1", "first"));

            List<User> written = store.writeAll(
                    List.of(user(3, "192.0.2.3", null), first.withGeneration(8, NOW), user(2, "192.0.2.2", "second")));

            assertThat(ids(written)).containsExactly(3L, 1L, 2L);
            assertThat(written)
                    .extracting(User::version)
                    .doesNotHaveDuplicates()
                    .doesNotContain(first.version());
            assertThat(store.findAll(List.of(1L, 2L, 3L, 4L)))
                    .isEqualTo(Map.of(3L, written.get(0), 1L, written.get(1), 2L, written.get(2)));
            assertThat(store.count()).isEqualTo(3);
            assertThat(store.create(user(4, "192.0.2.4", null)).version())
                    .isGreaterThan(written.getLast().version());
        });
    }

    @Test
    void writeAllWhenOneConflictsThenNoneIsWritten() {
        withStore(store -> {
            User first = store.create(user(1, "192.0.2.1", "first"));
            User second = store.replace(first.withGeneration(8, NOW));
            User fresh = user(2, "192.0.2.2", null);
            for (User conflicting : List.of(first, user(1, "192.0.2.1", null), fresh.withVersion(7))) {
                assertThatExceptionOfType(VersionConflictException.class)
                        .isThrownBy(() -> store.writeAll(List.of(user(3, "192.0.2.3", null), conflicting)));
            }
            assertThat(store.list(UserFilter.ALL, 0, 10)).containsExactly(second);
            assertThat(store.writeAll(List.of())).isEmpty();
        });
    }

    @Test
    void removedGenerationsReturnsThoseThatAreRemembered() {
        withStore(store -> {
            for (long id = 1; id <= 3; id++) {
                User user = store.create(user(id, "192.0.2.1", null).withGeneration((int) id, NOW));
                store.delete(id, user.version(), NOW, NOW.plus(WEEK).plusSeconds(id));
            }
            assertThat(store.removedGenerations(List.of(1L, 2L, 4L), NOW)).isEqualTo(Map.of(1L, 1, 2L, 2));
            assertThat(store.removedGenerations(List.of(1L, 2L), NOW.plus(WEEK).plusSeconds(1)))
                    .isEqualTo(Map.of(2L, 2));
        });
    }

    @Test
    void deleteWhenVersionIsOldThenConflictAndNothingChanges() {
        withStore(store -> {
            User first = store.create(user(1, "192.0.2.1", "first"));
            User second = store.replace(first.withGeneration(8, NOW));
            assertThatExceptionOfType(VersionConflictException.class)
                    .isThrownBy(() -> store.delete(1, first.version(), NOW, NOW.plus(WEEK)));
            assertThat(store.find(1)).contains(second);
            assertThat(store.removedGeneration(1, NOW)).isEmpty();
        });
    }

    @Test
    void versionWhenUserIsRegisteredAgainThenIsANewOne() {
        withStore(store -> {
            User first = store.create(user(1, "192.0.2.1", "first"));
            store.delete(1, first.version(), NOW, NOW.plus(WEEK));
            assertThat(store.create(user(1, "192.0.2.1", "first")).version()).isGreaterThan(first.version());
        });
    }

    @Test
    void removedGenerationIsRememberedUntilTheTicketsHaveExpired() {
        withStore(store -> {
            User user = store.create(user(1, "192.0.2.1", null));
            assertThat(store.removedGeneration(1, NOW)).isEmpty();
            store.delete(1, user.version(), NOW, NOW.plus(WEEK));
            assertThat(store.removedGeneration(1, NOW.plus(WEEK).minusMillis(1)))
                    .hasValue(7);
            assertThat(store.removedGeneration(1, NOW.plus(WEEK))).isEmpty();
        });
    }

    @Test
    void deleteForgetsGenerationsWhoseTicketsHaveExpired() {
        withStoreAndClient((store, client) -> {
            store.delete(1, store.create(user(1, "192.0.2.1", null)).version(), NOW, NOW.plus(WEEK));
            store.delete(
                    2,
                    store.create(user(2, "192.0.2.1", null)).version(),
                    NOW.plus(WEEK),
                    NOW.plus(WEEK).plus(WEEK));
            assertThat(client.sql("SELECT id FROM removed_user")
                            .query(Long.class)
                            .list())
                    .containsExactly(2L);
        });
    }

    @Test
    void listFiltersByLabelAndDestination() {
        withStore(store -> {
            store.create(user(3, "2001:db8::1", "a"));
            store.create(user(1, "2001:db8::1", "b"));
            store.create(user(2, "192.0.2.1", "a"));
            store.create(user(4, "192.0.2.1", null));
            InetAddress destination = InetAddress.ofLiteral("2001:0db8:0:0::1");
            assertThat(ids(store.list(UserFilter.ALL, 0, 10))).containsExactly(1L, 2L, 3L, 4L);
            assertThat(ids(store.list(UserFilter.ALL, 2, 1))).containsExactly(3L);
            assertThat(ids(store.list(new UserFilter(null, "a"), 0, 10))).containsExactly(2L, 3L);
            assertThat(ids(store.list(new UserFilter(null, "a"), 2, 10))).containsExactly(3L);
            assertThat(ids(store.list(new UserFilter(destination, null), 0, 10)))
                    .containsExactly(1L, 3L);
            assertThat(ids(store.list(new UserFilter(destination, "a"), 0, 10))).containsExactly(3L);
            assertThat(store.list(new UserFilter(destination, "c"), 0, 10)).isEmpty();
        });
    }

    @Test
    void countFollowsCreateAndDelete() {
        withStore(store -> {
            User user = store.create(user(1, "192.0.2.1", null));
            store.create(user(2, "192.0.2.1", null));
            store.delete(1, user.version(), NOW, NOW);
            assertThat(store.count()).isOne();
        });
    }

    @Test
    void replaceWhenTwoWritersCompeteThenNoChangeIsLost() {
        int rounds = 100;
        withStore(store -> {
            store.create(new User(1, InetAddress.ofLiteral("192.0.2.1"), 443, null, true, null, null, 0, 0, NOW, NOW));
            CountDownLatch start = new CountDownLatch(2);
            try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
                List<Future<?>> done = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    done.add(writers.submit(() -> {
                        start.countDown();
                        start.await();
                        for (int round = 0; round < rounds; round++) {
                            increment(store);
                        }
                        return null;
                    }));
                }
                for (Future<?> writer : done) {
                    writer.get();
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            assertThat(store.find(1).orElseThrow().generation()).isEqualTo(2 * rounds);
        });
    }

    @Test
    void listWhenThereAre100000UsersThenCursorsVisitEachOnceAndQueriesUseIndexes() {
        int users = 100_000;
        withStoreAndClient((store, client) -> {
            client.sql("""
                            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                            INSERT INTO relay_user (id, destination_address, destination_port, enabled, label,
                                generation, version, created_at, updated_at)
                            SELECT i * 3, '192.0.2.' || (i % 200), 443, 1, 'label ' || (i % 1000), 0, i, 0, 0 FROM n""").param(users).update();
            assertThat(store.count()).isEqualTo(users);
            assertThat(visitAll(store, UserFilter.ALL)).isEqualTo(users);
            assertThat(visitAll(store, new UserFilter(null, "label 7"))).isEqualTo(users / 1000);
            assertThat(visitAll(store, new UserFilter(InetAddress.ofLiteral("192.0.2.7"), null)))
                    .isEqualTo(users / 200);
            assertThat(plan(client, "label = 'label 7'")).contains("relay_user_by_label (label=? AND rowid>?)");
            assertThat(plan(client, "destination_address = '192.0.2.7'"))
                    .contains("relay_user_by_destination (destination_address=? AND rowid>?)");
        });
    }

    private static int visitAll(UserStore store, UserFilter filter) {
        int visited = 0;
        long after = 0;
        List<User> page = store.list(filter, after, 1000);
        while (!page.isEmpty()) {
            for (User user : page) {
                assertThat(user.id()).isGreaterThan(after);
                after = user.id();
            }
            visited += page.size();
            page = store.list(filter, after, 1000);
        }
        return visited;
    }

    private static String plan(JdbcClient client, String condition) {
        return client.sql("EXPLAIN QUERY PLAN SELECT * FROM relay_user WHERE id > 5 AND " + condition
                        + " ORDER BY id LIMIT 10")
                .query((row, number) -> row.getString("detail"))
                .list()
                .toString();
    }

    private static void increment(UserStore store) {
        boolean isDone = false;
        while (!isDone) {
            User user = store.find(1).orElseThrow();
            try {
                store.replace(user.withGeneration(user.generation() + 1, NOW));
                isDone = true;
            } catch (VersionConflictException e) {
                // The other writer was faster: read again.
            }
        }
    }

    private static List<Long> ids(List<User> users) {
        return users.stream().map(User::id).toList();
    }

    private void withStore(Consumer<UserStore> test) {
        withStoreAndClient((store, client) -> test.accept(store));
    }

    private void withStoreAndClient(BiConsumer<UserStore, JdbcClient> test) {
        SqliteFixture.contextRunner(directory).run(context -> {
            assertThat(context).hasNotFailed();
            test.accept(context.getBean(UserStore.class), context.getBean(JdbcClient.class));
        });
    }
}
