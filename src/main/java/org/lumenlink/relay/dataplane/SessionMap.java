package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lumenlink.relay.libbpf.BpfMap;

/**
 * {@code session_map} and {@code return_map}: the sessions, and which answers belong to them. The kernel makes the
 * entries; this removes what is over. A session is kept until its ticket expires, however idle it is: it remembers which
 * packet numbers were seen, and without it a captured packet could be replayed.
 */
public final class SessionMap {

    private static final int EXPIRES_OFFSET = 20;
    private static final int DESTINATION_OFFSET = 120;
    private static final int EGRESS_OFFSET = 136;
    private static final int DESTINATION_PORT_OFFSET = 154;
    private static final int EGRESS_PORT_OFFSET = 156;

    private final BpfMap sessions;
    private final BpfMap returns;
    private Set<ByteBuffer> suspects = new HashSet<>();

    SessionMap(BpfMap sessions, BpfMap returns) {
        this.sessions = sessions;
        this.returns = returns;
    }

    /**
     * Removes sessions whose ticket has expired, and entries of the return table that lead to no session. The kernel
     * enters a flow before the session that owns it says so: an entry goes only if two sweeps in a row find it astray.
     *
     * @return how many sessions were removed
     */
    public synchronized int sweep(Instant now) {
        List<byte[]> expired = new ArrayList<>();
        Set<ByteBuffer> flows = new HashSet<>();
        sessions.forEach((ticket, session) -> {
            ByteBuffer buffer = Layout.wrap(session);
            if (Integer.toUnsignedLong(buffer.getInt(EXPIRES_OFFSET)) <= now.getEpochSecond()) {
                expired.add(ticket);
            } else if (buffer.getShort(EGRESS_PORT_OFFSET) != 0) {
                flows.add(flow(session, buffer));
            }
        });
        Set<ByteBuffer> astray = new HashSet<>();
        returns.forEach((flow, ticket) -> {
            if (!flows.contains(ByteBuffer.wrap(flow))) {
                astray.add(ByteBuffer.wrap(flow));
            }
        });
        int removed = 0;
        for (byte[] ticket : expired) {
            removed += sessions.delete(ticket) ? 1 : 0;
        }
        for (ByteBuffer flow : astray) {
            if (suspects.contains(flow)) {
                returns.delete(flow.array());
            }
        }
        suspects = astray;
        return removed;
    }

    /** Returns the number of sessions, expired ones that were not swept yet among them. */
    public int count() {
        return sessions.count();
    }

    /** Returns the {@code struct flow} that a session's answers come in by. */
    private static ByteBuffer flow(byte[] session, ByteBuffer buffer) {
        ByteBuffer flow = Layout.allocate(Layout.FLOW_SIZE);
        flow.put(session, DESTINATION_OFFSET, Layout.ADDRESS_SIZE);
        flow.put(session, EGRESS_OFFSET, Layout.ADDRESS_SIZE);
        flow.putShort(buffer.getShort(DESTINATION_PORT_OFFSET));
        flow.putShort(buffer.getShort(EGRESS_PORT_OFFSET));
        return flow.flip();
    }
}
