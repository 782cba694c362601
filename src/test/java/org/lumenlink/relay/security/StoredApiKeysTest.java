package org.lumenlink.relay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.security.SecurityFixture.NOW;
import static org.lumenlink.relay.security.SecurityFixture.at;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.registry.ApiKeyStore;
import org.lumenlink.relay.security.ApiKeys.ApiKey;
import org.lumenlink.relay.security.ApiKeys.Created;

/** Keys in the registry's database: what lets in whom until when, and that nobody locks everybody out. */
class StoredApiKeysTest {

    private static final Instant LATER = NOW.plus(Duration.ofHours(2));

    @TempDir
    Path dataDir;

    @Test
    void keyWhenMadeThenItAloneIsFound() {
        withStore(store -> {
            StoredApiKeys keys = new StoredApiKeys(store, at(NOW));
            Created made = keys.create("grafana", Role.VIEWER, null);

            assertThat(made.characters()).matches("lumenlink_[A-Za-z0-9_-]{43}");
            assertThat(keys.use(made.characters())).map(ApiKey::role).contains(Role.VIEWER);
            assertThat(keys.use(made.characters() + "x")).isEmpty();
            assertThat(keys.use("")).isEmpty();
        });
    }

    @Test
    void keyWhenMadeThenIsNowhereInTheDataDirectory() {
        withStore(store -> {
            Created made = new StoredApiKeys(store, at(NOW)).create("grafana", Role.VIEWER, null);

            assertThat(made.toString()).doesNotContain(made.characters());
            try (var files = Files.list(dataDir)) {
                assertThat(files.toList())
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                                        .doesNotContain(made.characters()));
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void keyWhenUsedThenTheDayIsNotedAndNothingFiner() {
        withStore(store -> {
            StoredApiKeys today = new StoredApiKeys(store, at(NOW));
            Created made = today.create("grafana", Role.VIEWER, null);
            assertThat(today.list(0, 10).keys()).map(ApiKey::lastUsedOn).containsOnlyNulls();

            today.use(made.characters());
            assertThat(today.list(0, 10).keys()).map(ApiKey::lastUsedOn).containsExactly(LocalDate.of(2026, 6, 1));

            new StoredApiKeys(store, at(LATER)).use(made.characters());
            assertThat(today.list(0, 10).keys()).map(ApiKey::lastUsedOn).containsExactly(LocalDate.of(2026, 6, 2));
        });
    }

    @Test
    void keyWhenExpiredThenNotFound() {
        withStore(store -> {
            Created made = new StoredApiKeys(store, at(NOW)).create("grafana", Role.VIEWER, LATER);

            assertThat(new StoredApiKeys(store, at(LATER.minusMillis(1))).use(made.characters()))
                    .isPresent();
            assertThat(new StoredApiKeys(store, at(LATER)).use(made.characters()))
                    .isEmpty();
        });
    }

    @Test
    void keyWhenRevokedThenNotFoundAndItsIdIsNeverGivenAgain() {
        withStore(store -> {
            StoredApiKeys keys = new StoredApiKeys(store, at(NOW));
            Created made = keys.create("grafana", Role.VIEWER, null);

            keys.revoke(made.apiKey().id());

            assertThat(keys.use(made.characters())).isEmpty();
            assertThatExceptionOfType(UnknownApiKeyException.class)
                    .isThrownBy(() -> keys.revoke(made.apiKey().id()));
            assertThat(keys.create("grafana", Role.VIEWER, null).apiKey().id())
                    .isGreaterThan(made.apiKey().id());
        });
    }

    @Test
    void adminKeyWhenTheOnlyValidOneThenNotRevoked() {
        withStore(store -> {
            StoredApiKeys keys = new StoredApiKeys(store, at(NOW));
            Created first = keys.create("first", Role.ADMIN, null);
            keys.create("operator", Role.OPERATOR, null);
            Created expiring = keys.create("expiring", Role.ADMIN, LATER);

            StoredApiKeys later = new StoredApiKeys(store, at(LATER));
            assertThatExceptionOfType(LastAdminKeyException.class)
                    .isThrownBy(() -> later.revoke(first.apiKey().id()));
            assertThat(later.use(first.characters())).isPresent();

            keys.revoke(first.apiKey().id());
            assertThatExceptionOfType(LastAdminKeyException.class)
                    .isThrownBy(() -> keys.revoke(expiring.apiKey().id()));
            later.revoke(expiring.apiKey().id());
        });
    }

    @Test
    void adminKeysWhenAllAreRevokedAtOnceThenOneIsLeft() {
        withStore(store -> {
            StoredApiKeys keys = new StoredApiKeys(store, at(NOW));
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ids.add(keys.create("admin", Role.ADMIN, null).apiKey().id());
            }
            CountDownLatch start = new CountDownLatch(ids.size());
            int refused = 0;
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Boolean>> outcomes = ids.stream()
                        .map(id -> callers.submit(() -> {
                            start.countDown();
                            start.await();
                            try {
                                keys.revoke(id);
                                return true;
                            } catch (LastAdminKeyException e) {
                                return false;
                            }
                        }))
                        .toList();
                for (Future<Boolean> outcome : outcomes) {
                    refused += outcome.get() ? 0 : 1;
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            assertThat(refused).isOne();
            assertThat(store.hasValid("admin", NOW)).isTrue();
        });
    }

    @Test
    void listWhenReadPageByPageThenHasEveryKeyOnce() {
        withStore(store -> {
            StoredApiKeys keys = new StoredApiKeys(store, at(NOW));
            Created one = keys.create("one", Role.VIEWER, LATER);
            Created two = keys.create("two", Role.ISSUER, null);

            ApiKeys.Page first = keys.list(0, 1);
            assertThat(first.keys()).containsExactly(one.apiKey());
            assertThat(first.next()).isEqualTo(one.apiKey().id());
            ApiKeys.Page second = keys.list(one.apiKey().id(), 1);
            assertThat(second.keys()).containsExactly(two.apiKey());
            assertThat(second.next()).isNull();
        });
    }

    private void withStore(Consumer<ApiKeyStore> test) {
        SecurityFixture.withStore(dataDir, test);
    }
}
