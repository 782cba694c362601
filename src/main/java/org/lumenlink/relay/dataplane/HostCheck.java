package org.lumenlink.relay.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.lumenlink.relay.dataplane.HostUnfitException.Problem;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.HostInfo.Capability;

/** Checks that the host can run the dataplane, before anything on it is changed. */
final class HostCheck {

    private static final int KERNEL_MAJOR = 5;
    private static final int KERNEL_MINOR = 8;

    private final HostInfo host;
    private final InterfaceCheck interfaces;
    private final DataplaneSettings settings;
    private final List<Problem> problems = new ArrayList<>();

    HostCheck(HostInfo host, InterfaceCheck interfaces, DataplaneSettings settings) {
        this.host = host;
        this.interfaces = interfaces;
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
        settings.interfaces().forEach(name -> problems.addAll(interfaces.problemsOf(name)));
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

    private void problem(String what, String mend) {
        problems.add(new Problem(what, mend));
    }
}
