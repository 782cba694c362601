package org.lumenlink.relay.dataplane;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Netlink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the program attached to its interfaces, whatever becomes of them. All but {@link #current} is for use by one
 * thread. Closing detaches from all.
 */
final class InterfaceKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(InterfaceKeeper.class);

    private final Attacher attacher;
    private final HostGate gate;
    private final Netlink netlink;
    private final Map<String, WatchedInterface> watched = new LinkedHashMap<>();
    private volatile AttachedInterfaces current = new AttachedInterfaces(List.of(), List.of());

    InterfaceKeeper(Attacher attacher, HostGate gate, Netlink netlink) {
        this.attacher = attacher;
        this.gate = gate;
        this.netlink = netlink;
    }

    /** Returns what is attached and what is not, as it was found last. */
    AttachedInterfaces current() {
        return current;
    }

    /**
     * Attaches to another interface.
     *
     * @return false if it was attached already
     * @throws HostUnfitException if it is not fit for it; then nothing has changed
     */
    boolean add(String name) {
        WatchedInterface wanted = watched.getOrDefault(name, new WatchedInterface(name, attacher));
        if (wanted.attachment().isPresent()) {
            return false;
        }
        gate.demandInterface(name);
        wanted.attach(indexes().getOrDefault(name, 0));
        watched.put(name, wanted);
        publish();
        return true;
    }

    /**
     * Detaches from an interface.
     *
     * @return false if it was not one of them
     * @throws LastInterfaceException if it is the only one
     */
    boolean remove(String name) {
        WatchedInterface unwanted = watched.get(name);
        if (unwanted == null) {
            return false;
        }
        if (watched.size() == 1) {
            throw new LastInterfaceException(name);
        }
        watched.remove(name);
        publish();
        unwanted.detach();
        log.info("Detached from {}", name);
        return true;
    }

    /** Detaches the program of a relay before from all interfaces that are none of these. */
    void detachInherited() {
        Set<Integer> own = interfaceIndexes();
        for (Link link : netlink.links()) {
            if (!own.contains(link.index()) && attacher.isInherited(link.index())) {
                attacher.detachInherited(link.index());
                log.info("Detached the program of the relay before from {}", link.name());
            }
        }
    }

    /** Returns which interfaces have the program. */
    Set<Integer> interfaceIndexes() {
        return current.attached().stream().map(Attachment::interfaceIndex).collect(Collectors.toSet());
    }

    /** Follows interfaces that went away, came back, or lost the program; to be called every second or so. */
    void synchronize() {
        Map<String, Integer> indexes = indexes();
        watched.values().forEach(each -> each.follow(indexes.getOrDefault(each.name(), 0)));
        publish();
    }

    /** Lets go of all, and leaves the program attached. */
    void leave() {
        watched.values().forEach(WatchedInterface::leave);
    }

    @Override
    public void close() {
        watched.values().forEach(WatchedInterface::detach);
    }

    private Map<String, Integer> indexes() {
        return netlink.links().stream().collect(Collectors.toMap(Link::name, Link::index));
    }

    private void publish() {
        List<Attachment> attached = new ArrayList<>();
        List<MissingInterface> missing = new ArrayList<>();
        for (WatchedInterface each : watched.values()) {
            each.attachment()
                    .ifPresentOrElse(
                            attached::add, () -> missing.add(new MissingInterface(each.name(), each.trouble())));
        }
        current = new AttachedInterfaces(List.copyOf(attached), List.copyOf(missing));
    }
}
