package org.lumenlink.relay.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.Latency;
import org.lumenlink.relay.relay.BulkUsers;
import org.lumenlink.relay.relay.Draining;
import org.lumenlink.relay.relay.InvalidValueException;
import org.lumenlink.relay.relay.LatencyView;
import org.lumenlink.relay.relay.Limit;
import org.lumenlink.relay.relay.Nodes;
import org.lumenlink.relay.relay.Precondition;
import org.lumenlink.relay.relay.PreconditionFailedException;
import org.lumenlink.relay.relay.RegistryFullException;
import org.lumenlink.relay.relay.RelayDrainingException;
import org.lumenlink.relay.relay.RelayStatus;
import org.lumenlink.relay.relay.Tokens;
import org.lumenlink.relay.relay.TopUsers;
import org.lumenlink.relay.relay.UnknownUserException;
import org.lumenlink.relay.relay.UserDisabledException;
import org.lumenlink.relay.relay.UserSpec;
import org.lumenlink.relay.relay.UserView;
import org.lumenlink.relay.relay.Users;
import org.lumenlink.relay.relay.VerdictGuide;

/**
 * The use cases without a kernel, for tests of what the web layer makes of their outcomes. It checks as much as those
 * tests ask for, and no more.
 */
class InMemoryRelay implements Users, BulkUsers, Tokens, RelayStatus, Draining, Nodes, TopUsers, VerdictGuide {

    static final int CAPACITY = 20;

    /** Asking for this user's traffic fails in a way that nobody foresaw, and so does a batch with it. */
    static final long BROKEN_USER = 500;

