package org.lumenlink.relay.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lumenlink.relay.dataplane.HostUnfitException.Problem;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.Libbpf.AttachedProgram;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Netlink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that an interface of the calling thread's namespace is fit for the program. */
final class InterfaceCheck {

    private static final Logger log = LoggerFactory.getLogger(InterfaceCheck.class);

    private final Libbpf libbpf;
    private final Netlink netlink;
    private final FrameLimit limit;

    InterfaceCheck(Libbpf libbpf, Netlink netlink, FrameLimit limit) {
        this.libbpf = libbpf;
        this.netlink = netlink;
        this.limit = limit;
    }

    /**
     * Returns an interface that there is nothing wrong with.
     *
     * @throws HostUnfitException with all that is
     */
    Link demand(String name) {
        List<Link> links = netlink.links();
        Optional<Link> link = find(name, links);
        List<Problem> problems = link.map(this::problemsOf).orElseGet(() -> List.of(missing(name, links)));
        if (!problems.isEmpty()) {
            throw new HostUnfitException(problems);
        }
        return link.orElseThrow();
    }

    /** Returns all that is wrong with an interface. */
    List<Problem> problemsOf(String name) {
        List<Link> links = netlink.links();
        return find(name, links).map(this::problemsOf).orElseGet(() -> List.of(missing(name, links)));
    }

    /** Says in the log that an MTU is larger than what the driver takes natively, if it is. */
    void warnOfMtu(Link link) {
        int largest = limit.ofNative(link).orElse(Integer.MAX_VALUE) - FrameLimit.ETHERNET_HEADER;
        if (link.mtu() > largest) {
            log.warn(
                    "Interface {} has an MTU of {}, and its driver takes {} in native mode. Lower it, at both ends: ip"
                            + " link set dev {} mtu {}",
                    link.name(),
                    link.mtu(),
                    largest,
                    link.name(),
                    largest);
        }
    }

    private static Optional<Link> find(String name, List<Link> links) {
        return links.stream().filter(each -> each.name().equals(name)).findAny();
    }

    private List<Problem> problemsOf(Link link) {
        List<Problem> problems = new ArrayList<>();
        libbpf.attachedXdp(link.index()).ifPresent(program -> problems.add(taken(link.name(), program)));
        List<InetAddress> addresses = netlink.addressesOf(link.index());
        if (addresses.isEmpty()) {
            problems.add(new Problem(
                    "interface " + link.name()
                            + " has no IPv4 or IPv6 address that clients or destinations could reach",
                    "ip addr add ADDRESS/PREFIX dev " + link.name()));
        }
        if (addresses.stream().anyMatch(Inet4Address.class::isInstance)) {
            checkForwarding(link.name(), "ipv4", problems);
        }
        if (addresses.stream().anyMatch(a -> !(a instanceof Inet4Address))) {
            checkForwarding(link.name(), "ipv6", problems);
        }
        return problems;
    }

    private static Problem missing(String name, List<Link> links) {
        return new Problem(
                "there is no network interface " + name,
                "choose from those that there are (RELAY_INTERFACE at the start): "
                        + links.stream()
                                .map(Link::name)
                                .filter(each -> !each.equals("lo"))
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }

    private static Problem taken(String name, AttachedProgram program) {
        return new Problem(
                "interface " + name + " has another XDP program attached (id " + program.id() + ", "
                        + Words.of(program.mode()) + "), perhaps another relay's",
                "stop what attached it (bpftool net show; bpftool prog show id " + program.id()
                        + "), or detach it: ip link set dev " + name + " xdp off");
    }

    /** The kernel answers route look-ups of XDP programs only for interfaces that may forward. */
    private static void checkForwarding(String name, String family, List<Problem> problems) {
        Path setting = Path.of("/proc/sys/net", family, "conf", name, "forwarding");
        try {
            if (Files.readString(setting).trim().equals("0")) {
                problems.add(new Problem(
                        "interface " + name + " does not forward " + (family.equals("ipv4") ? "IPv4" : "IPv6"),
                        "sysctl -w net/" + family + "/conf/" + name + "/forwarding=1"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + setting, e);
        }
    }
}
