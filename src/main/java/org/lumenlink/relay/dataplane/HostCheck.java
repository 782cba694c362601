package org.lumenlink.relay.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.lumenlink.relay.dataplane.HostUnfitException.Problem;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.HostInfo.Capability;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.Libbpf.AttachedProgram;
import org.lumenlink.relay.libbpf.Netlink;

/** Checks that the host can run the dataplane, before anything on it is changed. */
final class HostCheck {

    private static final int KERNEL_MAJOR = 5;
    private static final int KERNEL_MINOR = 8;

    private final HostInfo host;
    private final Libbpf libbpf;
    private final Netlink netlink;
    private final DataplaneSettings settings;
    private final List<Problem> problems = new ArrayList<>();

    HostCheck(HostInfo host, Libbpf libbpf, Netlink netlink, DataplaneSettings settings) {
        this.host = host;
        this.libbpf = libbpf;
        this.netlink = netlink;
        this.settings = settings;
    }

    /**
     * Makes every check.
     *
     * @throws HostUnfitException with all that failed
     */
    void run() {
        checkCapabilities();
        checkKernel();
        checkPinPath();
        settings.interfaces().forEach(this::checkInterface);
        if (!problems.isEmpty()) {
            throw new HostUnfitException(problems);
        }
    }

    private void checkCapabilities() {
        List<Capability> missing = new ArrayList<>();
        for (Capability capability : List.of(Capability.CAP_BPF, Capability.CAP_NET_ADMIN)) {
            if (!host.hasCapability(capability)) {
                missing.add(capability);
            }
        }
        if (!missing.isEmpty()) {
            problem(
                    "the relay lacks " + missing.stream().map(Enum::name).collect(Collectors.joining(" and "))
                            + ", without which it cannot load and attach its program",
                    "run it as root, or as a service with AmbientCapabilities=CAP_BPF CAP_NET_ADMIN, or as a container"
                            + " with --cap-add BPF --cap-add NET_ADMIN");
        }
    }

    private void checkKernel() {
        if (!host.isKernelAtLeast(KERNEL_MAJOR, KERNEL_MINOR)) {
            problem(
                    "the kernel is " + host.kernelRelease() + "; the relay needs Linux " + KERNEL_MAJOR + "."
                            + KERNEL_MINOR + " or newer",
                    "apt-get install linux-image-amd64, then reboot");
        }
        if (!host.hasBtf()) {
            problem(
                    "the kernel does not publish its types (BTF): there is no /sys/kernel/btf/vmlinux",
                    "boot a kernel built with CONFIG_DEBUG_INFO_BTF=y, such as Debian's: apt-get install"
                            + " linux-image-amd64, then reboot; in a container, mount /sys");
        }
    }

    private void checkPinPath() {
        if (!host.isOnBpfFileSystem(settings.pinPath())) {
            problem(
                    "the pin path " + settings.pinPath() + " is not on a BPF file system",
                    "mount -t bpf bpf /sys/fs/bpf, or set RELAY_PIN_PATH to a folder on a BPF file system");
        }
    }

    private void checkInterface(String name) {
        int index = host.interfaceIndex(name);
        if (index == 0) {
            problem(
                    "there is no network interface " + name,
                    "set RELAY_INTERFACE to one or more of: " + interfaceNames());
            return;
        }
        if (problems.isEmpty()) {
            libbpf.attachedXdp(index).ifPresent(program -> checkNoOther(name, program));
        }
        List<InetAddress> addresses = netlink.addressesOf(index);
        if (addresses.isEmpty()) {
            problem(
                    "interface " + name + " has no IPv4 or IPv6 address that clients or destinations could reach",
                    "ip addr add ADDRESS/PREFIX dev " + name);
        }
        if (addresses.stream().anyMatch(Inet4Address.class::isInstance)) {
            checkForwarding(name, "ipv4");
        }
        if (addresses.stream().anyMatch(a -> !(a instanceof Inet4Address))) {
            checkForwarding(name, "ipv6");
        }
    }

    private void checkNoOther(String name, AttachedProgram program) {
        problem(
                "interface " + name + " has another XDP program attached (id " + program.id() + ", "
                        + Words.of(program.mode()) + ")",
                "stop what attached it (bpftool net show; bpftool prog show id " + program.id()
                        + "), or detach it: ip link set dev " + name + " xdp off");
    }

    /** The kernel answers route look-ups of XDP programs only for interfaces that may forward. */
    private void checkForwarding(String name, String family) {
        Path setting = Path.of("/proc/sys/net", family, "conf", name, "forwarding");
        try {
            if (Files.readString(setting).trim().equals("0")) {
                problem(
                        "interface " + name + " does not forward " + (family.equals("ipv4") ? "IPv4" : "IPv6"),
                        "sysctl -w net/" + family + "/conf/" + name + "/forwarding=1");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + setting, e);
        }
    }

    private static String interfaceNames() {
        try {
            return NetworkInterface.networkInterfaces()
                    .map(NetworkInterface::getName)
                    .filter(name -> !name.equals("lo"))
                    .collect(Collectors.joining(", "));
        } catch (SocketException e) {
            throw new IllegalStateException("cannot list the network interfaces", e);
        }
    }

    private void problem(String what, String mend) {
        problems.add(new Problem(what, mend));
    }
}
