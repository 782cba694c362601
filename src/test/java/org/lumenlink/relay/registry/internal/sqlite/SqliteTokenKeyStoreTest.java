package org.lumenlink.relay.registry.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.registry.internal.sqlite.SqliteFixture.NOW;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.lumenlink.relay.registry.TokenKeyRecord;
import org.lumenlink.relay.registry.TokenKeyState;
import org.lumenlink.relay.registry.TokenKeyStore;
import org.lumenlink.relay.registry.VersionConflictException;

class SqliteTokenKeyStoreTest {

    @TempDir
    Path directory;

    @Test
    void listReturnsKeysNewestFirst() {
        withStore(store -> {
            TokenKeyRecord first = store.add(secret(1), TokenKeyState.ACTIVE, NOW);
            TokenKeyRecord second = store.add(secret(2), TokenKeyState.STAGED, NOW);
            assertThat(store.list())
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(second, first);
        });
    }

    @Test
    void addWhenThereIsAnActiveKeyThenConflict() {
        withStore(store -> {
            store.add(secret(1), TokenKeyState.ACTIVE, NOW);
            assertThatExceptionOfType(VersionConflictException.class)
                    .isThrownBy(() -> store.add(secret(2), TokenKeyState.ACTIVE, NOW));
            assertThat(store.list()).hasSize(1);
        });
    }

    @Test
    void addWhenSecretIsShortThenRefused() {
        withStore(store -> assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> store.add(new byte[31], TokenKeyState.STAGED, NOW)));
    }

    @Test
    void activateThenTheOneBeforeRetires() {
        withStore(store -> {
            long first = store.add(secret(1), TokenKeyState.ACTIVE, NOW).id();
            long second = store.add(secret(2), TokenKeyState.STAGED, NOW).id();
            store.allowTickets(first, Duration.ofHours(2));
            store.allowTickets(first, Duration.ofHours(1));
            Instant later = NOW.plusSeconds(60);

            store.activate(second, later);

            assertThat(store.list())
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(
                            new TokenKeyRecord(
                                    second, secret(2), TokenKeyState.ACTIVE, NOW, later, null, Duration.ZERO),
                            new TokenKeyRecord(
                                    first, secret(1), TokenKeyState.RETIRING, NOW, NOW, later, Duration.ofHours(2)));
        });
    }

    @Test
    void activateWhenKeyIsNotStagedThenConflictAndNothingChanges() {
        withStore(store -> {
            long active = store.add(secret(1), TokenKeyState.ACTIVE, NOW).id();
            for (long id : new long[] {active, active + 1}) {
                assertThatExceptionOfType(VersionConflictException.class)
                        .isThrownBy(() -> store.activate(id, NOW.plusSeconds(60)));
            }
            assertThat(store.list()).singleElement().satisfies(key -> {
                assertThat(key.state()).isEqualTo(TokenKeyState.ACTIVE);
                assertThat(key.activatedAt()).isEqualTo(NOW);
                assertThat(key.retiringSince()).isNull();
            });
        });
    }

    @Test
    void discardThenKeyIsGoneAndItsSecretOverwritten() {
        withStore(store -> {
            long id = store.add(secret(1), TokenKeyState.STAGED, NOW).id();

            store.discard(id);

            assertThat(store.list()).singleElement().satisfies(key -> {
                assertThat(key.state()).isEqualTo(TokenKeyState.GONE);
                assertThat(key.secret()).isEqualTo(secret(0));
            });
        });
    }

    @Test
    void toStringHidesTheSecret() {
        withStore(store -> assertThat(
                        store.add(secret(77), TokenKeyState.STAGED, NOW).toString())
                .doesNotContain("77"));
    }

    private static byte[] secret(int value) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) value);
        return secret;
    }

    private void withStore(Consumer<TokenKeyStore> test) {
        SqliteFixture.contextRunner(directory).run(context -> {
            assertThat(context).hasNotFailed();
            test.accept(context.getBean(TokenKeyStore.class));
        });
    }
}
