package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.lumenlink.relay.dataplane.MapDifferences.Kind;
import org.lumenlink.relay.libbpf.BpfMap;

/**
 * {@code epoch_map}: the program keeps what it knows of users, of the relay's addresses and of routes; after a change it
 * has to look again before the next packet. Tells it also whether there is a deny list at all.
 */
final class Epoch {

    private final BpfMap map;
    private int registry;
    private int routes;
    private int denied;

    /** Goes on from where a relay before has left it. */
    Epoch(BpfMap map) {
        this.map = map;
        ByteBuffer present = Layout.wrap(map.lookup(Layout.key32(0)).orElseThrow());
        registry = present.getInt();
        routes = present.getInt();
        denied = present.getInt();
    }

    /** To be called after a user, a limit or the relay's addresses were changed in their maps. */
    synchronized void raise() {
        registry++;
        write();
    }

    /** To be called after routes, neighbours or links of the host have changed. */
    synchronized void routesChanged() {
        routes += Layout.HOP_LIFETIME;
        write();
    }

    /** To be called after {@code deny_map} was changed, with the number of its entries. */
    synchronized void denied(int entries) {
        if (entries != denied) {
            denied = entries;
            write();
        }
    }

    /**
     * Has the program look at everything again if somebody else has written here; to be called every second or so.
     *
     * @param found counts that
     */
    synchronized void synchronize(MapDifferences found) {
        if (!Arrays.equals(map.lookup(Layout.key32(0)).orElseThrow(), value())) {
            found.add(map.name(), Kind.OTHER, 1);
            raise();
            routesChanged();
        }
    }

    /** In one write: the kernel copies every eight bytes as a whole. */
    private void write() {
        map.update(Layout.key32(0), value(), BpfMap.Update.ANY);
    }

    private byte[] value() {
        return Layout.allocate(Layout.EPOCH_SIZE)
                .putInt(registry)
                .putInt(routes)
                .putInt(denied)
                .array();
    }
}