    static final byte[] TICKET = new byte[20];
    static final byte[] SESSION_KEY = {(byte) 0xff, (byte) 0xfe, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Limit DEFAULT = new Limit(10_000, 100, 100_000_000, 1_000_000);

    private final NavigableMap<Long, UserView> users = new TreeMap<>();

    private @Nullable Instant drainingSince;

    synchronized void clear() {
        users.clear();
        drainingSince = null;
    }

    @Override
    public synchronized void drain() {
        drainingSince = NOW;
    }

    @Override
    public synchronized void resume() {
        drainingSince = null;
    }

    @Override
    public synchronized @Nullable Instant since() {
        return drainingSince;
    }

    @Override
    public synchronized Put put(long userId, UserSpec spec, Precondition precondition) {
        check(spec);
        UserView present = users.get(userId);
        demand(userId, present, precondition);
        if (present == null && users.size() >= CAPACITY) {
            throw new RegistryFullException(CAPACITY);
        }
        return new Put(store(userId, spec, present), present == null);
    }

    @Override
    public synchronized List<Outcome> put(List<Entry> batch) {
        if (batch.stream().anyMatch(entry -> entry.userId() == BROKEN_USER)) {
            throw new IllegalStateException("internals that nobody should see");
        }
        return batch.stream().map(this::put).toList();
    }

    private Outcome put(Entry entry) {
        try {
            return new Taken(
                    put(entry.userId(), entry.spec(), Precondition.NONE).created());
        } catch (RuntimeException e) {
            return new Refused(e);
        }
    }

    @Override
    public synchronized UserView update(long userId, UnaryOperator<UserSpec> change, Precondition precondition) {
        UserView present = get(userId);
        demand(userId, present, precondition);
        UserSpec wanted = change.apply(present.spec());
        check(wanted);
        return store(userId, wanted, present);
    }

    @Override
    public synchronized UserView get(long userId) {
        return Optional.ofNullable(users.get(userId)).orElseThrow(() -> new UnknownUserException(userId));
    }

    @Override
    public synchronized void delete(long userId, Precondition precondition) {
        demand(userId, get(userId), precondition);
        users.remove(userId);
    }

    @Override
    public synchronized Page list(Query query) {
        List<UserView> found = users.tailMap(query.after(), false).values().stream()
                .filter(u -> query.destination() == null
                        || u.spec().destination().address().equals(query.destination()))
                .filter(u ->
                        query.label() == null || query.label().equals(u.spec().label()))
                .toList();
        return found.size() <= query.limit()
                ? new Page(found, null)
                : new Page(
                        found.subList(0, query.limit()),
                        found.get(query.limit() - 1).userId());
    }

    @Override
    public void revokeSessions(long userId) {
        get(userId);
    }

    @Override
    public UserStats stats(long userId) {
        if (userId == BROKEN_USER) {
            throw new IllegalStateException("internals that nobody should see");
        }
        get(userId);
        return new UserStats(userId, new DirectionStats(1, 100, 2), new DirectionStats(3, 300, 4));
    }

    @Override
    public synchronized Token issue(long userId, @Nullable Duration ttl) {
        if (drainingSince != null) {
            throw new RelayDrainingException();
        }
        if (!get(userId).spec().enabled()) {
            throw new UserDisabledException(userId);
        }
        Duration valid = Objects.requireNonNullElse(ttl, Duration.ofHours(1));
        if (valid.compareTo(Duration.ofSeconds(1)) < 0 || valid.compareTo(Duration.ofDays(7)) > 0) {
            throw new InvalidValueException("ttlSeconds", "must be between 1 and 604800");
        }
        return new Token(TICKET, SESSION_KEY, NOW.plus(valid), List.of(new Endpoint("198.51.100.1", 443)));
    }

    @Override
    public DataplaneView dataplane() {
        return new DataplaneView(
                List.of(
                        new AttachmentView(
                                "eth0",
                                2,
                                "native",
                                "",
                                true,
                                "02:00:00:00:00:01",
                                1500,
                                3520,
                                true,
                                List.of(new VlanView("eth0.5", 7, List.of(new TagView("802.1Q", 5))))),
                        new AttachmentView("eth2", 3, "generic", "as asked", false, "", 9000, null, null, List.of())),
                List.of(new MissingView("eth1", "it is gone")),
                443,
                List.of("198.51.100.1"),
                "20000-59999",
                "/sys/fs/bpf/lumenlink/v1",
                1,
                17,
                "6.18.0",
                "1.1.2",
                List.of(new MapView("user_map", 1, 100_000), new MapView("stats_map", -1, 64)));
    }

    @Override
    public synchronized long users() {
        return users.size();
    }

    @Override
    public synchronized StatsView stats() {
        long[] packets = new long[32];
        packets[7] = 990;
        packets[9] = 10;
        return new StatsView(
                users.size(),
                3,
                List.of(new VerdictView("forwarded", 5, 500)),
                new LatencyView(new Latency(packets, 130_400)));
    }

    @Override
    public synchronized Node self() {
        return drainingSince == null
                ? new Node("relay-1", "ready", List.of(), NOW, "1.0.0")
                : new Node("relay-1", "draining", List.of("it drains"), NOW, "1.0.0");
    }

    @Override
    public Ranking top(int limit) {
        List<Ranked> ranked = List.of(
                new Ranked(42, new Traffic(10, 1000, 5, 500), new Traffic(20, 2000, 10, 1000)),
                new Ranked(43, new Traffic(1, 100, 0, 0), new Traffic(0, 0, 0, 0)));
        return new Ranking(NOW, NOW.minusSeconds(2), ranked.subList(0, Math.min(limit, ranked.size())));
    }

    @Override
    public List<Locale> languages() {
        return List.of(Locale.ENGLISH, Locale.of("fa"));
    }

    @Override
    public List<Explanation> explain(Locale language) {
        return List.of(new Explanation("forwarded", "to-destination", "nobody", language.getLanguage(), "nothing"));
    }

    private UserView store(long userId, UserSpec spec, @Nullable UserView present) {
        UserView stored = new UserView(
                userId,
                spec,
                Objects.requireNonNullElse(spec.rateLimit(), DEFAULT),
                Objects.requireNonNullElse(spec.maxSessions(), 4),
                present == null ? 1 : present.version() + 1,
                present == null ? NOW : present.createdAt(),
                NOW);
        users.put(userId, stored);
        return stored;
    }

    private static void check(UserSpec spec) {
        if (spec.destination().address().isLoopbackAddress()
                || spec.destination().address().isMulticastAddress()
                || spec.destination().address().isLinkLocalAddress()) {
            throw new InvalidValueException("destination.address", "must be the address of another host");
        }
        Limit limit = spec.rateLimit();
        if (limit != null && (limit.packetsPerSecond() < 1 || limit.packetsPerSecond() > 100_000_000)) {
            throw new InvalidValueException("rateLimit.packetsPerSecond", "must be between 1 and 100000000");
        }
        Integer sessions = spec.maxSessions();
        if (sessions != null && (sessions < 1 || sessions > 16)) {
            throw new InvalidValueException("maxSessions", "must be between 1 and 16");
        }
    }

    private static void demand(long userId, @Nullable UserView present, Precondition precondition) {
        Long version = precondition.version();
        boolean holds = !(precondition.absent() && present != null)
                && !(precondition.present() && present == null)
                && (version == null || (present != null && present.version() == version));
        if (!holds) {
            throw new PreconditionFailedException(userId);
        }
    }
}
