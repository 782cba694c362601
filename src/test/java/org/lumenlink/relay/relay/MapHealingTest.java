package org.lumenlink.relay.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lumenlink.relay.relay.RelayRig.spec;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.dataplane.MapDifferences.Kind;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.relay.Tokens.Token;
import org.lumenlink.relay.support.RequiresBpf;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What becomes of maps that somebody edits by hand, through their pins, while the relay runs; shown by packets. */
@RequiresBpf
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class MapHealingTest {

    private static final long USER = 42;
    private static final Limit AMPLE = new Limit(1_000_000, 1_000_000, 1_000_000_000, 1_000_000_000);
    private static final int LAST_OF_DESTINATION = 15;
    private static final int ENABLED = 20;
    private static final int SLOT = 24;
    private static final int SLOT_DESTINATION_END = 12 + LAST_OF_DESTINATION;
    private static final int SOMETHING_ELSE = 99;

    private final RelayRig rig = new RelayRig();
    private final RigClient client = new RigClient(rig);

    @TempDir
    Path directory;

    @AfterAll
    void closeRig() {
        rig.close();
    }

    @Test
    void userWhenPointedElsewhereThenPacketsGoWhereTheyShouldAgain() {
        check(
                () -> edit("user_map", key(USER), set(LAST_OF_DESTINATION, 91)),
                VerdictReason.NEIGHBOUR_UNRESOLVED,
                "user_map: 1 other");
    }

    @Test
    void userWhenDisabledThenIsEnabledAgain() {
        check(() -> edit("user_map", key(USER), set(ENABLED, 0)), VerdictReason.USER_DISABLED, "user_map: 1 other");
    }

    @Test
    void userWhenRemovedThenIsThereAgainAndItsSessionGoesOn() {
        check(() -> remove("user_map", key(USER)), VerdictReason.USER_UNKNOWN, "user_map: 1 missing");
    }

    @Test
    void limitWhenLoweredThenIsAsBefore() {
        rig.run(directory, context -> {
            Token token = register(context);
            edit("rate_limit_map", key(USER), value -> {
                byte[] lowered = value.clone();
                ByteBuffer.wrap(lowered)
                        .order(ByteOrder.nativeOrder())
                        .putInt(0)
                        .putInt(1);
                return lowered;
            });
            rig.dataplane().renewUsers();
            client.verdict(token, 0);
            assertThat(client.verdict(token, 1)).isEqualTo(VerdictReason.OVER_PACKET_LIMIT);
            assertThat(heal(context)).isEqualTo("rate_limit_map: 1 other");
            assertThat(client.verdict(token, 2)).isEqualTo(VerdictReason.FORWARDED);
        });
    }

    @Test
    void limitWhenRemovedThenIsThereAgain() {
        check(() -> remove("rate_limit_map", key(USER)), VerdictReason.FORWARDED, "rate_limit_map: 1 missing");
    }

    @Test
    void networkWhenAddedThenIsNotDeniedAnyMore() {
        rig.run(directory, context -> {
            Token token = register(context);
            context.getBean(DenyList.class).put(new Cidr(InetAddress.ofLiteral("203.0.113.0"), 24));
            put("deny_map", denied("192.0.2.10", 32), key(128));
            assertThat(client.verdict(token, 0)).isEqualTo(VerdictReason.DENIED);
            assertThat(heal(context)).isEqualTo("deny_map: 1 extra");
            assertThat(client.verdict(token, 1)).isEqualTo(VerdictReason.FORWARDED);
            assertThat(heal(context)).isEqualTo("nothing");
            context.getBean(DenyList.class).delete(new Cidr(InetAddress.ofLiteral("203.0.113.0"), 24));
        });
    }

    @Test
    void networkWhenRemovedOrChangedThenIsDeniedAgain() {
        rig.run(directory, context -> {
            Token token = register(context);
            Cidr network = new Cidr(InetAddress.ofLiteral("192.0.2.0"), 24);
            context.getBean(DenyList.class).put(network);
            assertThat(client.verdict(token, 0)).isEqualTo(VerdictReason.DENIED);

            remove("deny_map", denied("192.0.2.0", 24));
            assertThat(client.verdict(token, 1)).isEqualTo(VerdictReason.FORWARDED);
            assertThat(heal(context)).isEqualTo("deny_map: 1 missing");
            assertThat(client.verdict(token, 2)).isEqualTo(VerdictReason.DENIED);

            put("deny_map", denied("192.0.2.77", 24), key(SOMETHING_ELSE));
            assertThat(heal(context)).isEqualTo("deny_map: 1 other");
            assertThat(client.verdict(token, 3)).isEqualTo(VerdictReason.DENIED);
            assertThat(rig.dataplane().denied().count()).isOne();
            assertThat(heal(context)).isEqualTo("nothing");

            context.getBean(DenyList.class).delete(network);
            assertThat(client.verdict(token, 4)).isEqualTo(VerdictReason.FORWARDED);
        });
    }

    @Test
    void tokenKeyWhenChangedThenTicketsAreGoodAgain() {
        rig.run(directory, context -> {
            register(context);
            Token token = context.getBean(Tokens.class).issue(USER, null);
            edit("token_key_map", key(0), MapHealingTest::flipped);
            assertThat(client.verdict(token, 0)).isEqualTo(VerdictReason.TICKET_UNKNOWN);
            assertThat(heal(context)).isEqualTo("token_key_map: 1 other");
            assertThat(client.verdict(token, 1)).isEqualTo(VerdictReason.FORWARDED);

            put("token_key_map", key(3), read("token_key_map", key(0)));
            assertThat(heal(context)).isEqualTo("token_key_map: 1 extra");
            assertThat(heal(context)).isEqualTo("nothing");
        });
    }

    @Test
    void userWhenAddedThenIsRefusedAgain() {
        rig.run(directory, context -> {
            Token token = register(context);
            byte[] entry = read("user_map", key(USER));
            context.getBean(Users.class).delete(USER, Precondition.NONE);
            assertThat(client.verdict(token, 0)).isEqualTo(VerdictReason.USER_UNKNOWN);

            put("user_map", key(USER), entry);
            rig.dataplane().renewUsers();
            assertThat(client.verdict(token, 1)).isEqualTo(VerdictReason.FORWARDED);
            assertThat(heal(context)).isEqualTo("user_map: 1 extra");
            assertThat(client.verdict(token, 2)).isEqualTo(VerdictReason.USER_UNKNOWN);
            assertThat(heal(context)).isEqualTo("nothing");
        });
    }

    @Test
    void slotWhenItIsAnothersThenEachHasItsOwnAgainWithItsCounters() {
        rig.run(directory, context -> {
            Token token = register(context);
            Users users = context.getBean(Users.class);
            users.put(USER + 1, spec(RigClient.DESTINATION), Precondition.NONE);
            Token other = context.getBean(Tokens.class).issue(USER + 1, null);
            assertThat(client.verdict(token, 0)).isEqualTo(VerdictReason.FORWARDED);
            assertThat(client.verdict(other, 0)).isEqualTo(VerdictReason.FORWARDED);
            byte[] before = read("user_map", key(USER));
            long counted = users.stats(USER).toDestination().packets();

            edit("user_map", key(USER), set(SLOT, read("user_map", key(USER + 1))[SLOT]));
            assertThat(heal(context)).isEqualTo("user_map: 1 other");

            assertThat(read("user_map", key(USER))).isEqualTo(before);
            assertThat(client.verdict(token, 1)).isEqualTo(VerdictReason.FORWARDED);
            assertThat(users.stats(USER).toDestination().packets()).isEqualTo(counted + 1);
            assertThat(users.stats(USER + 1).toDestination().packets()).isOne();
        });
    }

    @Test
    void copyOfTheProgramWhenChangedThenIsMadeAnew() {
        rig.run(directory, context -> {
            Token token = register(context);
            rig.namespace().ip("neigh replace 192.0.2.99 lladdr 02:00:00:00:00:10 dev near nud permanent");
            assertThat(client.destination(token, 0)).isEqualTo(InetAddress.ofLiteral(RigClient.DESTINATION));
            byte[] slot = key(read("user_map", key(USER))[SLOT]);
            edit("user_slot_map", slot, set(SLOT_DESTINATION_END, SOMETHING_ELSE));
            assertThat(client.destination(token, 1)).isEqualTo(InetAddress.ofLiteral("192.0.2.99"));
            assertThat(heal(context)).isEqualTo("nothing");
            assertThat(client.destination(token, 2)).isEqualTo(InetAddress.ofLiteral(RigClient.DESTINATION));
        });
    }

    @Test
    void mapsWhenEditedThenAreMendedByTheClockAndThatIsCountedAndLoggedOnce(CapturedOutput log) {
        rig.run(
                directory,
                context -> {
                    Token token = register(context);
                    remove("user_map", key(USER));
                    MapHealing healing = context.getBean(MapHealing.class);
                    await().atMost(Duration.ofMinutes(2)).until(() -> healing.mended("user_map", Kind.MISSING) == 1);
                    assertThat(client.verdict(token, 0)).isEqualTo(VerdictReason.FORWARDED);
                    assertThat(healing.mended("user_map", Kind.OTHER)).isZero();
                    // It is counted first.
                    await().atMost(Duration.ofMinutes(2))
                            .untilAsserted(() -> assertThat(log)
                                    .containsOnlyOnce("The maps were not as the registry has them, and were mended:"
                                            + " user_map: 1 missing"));
                },
                "lumenlink.relay.reconcile-interval=100ms");
    }

    /** Users come, change and go while the maps are compared again and again: no change is taken for a difference. */
    @Test
    void changesWhenMadeMeanwhileThenAreNeverUndoneNorTakenForDifferences() {
        rig.run(directory, context -> {
            Users users = context.getBean(Users.class);
            DenyList denied = context.getBean(DenyList.class);
            List<String> found = new ArrayList<>();
            CountDownLatch compared = new CountDownLatch(20);
            try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
                List<Future<?>> changing = List.of(
                        executor.submit(() -> change(users, 1, compared)),
                        executor.submit(() -> change(users, 5, compared)),
                        executor.submit(() -> change(denied, compared)));
                while (!changing.stream().allMatch(Future::isDone)) {
                    found.add(heal(context));
                    compared.countDown();
                }
                for (Future<?> each : changing) {
                    each.get();
                }
            }
            assertThat(found).containsOnly("nothing");
            assertThat(heal(context)).isEqualTo("nothing");
        });
    }

    private static void change(Users users, long first, CountDownLatch compared) {
        Random random = new Random(first);
        for (int i = 0; i < 300 || compared.getCount() > 0; i++) {
            long id = first + random.nextInt(3);
            try {
                if (random.nextInt(3) == 0) {
                    users.delete(id, Precondition.NONE);
                } else {
                    String address = "198.51.100." + random.nextInt(256);
                    UserSpec spec = random.nextBoolean()
                            ? spec(address, new Limit(1 + random.nextInt(1000), 1, 1000, 1000))
                            : spec(address);
                    users.put(id, spec, Precondition.NONE);
                }
            } catch (UnknownUserException e) {
                // Not there just now.
            }
        }
    }

    private static void change(DenyList denied, CountDownLatch compared) {
        for (int i = 0; i < 150 || compared.getCount() > 0; i++) {
            Cidr network = new Cidr(InetAddress.ofLiteral("203.0.113." + i % 4), 32);
            denied.put(network);
            denied.delete(network);
        }
    }

    /** Damages the maps, sees what becomes of a packet, reconciles, and sees that all is well again. */
    private void check(Runnable damage, VerdictReason meanwhile, String mended) {
        rig.run(directory, context -> {
            Token token = register(context);
            assertThat(client.verdict(token, 0)).isEqualTo(VerdictReason.FORWARDED);
            damage.run();
            rig.dataplane().renewUsers();
            assertThat(client.verdict(token, 1)).as("damaged").isEqualTo(meanwhile);
            assertThat(heal(context)).isEqualTo(mended);
            assertThat(client.verdict(token, 2)).as("mended").isEqualTo(VerdictReason.FORWARDED);
            assertThat(heal(context)).isEqualTo("nothing");
        });
    }

    private static Token register(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        context.getBean(Users.class).put(USER, spec(RigClient.DESTINATION, AMPLE), Precondition.NONE);
        return context.getBean(Tokens.class).issue(USER, null);
    }

    private static String heal(AssertableApplicationContext context) {
        return context.getBean(Reconciler.class).heal().toString();
    }

    private BpfMap open(String map) {
        return Libbpf.bind().openPinned(rig.dataplane().info().pinPath().resolve(map));
    }

    private byte[] read(String map, byte[] key) {
        try (BpfMap pinned = open(map)) {
            return pinned.lookup(key).orElseThrow();
        }
    }

    private void put(String map, byte[] key, byte[] value) {
        try (BpfMap pinned = open(map)) {
            pinned.update(key, value, BpfMap.Update.ANY);
        }
    }

    private void edit(String map, byte[] key, UnaryOperator<byte[]> change) {
        put(map, key, change.apply(read(map, key)));
    }

    private void remove(String map, byte[] key) {
        try (BpfMap pinned = open(map)) {
            assertThat(pinned.delete(key)).isTrue();
        }
    }

    private static UnaryOperator<byte[]> set(int offset, int value) {
        return bytes -> {
            byte[] changed = bytes.clone();
            changed[offset] = (byte) value;
            return changed;
        };
    }

    /** For what is random, and may be any value already. */
    private static byte[] flipped(byte[] value) {
        byte[] changed = value.clone();
        changed[0] ^= 1;
        return changed;
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt((int) number)
                .array();
    }

    /** Returns a {@code struct deny_key} of an IPv4 network. */
    private static byte[] denied(String address, int prefixLength) {
        return ByteBuffer.allocate(20)
                .order(ByteOrder.nativeOrder())
                .putInt(96 + prefixLength)
                .put(new byte[10])
                .putShort((short) 0xffff)
                .put(InetAddress.ofLiteral(address).getAddress())
                .array();
    }
}
