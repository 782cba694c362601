package org.lumenlink.relay.dataplane.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.lumenlink.relay.dataplane.AttachMode;
import org.lumenlink.relay.dataplane.DataplaneSettings;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.Drivers;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.Libbpf.AttachedProgram;
import org.lumenlink.relay.libbpf.Link;
import org.lumenlink.relay.libbpf.Netlink;

/** Makes all checks that a relay's settings call for, in the network namespace of the calling thread. */
public final class Examination {

    private final Netlink netlink;
    private final List<String> interfaces;
    private final List<HostCheck> ofHost;
    private final List<InterfaceCheck> ofInterface;

    private Examination(
            Netlink netlink, List<String> interfaces, List<HostCheck> ofHost, List<InterfaceCheck> ofInterface) {
        this.netlink = netlink;
        this.interfaces = interfaces;
        this.ofHost = ofHost;
        this.ofInterface = ofInterface;
    }

    /**
     * Puts the checks together.
     *
     * @param isWelcome tells of a program that an interface has whether it may be there
     */
    public static Examination of(
            DataplaneSettings settings,
            HostInfo host,
            Libbpf libbpf,
            Netlink netlink,
            Drivers drivers,
            Predicate<AttachedProgram> isWelcome) {
        List<InterfaceCheck> checks = new ArrayList<>(List.of(
                new ProgramCheck(libbpf, isWelcome),
                new StateCheck(),
                new AddressCheck(netlink),
                new ForwardingCheck(netlink),
                new RouterAdvertisementCheck(),
                new ReversePathCheck(settings.interfaces().size() > 1)));
        if (settings.attachMode() != AttachMode.GENERIC) {
            Refusal refusal = new Refusal(settings.attachMode());
            checks.addAll(List.of(
                    new DriverCheck(drivers, refusal),
                    new FrameCheck(drivers, netlink, refusal, host),
                    new QueueCheck(drivers, refusal, host, libbpf.possibleCpus()),
                    new OffloadCheck(drivers, refusal),
                    new HeadroomCheck(drivers, host)));
        }
        return new Examination(netlink, settings.interfaces(), ofHost(host, settings.pinPath()), checks);
    }

    /** Returns the checks that need nothing but the kernel. */
    private static List<HostCheck> ofHost(HostInfo host, Path pinPath) {
        return List.of(
                new CapabilityCheck(host),
                new KernelCheck(host),
                new CompilerCheck(),
                new MemoryLockCheck(host),
                new PinPathCheck(host, pinPath),
                new ClockCheck(host));
    }

    /** Checks what is not about an interface. */
    public List<Finding> ofHost() {
        return ofHost.stream().flatMap(check -> check.run().stream()).toList();
    }

    /** Checks all interfaces of the settings. */
    public List<Finding> ofInterfaces() {
        return interfaces.stream().flatMap(name -> ofInterface(name).stream()).toList();
    }

    /** Checks one interface. */
    public List<Finding> ofInterface(String name) {
        List<Link> links = netlink.links();
        Optional<Link> link =
                links.stream().filter(each -> each.name().equals(name)).findAny();
        List<Finding> findings = new ArrayList<>();
        link.ifPresentOrElse(
                found -> ofInterface.forEach(check -> findings.addAll(check.run(found))),
                () -> findings.add(missing(name, links)));
        return findings;
    }

    private static Finding missing(String name, List<Link> links) {
        return Finding.problem(
                name,
                "there is no network interface " + name,
                "choose from those that there are (RELAY_INTERFACE at the start): "
                        + links.stream()
                                .map(Link::name)
                                .filter(each -> !each.equals("lo"))
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }
}
