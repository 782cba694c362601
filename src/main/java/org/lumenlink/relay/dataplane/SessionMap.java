package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.HostInfo;

/**
 * {@code session_map}, {@code session_pool_map} and {@code return_map}: the sessions, how many places they have used, and which
 * answers belong to them. The kernel makes all entries and gives a session's place to another once its ticket has
 * expired; not before, however idle it is, since it remembers which packet numbers were seen. What is left to do here is
 * to free egress ports: those of sessions that are over, and of those that have been idle for long, which take one again
 * when they go on.
 */
public final class SessionMap {

    private static final int POOL_NEXT_OFFSET = 4;

    private static final int EXPIRES_OFFSET = 36;
    private static final int USER_OFFSET = 80;
    private static final int EGRESS_PORT_OFFSET = 92;
    private static final int LAST_SEEN_OFFSET = 124;

    private static final int FLOW_REMOTE_PORT_OFFSET = 32;
    private static final int FLOW_LOCAL_PORT_OFFSET = 34;
    private static final int ENTRY_SESSION_OFFSET = 8;

    private final BpfMap pool;
    private final BpfMap.Window sessions;
    private final BpfMap returns;
    private final UserMap users;
    private final HostInfo host;
    private final Duration idle;
    private Set<ByteBuffer> suspects = new HashSet<>();
    private volatile EgressCount egress = new EgressCount();

    SessionMap(BpfMap pool, BpfMap.Window sessions, BpfMap returns, UserMap users, HostInfo host, Duration idle) {
        this.pool = pool;
        this.sessions = sessions;
        this.returns = returns;
        this.users = users;
        this.host = host;
        this.idle = idle;
    }

    /**
     * Frees the egress ports of sessions that are over or idle, and flows that their sessions have left for others. The
     * kernel enters a flow before the session that owns it says so: a flow goes only if two sweeps in a row find it
     * astray.
     *
     * @return how many egress ports were freed
     */
    public synchronized int sweep(Instant now) {
        BitSet seen = new BitSet();
        BitSet several = new BitSet();
        returns.forEach((flow, entry) -> {
            int session = Layout.wrap(entry).getInt(ENTRY_SESSION_OFFSET);
            (seen.get(session) ? several : seen).set(session);
        });
        Set<ByteBuffer> astray = new HashSet<>();
        List<Flow> over = new ArrayList<>();
        EgressCount kept = new EgressCount();
        returns.forEach((key, value) -> {
            Flow flow = new Flow(key, value);
            if (isOver(flow, now) || isIdle(flow)) {
                over.add(flow);
                return;
            }
            if (isLeft(flow, several.get(flow.session()))) {
                astray.add(ByteBuffer.wrap(key));
            } else {
                kept.add(key);
            }
        });
        int freed = 0;
        for (Flow flow : over) {
            freed += free(flow, now) ? 1 : 0;
        }
        for (ByteBuffer key : astray) {
            if (suspects.contains(key) && returns.delete(key.array())) {
                freed++;
            } else {
                kept.add(key.array());
            }
        }
        egress = kept;
        suspects = astray;
        return freed;
    }

    /** Returns the egress ports that the latest sweep found in use, out of so many. */
    EgressPorts egressPorts(int count) {
        return egress.of(count);
    }

    /** Returns the number of sessions whose tickets have not expired. */
    public int count(Instant now) {
        int used = Layout.wrap(pool.lookup(Layout.key32(0)).orElseThrow()).getInt(POOL_NEXT_OFFSET);
        int count = 0;
        for (int session = 0; session < used; session++) {
            count += isAlive(session, now) ? 1 : 0;
        }
        return count;
    }

    private boolean isAlive(int session, Instant now) {
        return Integer.toUnsignedLong(sessions.getInt(session, EXPIRES_OFFSET)) > now.getEpochSecond();
    }

    /** Deletes a flow; a session that goes on just then keeps it. */
    private boolean free(Flow flow, Instant now) {
        if (!returns.delete(flow.key())) {
            return false;
        }
        if (!isOver(flow, now) && !isIdle(flow)) {
            returns.update(flow.key(), flow.value(), BpfMap.Update.ANY);
            return false;
        }
        return true;
    }

    private boolean isOver(Flow flow, Instant now) {
        return sessions.getLong(flow.session(), 0) != flow.ticket() || !isAlive(flow.session(), now);
    }

    private boolean isIdle(Flow flow) {
        short current = (short) (host.monotonicNanos() >> Layout.SEEN_SHIFT);
        int steps = Short.toUnsignedInt((short) (current - sessions.getShort(flow.session(), LAST_SEEN_OFFSET)));
        return (steps - 1L) << Layout.SEEN_SHIFT >= idle.toNanos();
    }

    /** Tells whether the session has another flow now: another port, or its user another destination. */
    private boolean isLeft(Flow flow, boolean isOneOfSeveral) {
        if (sessions.getShort(flow.session(), EGRESS_PORT_OFFSET) != flow.localPort()) {
            return true;
        }
        long userId = Integer.toUnsignedLong(sessions.getInt(flow.session(), USER_OFFSET));
        return isOneOfSeveral
                && users.get(userId)
                        .filter(user -> Layout.address(flow.key(), 0)
                                        .equals(user.destination().getAddress())
                                && flow.remotePort() == user.destination().getPort())
                        .isEmpty();
    }

    /**
     * An entry of {@code return_map}.
     *
     * @param key a {@code struct flow}
     * @param value a {@code struct flow_entry}
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Flow(byte[] key, byte[] value) {

        long ticket() {
            return Layout.wrap(value).getLong(0);
        }

        int session() {
            return Layout.wrap(value).getInt(ENTRY_SESSION_OFFSET);
        }

        int remotePort() {
            return Layout.port(Layout.wrap(key).getShort(FLOW_REMOTE_PORT_OFFSET));
        }

        /** Returns it as it is stored. */
        short localPort() {
            return Layout.wrap(key).getShort(FLOW_LOCAL_PORT_OFFSET);
        }
    }
}
