package org.lumenlink.relay.dataplane;

import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.lumenlink.relay.dataplane.check.Examination;
import org.lumenlink.relay.dataplane.check.FrameLimit;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.BpfProgram.TestRun;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.Netlink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running dataplane: the loaded program, attached to its interfaces, with its maps pinned. What a relay before has
 * left, it takes over. Closing detaches the program, removes the pins and unloads everything, or leaves it all to the
 * next relay, as the settings say; closing twice is harmless.
 */
public final class Dataplane implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Dataplane.class);

    /** Small ones, or rarely full. Not client_map: it is large, and never full, since it gives up its oldest entries. */
    private static final Set<String> COUNTED_MAPS =
            Set.of("rate_limit_map", "relay_address_map", "interface_map", "source_map", "neighbour_map", "icmp_map");

    private final DataplaneSettings settings;
    private final Libbpf libbpf;
    private final HostInfo host;
    private final Clock clock;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final RelayObject object;
    private final Pins pins;
    private boolean stays;
    private final InterfaceKeeper keeper;
    private final InterfaceReport report;
    private final Interfaces interfaces;
    private final Epoch epoch;
    private final WallClock wallClock;
    private final NeighbourResolver neighbours;
    private final UserEvents userEvents = new UserEvents();
    private final UserMap users;
    private final RateLimitMap rateLimits;
    private final TokenKeyMap tokenKeys;
    private final SessionMap sessions;
    private final DenyMap denied;
    private final StatsMap stats;
    private final LatencyMap latency;
    private final Heartbeat heartbeat;
    private final MapDifferences mended = new MapDifferences();

    private Dataplane(
            DataplaneSettings settings,
            Libbpf libbpf,
            HostInfo host,
            Netlink netlink,
            Drivers drivers,
            HostGate gate,
            Pins pins,
            Clock clock) {
        this.settings = settings;
        this.libbpf = libbpf;
        this.host = host;
        this.clock = clock;
        this.report = new InterfaceReport(netlink, new FrameLimit(host, drivers));
        this.pins = open(pins);
        open(netlink);
        open(drivers);
        // If it cannot start, what a relay before has left goes on.
        stays = pins.hasPredecessor();
        try {
            open(this::removePins);
            object = open(RelayObject.load(libbpf, settings, pins));
            epoch = new Epoch(object.map("epoch_map"));
            users = new UserMap(
                    object.map("user_map"),
                    new UserSlots(object.map("user_slot_map"), object.map("user_places_map")),
                    epoch);
            rateLimits = new RateLimitMap(object.map("rate_limit_map"), epoch);
            tokenKeys = new TokenKeyMap(object.map("token_key_map"));
            sessions = new SessionMap(
                    object.map("session_pool_map"),
                    open(object.map("session_map").window()),
                    object.map("return_map"),
                    users,
                    host,
                    settings.egressIdleTimeout());
            denied = new DenyMap(object.map("deny_map"), epoch);
            stats = new StatsMap(object.map("stats_map"));
            latency = new LatencyMap(object.map("latency_map"));
            wallClock = new WallClock(object.map("clock_map"), clock, host);
            wallClock.synchronize(new MapDifferences());
            neighbours = new NeighbourResolver(netlink);
            open(new EventReader(libbpf, object.map("event_ring"), neighbours, userEvents));
            pins.pin(object.program());
            keeper = new InterfaceKeeper(
                    new Attacher(object.program(), settings.attachMode(), libbpf, pins), gate, netlink);
            open(() -> {
                if (stays) {
                    keeper.leave();
                } else {
                    keeper.close();
                }
            });
            interfaces = new Interfaces(object, () -> keeper.current().attached(), netlink, epoch);
            settings.interfaces().forEach(keeper::add);
            object.pinMaps(pins);
            keeper.detachInherited();
            pins.removeInherited(object.program().id(), keeper.interfaceIndexes());
            interfaces.synchronize(new MapDifferences());
            open(new RouteWatch(epoch));
            // What the program keeps may be of other settings, and of another's routes.
            epoch.raise();
            epoch.routesChanged();
            heartbeat = open(new Heartbeat(this::synchronize));
            stays = !settings.detachOnShutdown();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Checks the host, then loads, pins and attaches.
     *
     * @throws HostUnfitException if this host cannot run it, with what mends it
     * @throws org.lumenlink.relay.libbpf.KernelException if the kernel refuses; nothing is left behind
     */
    public static Dataplane start(DataplaneSettings settings, Clock clock) {
        Libbpf libbpf = Libbpf.bind();
        HostInfo host = HostInfo.current();
        Netlink netlink = Netlink.open();
        Drivers drivers = Drivers.open();
        Pins pins = new Pins(libbpf, settings.pinPath());
        HostGate gate = new HostGate(
                Examination.of(settings, host, libbpf, netlink, drivers, program -> pins.isInherited(program.id())),
                pins);
        try {
            gate.demandHost();
        } catch (RuntimeException e) {
            pins.close();
            drivers.close();
            netlink.close();
            throw e;
        }
        return new Dataplane(settings, libbpf, host, netlink, drivers, gate, pins, clock);
    }

    public UserMap users() {
        return users;
    }

    public RateLimitMap rateLimits() {
        return rateLimits;
    }

    public TokenKeyMap tokenKeys() {
        return tokenKeys;
    }

    public SessionMap sessions() {
        return sessions;
    }

    public DenyMap denied() {
        return denied;
    }

    /** Has the program look at the registry's maps again before a user's next packet, rather than at what it has kept of them. */
    public void renewUsers() {
        epoch.raise();
    }

    /** Returns what somebody else has made of the maps that are as this host is, not the registry: mended within a second. */
    public MapDifferences mended() {
        return mended;
    }

    /** Returns the settings that the dataplane was started with. */
    public DataplaneSettings settings() {
        return settings;
    }

    /** Returns a count for each verdict reason, in their order. */
    public List<VerdictCount> verdicts() {
        return stats.read();
    }

    /** Returns what the program has told of users. */
    public UserEvents userEvents() {
        return userEvents;
    }

    /** Returns how long the program took for a sample of the packets that it relayed. */
    public Latency latency() {
        return latency.read();
    }

    /** Returns the addresses that clients may send to, as of the last second. */
    public List<InetAddress> relayAddresses() {
        return interfaces.relayAddresses();
    }

    /** Has the next hop towards a destination resolved, so that its first packet need not wait for it. */
    public void resolveNeighbourOf(InetAddress destination) {
        neighbours.resolveTowards(destination);
    }

    public DataplaneInfo info() {
        AttachedInterfaces present = keeper.current();
        return new DataplaneInfo(
                report.describe(present.attached()),
                present.missing(),
                settings.port(),
                interfaces.relayAddresses(),
                settings.egressPorts().first(),
                settings.egressPorts().count(),
                pins.folder(),
                Layout.VERSION,
                object.program().id(),
                host.kernelRelease(),
                libbpf.version(),
                maps());
    }

    /** Returns the maps and how full they are; {@code return_map} as of the latest sweep of {@link #sessions()}. */
    public List<MapInfo> maps() {
        return object.maps().stream().map(this::describe).toList();
    }

    /** Returns the egress ports in use, as of the latest sweep of {@link #sessions()}. */
    public EgressPorts egressPorts() {
        return sessions.egressPorts(settings.egressPorts().count());
    }

    /** Returns how the kernel stands with the next hops that it keeps for the relay. */
    public NextHops nextHops() {
        return neighbours.nextHops();
    }

    /**
     * Returns which interfaces have the program and which lack it, as of the last second: one that was removed, or whose
     * program somebody detached by force, gets it again as soon as possible.
     *
     * @throws IllegalStateException if that has not been looked after for long
     */
    public AttachedInterfaces interfaces() {
        if (!heartbeat.isRegular()) {
            throw new IllegalStateException("the dataplane's interfaces and clock are not looked after any more");
        }
        return keeper.current();
    }

    /**
     * Attaches the program to another interface, for as long as this dataplane lives.
     *
     * @return false if it was attached already
     * @throws HostUnfitException if the interface is not fit for it; then nothing has changed
     */
    public boolean attach(String interfaceName) {
        return heartbeat.call(() -> {
            boolean added = keeper.add(interfaceName);
            try {
                heal(interfaces::synchronize);
            } catch (RuntimeException e) {
                if (added) {
                    keeper.remove(interfaceName);
                }
                throw e;
            }
            return added;
        });
    }

    /**
     * Detaches the program from an interface, for as long as this dataplane lives.
     *
     * @return false if it was not to be attached to it
     * @throws LastInterfaceException if it is the only one
     */
    public boolean detach(String interfaceName) {
        return heartbeat.call(() -> {
            boolean removed = keeper.remove(interfaceName);
            heal(interfaces::synchronize);
            return removed;
        });
    }

    /**
     * Runs the program once on a frame, as if it had come in by an interface of the calling thread's namespace, with
     * all effects on maps and counters (BPF_PROG_TEST_RUN). For diagnosis.
     */
    public TestRun run(byte[] frame, int interfaceIndex) {
        return object.program().run(frame, interfaceIndex, 1);
    }

    /** Returns the loaded program, to be measured; whatever it runs on has all effects on maps and counters. */
    public BpfProgram program() {
        return object.program();
    }

    @Override
    public void close() {
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                log.warn("Cannot take down a part of the dataplane", e);
            }
        }
    }

    private void removePins() {
        if (!stays) {
            pins.remove();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        resources.push(resource);
        return resource;
    }

    private void synchronize() {
        heal(found -> {
            wallClock.synchronize(found);
            epoch.synchronize(found);
            keeper.synchronize();
            interfaces.synchronize(found);
        });
    }

    private void heal(Consumer<MapDifferences> action) {
        MapDifferences found = new MapDifferences();
        try {
            action.accept(found);
        } finally {
            mended.addAll(found);
            if (!found.isEmpty()) {
                log.warn("The maps were not as this host has them, and were mended: {}", found);
            }
        }
    }

    private MapInfo describe(BpfMap map) {
        return switch (map.name()) {
            case "session_map" -> new MapInfo(map.name(), sessions.count(clock.instant()), settings.maxSessions());
            case "user_map" -> new MapInfo(map.name(), users.count(), map.maxEntries());
            case "return_map" -> new MapInfo(map.name(), egressPorts().flows(), map.maxEntries());
            case "deny_map" -> new MapInfo(map.name(), denied.count(), map.maxEntries());
            default -> new MapInfo(map.name(), COUNTED_MAPS.contains(map.name()) ? map.count() : -1, map.maxEntries());
        };
    }
}
