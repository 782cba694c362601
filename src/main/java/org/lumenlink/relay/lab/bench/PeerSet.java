package org.lumenlink.relay.lab.bench;

import java.util.ArrayList;
import java.util.List;

/** Which peers are measured: the relay first, then what this machine has. */
final class PeerSet {

    private final Peers peers;
    private final int cpu;
    private final boolean quick;

    /**
     * Chooses.
     *
     * @param cpu for relays in user space
     * @param quick whether to leave those out
     */
    PeerSet(Peers peers, int cpu, boolean quick) {
        this.peers = peers;
        this.cpu = cpu;
        this.quick = quick;
    }

    /** Makes them all; they belong to {@code resources}. */
    List<Peer> open(Resources resources) {
        List<Peer> open = new ArrayList<>();
        open.add(resources.add(peers.relay()));
        open.add(resources.add(peers.sink()));
        open.add(resources.add(peers.xdpNat()));
        open.add(resources.add(peers.xdpForward()));
        open.add(resources.add(peers.routing()));
        open.add(resources.add(peers.nftables()));
        if (!quick) {
            open.add(resources.add(
                    peers.process("socat", Goal.none(), namespace -> UserSpaceRelay.socat(namespace, cpu))));
            open.add(resources.add(
                    peers.process("nginx stream", Goal.times(10), namespace -> UserSpaceRelay.nginx(namespace, cpu))));
            open.add(resources.add(peers.coturn(cpu)));
        }
        return open;
    }
}
