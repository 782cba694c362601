package org.lumenlink.relay.relay;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.relay.RelayRig.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.dataplane.VerdictCount;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.registry.TokenKeyRecord;
import org.lumenlink.relay.registry.TokenKeyStore;
import org.lumenlink.relay.relay.TokenKeys.Listing;
import org.lumenlink.relay.relay.TokenKeys.View;
import org.lumenlink.relay.relay.Tokens.Token;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.SettableClock;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/** Token keys through their life, and what real packets make of it. */
@RequiresBpf
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenKeyRotationTest {

    private static final Duration STAGING = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final Duration RETIREMENT = LONGEST.plus(STAGING).plusSeconds(1);
    private static final String MAX_TTL = "lumenlink.relay.tokens.max-ttl=2h";

    private final RelayRig rig = new RelayRig();
    private final RigClient client = new RigClient(rig);
    private final SettableClock clock = new SettableClock();

    @TempDir
    Path directory;

    @AfterAll
    void closeRig() {
        rig.close();
    }

    @Test
    void rotateThenKeyIsStagedThenActiveAndTheOneBeforeRetiresUntilItIsGone() {
        withContext(context -> {
            TokenKeys keys = context.getBean(TokenKeys.class);
            View first = keys.list().keys().getFirst();
            assertThat(first.state()).isEqualTo("active");
            assertThat(first.activatedAt()).isEqualTo(first.createdAt());

            View staged = keys.rotate();
            assertThat(staged.state()).isEqualTo("staged");
            assertThat(staged.activeNoSoonerThan()).isEqualTo(staged.createdAt().plus(STAGING));
            assertThat(states(keys)).containsExactly("staged", "active");

            advance(context, STAGING.minusSeconds(10));
            assertThat(states(keys)).containsExactly("staged", "active");
            advance(context, Duration.ofSeconds(11));
            assertThat(states(keys)).containsExactly("active", "retiring");
            View retiring = keys.list().keys().getLast();
            assertThat(retiring.retiringSince())
                    .isEqualTo(keys.list().keys().getFirst().activatedAt());
            assertThat(retiring.goneNoSoonerThan())
                    .isEqualTo(requireNonNull(retiring.retiringSince()).plus(RETIREMENT));

            advance(context, RETIREMENT.minusSeconds(10));
            assertThat(states(keys)).containsExactly("active", "retiring");
            advance(context, Duration.ofSeconds(11));
            assertThat(states(keys)).containsExactly("active", "gone");
        });
    }

    @Test
    void rotateWhenKeysRotateThenTicketsAreGoodFromTheFirstToTheLastMoment() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            users.put(42, spec(RigClient.DESTINATION), Precondition.NONE);
            Tokens tokens = context.getBean(Tokens.class);
            Token old = tokens.issue(42, LONGEST);
            Token unused = tokens.issue(42, LONGEST);
            Token never = tokens.issue(42, LONGEST);
            assertThat(client.verdict(old, 0)).isEqualTo(VerdictReason.FORWARDED);

            context.getBean(TokenKeys.class).rotate();
            Token whileStaged = tokens.issue(42, LONGEST);
            assertThat(client.verdict(whileStaged, 0)).isEqualTo(VerdictReason.FORWARDED);
            assertThat(client.verdict(old, 1)).isEqualTo(VerdictReason.FORWARDED);

            advance(context, STAGING.plusSeconds(1));
            Token fresh = tokens.issue(42, LONGEST);
            assertThat(client.verdict(fresh, 0)).as("at once").isEqualTo(VerdictReason.FORWARDED);
            assertThat(client.verdict(old, 2)).isEqualTo(VerdictReason.FORWARDED);
            assertThat(client.verdict(unused, 0))
                    .as("first seen while its key retires")
                    .isEqualTo(VerdictReason.FORWARDED);

            Token late = tokens.issue(42, LONGEST);
            advance(context, RETIREMENT);
            assertThat(client.verdict(late, 0)).as("the key after is here").isEqualTo(VerdictReason.FORWARDED);
            assertThat(client.verdict(never, 0)).as("its key is gone").isEqualTo(VerdictReason.TICKET_UNKNOWN);
        });
    }

    /**
     * Opens tickets all the time, of a user that is not registered here: no session is made, so that each packet is tried
     * under every key. One key that is missing for a moment would show as an unknown ticket.
     */
    @Test
    void rotateWhenPacketsComeAllTheTimeThenNoTicketIsEverUnknown() {
        withContext(context -> {
            Users users = context.getBean(Users.class);
            Tokens tokens = context.getBean(Tokens.class);
            TokenKeys keys = context.getBean(TokenKeys.class);
            for (int round = 0; round < 5; round++) {
                users.put(7, spec(RigClient.DESTINATION), Precondition.NONE);
                Token token = tokens.issue(7, LONGEST);
                users.delete(7, Precondition.NONE);
                long unknown = count(VerdictReason.TICKET_UNKNOWN);
                long opened = count(VerdictReason.USER_UNKNOWN);
                AtomicLong sent = new AtomicLong();
                try (Traffic traffic = new Traffic(token, sent)) {
                    // Until there are as many keys as can be held, the token's being the oldest.
                    for (int rotation = 0; rotation < 2; rotation++) {
                        traffic.awaitSome();
                        keys.rotate();
                        traffic.awaitSome();
                        advance(context, STAGING.plusSeconds(1));
                    }
                    traffic.awaitSome();
                    keys.rotate();
                    traffic.awaitSome();
                }
                assertThat(count(VerdictReason.TICKET_UNKNOWN)).isEqualTo(unknown);
                assertThat(count(VerdictReason.USER_UNKNOWN)).isEqualTo(opened + sent.get());
                advance(context, STAGING.plusSeconds(1));
                advance(context, RETIREMENT.plusSeconds(1));
            }
        });
    }

    @Test
    void rotateWhenAKeyIsStagedThenRefusedSayingUntilWhen() {
        withContext(context -> {
            TokenKeys keys = context.getBean(TokenKeys.class);
            View staged = keys.rotate();

            assertThatExceptionOfType(RotationRefusedException.class)
                    .isThrownBy(keys::rotate)
                    .withMessageContaining("token key " + staged.id())
                    .withMessageContaining(String.valueOf(staged.activeNoSoonerThan()));
            assertThat(states(keys)).containsExactly("staged", "active");
        });
    }

    @Test
    void rotateWhenFourKeysAreHeldThenRefusedUntilTheOldestIsGone() {
        withContext(context -> {
            TokenKeys keys = context.getBean(TokenKeys.class);
            for (int i = 0; i < 3; i++) {
                keys.rotate();
                advance(context, STAGING.plusSeconds(1));
            }
            assertThat(states(keys)).containsExactly("active", "retiring", "retiring", "retiring");
            View oldest = keys.list().keys().getLast();

            assertThatExceptionOfType(RotationRefusedException.class)
                    .isThrownBy(keys::rotate)
                    .withMessageContaining("token key " + oldest.id())
                    .withMessageContaining(String.valueOf(oldest.goneNoSoonerThan()));

            advance(context, RETIREMENT.minus(STAGING).plusSeconds(1));
            assertThat(keys.rotate().state()).isEqualTo("staged");
        });
    }

    @Test
    void scheduleWhenIntervalIsOverThenRotatesOnItsOwnAndNeverHoldsTooMany() {
        String interval = "lumenlink.relay.token-keys.rotation-interval=45m";
        rig.run(
                directory,
                clock,
                context -> {
                    TokenKeys keys = context.getBean(TokenKeys.class);
                    Listing listing = keys.list();
                    assertThat(listing.nextRotationAt())
                            .isEqualTo(requireNonNull(listing.keys().getFirst().activatedAt())
                                    .plus(Duration.ofMinutes(45)));
                    List<Long> active = new ArrayList<>();
                    for (int minute = 0; minute < 10 * 45; minute++) {
                        advance(context, Duration.ofMinutes(1));
                        List<View> held = keys.list().keys().stream()
                                .filter(key -> !key.state().equals("gone"))
                                .toList();
                        assertThat(held).hasSizeBetween(1, 4);
                        long present = held.stream()
                                .filter(key -> key.state().equals("active"))
                                .findFirst()
                                .orElseThrow()
                                .id();
                        if (!active.contains(present)) {
                            active.add(present);
                        }
                    }
                    assertThat(active).hasSize(10).isSorted();
                },
                MAX_TTL,
                interval);
    }

    @Test
    void maxTtlWhenItWasLongerBeforeThenKeysRetireAsLongAsThat() {
        rig.run(directory, clock, context -> {}, "lumenlink.relay.tokens.max-ttl=5d");
        withContext(context -> {
            TokenKeys keys = context.getBean(TokenKeys.class);
            keys.rotate();
            advance(context, STAGING.plusSeconds(1));

            View retiring = keys.list().keys().getLast();
            assertThat(Duration.between(
                            requireNonNull(retiring.retiringSince()), requireNonNull(retiring.goneNoSoonerThan())))
                    .isEqualTo(Duration.ofDays(5).plus(STAGING).plusSeconds(1));
        });
    }

    @Test
    void keysWhenTheRelayStartsAgainThenGoOnWhereTheyWere() {
        withContext(context -> context.getBean(TokenKeys.class).rotate());
        clock.forward(STAGING.plusSeconds(1));
        withContext(context -> {
            context.getBean(Housekeeping.class).round();
            assertThat(states(context.getBean(TokenKeys.class))).containsExactly("active", "retiring");
        });
    }

    @Test
    void keyWhenGoneThenItsSecretIsOverwrittenAndOnlyTheLatestAreListed() {
        withContext(context -> {
            for (int i = 0; i < 10; i++) {
                context.getBean(TokenKeys.class).rotate();
                advance(context, STAGING.plusSeconds(1));
                advance(context, RETIREMENT.plusSeconds(1));
            }
            List<TokenKeyRecord> records = context.getBean(TokenKeyStore.class).list();
            assertThat(records).hasSize(9);
            assertThat(records.getFirst().secret()).isNotEqualTo(new byte[32]);
            assertThat(records.subList(1, 9))
                    .allSatisfy(gone -> assertThat(gone.secret()).containsOnly(0));
        });
    }

    private void withContext(Consumer<AssertableApplicationContext> test) {
        rig.run(
                directory,
                clock,
                context -> {
                    assertThat(context).hasNotFailed();
                    test.accept(context);
                },
                MAX_TTL);
    }

    /** Puts the clock forward, and keeps house as the relay does every few seconds. */
    private void advance(AssertableApplicationContext context, Duration by) {
        clock.forward(by);
        context.getBean(Housekeeping.class).round();
    }

    private static List<String> states(TokenKeys keys) {
        return keys.list().keys().stream().map(View::state).toList();
    }

    private long count(VerdictReason reason) {
        return rig.dataplane().verdicts().stream()
                .filter(counted -> counted.reason() == reason)
                .mapToLong(VerdictCount::packets)
                .sum();
    }

    /** Packets of one token, one after the other, until closed. */
    private final class Traffic implements AutoCloseable {

        private final AtomicLong sent;
        private final ExecutorService sender = Executors.newSingleThreadExecutor();
        private final CompletableFuture<?> sending;
        private volatile boolean isOver;

        Traffic(Token token, AtomicLong sent) {
            this.sent = sent;
            byte[] frame = RigClient.frame(token, 0);
            sending = CompletableFuture.supplyAsync(() -> rig.namespace().call(() -> send(frame)), sender);
        }

        private long send(byte[] frame) {
            while (!isOver) {
                client.send(frame);
                sent.incrementAndGet();
            }
            return sent.get();
        }

        /** Waits until some more packets were sent. */
        void awaitSome() {
            long enough = sent.get() + 200;
            while (sent.get() < enough && !sending.isDone()) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            isOver = true;
            sending.join();
            sender.close();
        }
    }
}
