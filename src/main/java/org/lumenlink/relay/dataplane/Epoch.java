package org.lumenlink.relay.dataplane;

import org.lumenlink.relay.libbpf.BpfMap;

/**
 * {@code epoch_map}: the program keeps what it knows of users and of the relay's addresses; a new epoch has it look again
 * before the next packet.
 */
final class Epoch {

    private final BpfMap map;
    private int current;

    Epoch(BpfMap map) {
        this.map = map;
    }

    /** Begins a new epoch; to be called after a change was written. */
    synchronized void raise() {
        current++;
        map.update(
                Layout.key32(0), Layout.allocate(Integer.BYTES).putInt(current).array(), BpfMap.Update.ANY);
    }
}
