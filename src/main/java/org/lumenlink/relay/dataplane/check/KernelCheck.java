package org.lumenlink.relay.dataplane.check;

import java.util.ArrayList;
import java.util.List;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.libbpf.HostInfo;

/** The program uses what Linux 5.8 brought, and is fitted to the running kernel by its types. */
final class KernelCheck implements HostCheck {

    private static final String SUBJECT = "kernel";
    private static final int MAJOR = 5;
    private static final int MINOR = 8;

    private final HostInfo host;

    KernelCheck(HostInfo host) {
        this.host = host;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        if (!host.isKernelAtLeast(MAJOR, MINOR)) {
            findings.add(Finding.problem(
                    SUBJECT,
                    "the kernel is " + host.kernelRelease() + "; the relay needs Linux " + MAJOR + "." + MINOR
                            + " or newer",
                    "apt-get install linux-image-amd64, then reboot"));
        }
        if (!host.hasBtf()) {
            findings.add(Finding.problem(
                    SUBJECT,
                    "the kernel does not publish its types (BTF): there is no /sys/kernel/btf/vmlinux",
                    "boot a kernel built with CONFIG_DEBUG_INFO_BTF=y, such as Debian's: apt-get install"
                            + " linux-image-amd64, then reboot; in a container, mount /sys"));
        }
        return findings.isEmpty()
                ? List.of(Finding.ok(SUBJECT, "Linux " + host.kernelRelease() + ", with its types (BTF)"))
                : findings;
    }
}
