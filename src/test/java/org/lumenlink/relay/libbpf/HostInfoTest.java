package org.lumenlink.relay.libbpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.libbpf.HostInfo.Capability;
import org.lumenlink.relay.support.Shell;

class HostInfoTest {

    private final HostInfo host = HostInfo.current();

    @Test
    void kernelReleaseThenIsThatOfUname() {
        assertThat(host.kernelRelease()).isEqualTo(Shell.run("uname", "-r").strip());
        assertThat(host.isKernelAtLeast(2, 6)).isTrue();
        assertThat(host.isKernelAtLeast(999, 0)).isFalse();
    }

    @Test
    void interfaceIndexThenIsThatOfTheKernel() {
        assertThat(host.interfaceIndex("lo")).isEqualTo(1);
        assertThat(host.interfaceIndex("no-such-if")).isZero();
    }

    @Test
    void monotonicNanosThenIsTheClockSinceBoot() throws Exception {
        long before = uptimeNanos();
        long now = host.monotonicNanos();

        assertThat(now).isGreaterThan(0).isLessThanOrEqualTo(host.monotonicNanos());
        // Uptime is the boot-time clock: it also counts suspends, the monotonic one does not.
        assertThat(now).isLessThanOrEqualTo(uptimeNanos() + 10_000_000);
        assertThat(before).isPositive();
    }

    @Test
    void hasCapabilityWhenDroppedThenFalse() {
        BpfTests.requireRoot();

        assertThat(capabilitiesWithout(""))
                .isEqualTo("CAP_NET_ADMIN=true CAP_SYS_ADMIN=true CAP_PERFMON=true CAP_BPF=true");
        assertThat(capabilitiesWithout("-bpf,-perfmon"))
                .isEqualTo("CAP_NET_ADMIN=true CAP_SYS_ADMIN=true CAP_PERFMON=true CAP_BPF=true");
        assertThat(capabilitiesWithout("-bpf,-perfmon,-sys_admin"))
                .isEqualTo("CAP_NET_ADMIN=true CAP_SYS_ADMIN=false CAP_PERFMON=false CAP_BPF=false");
        assertThat(capabilitiesWithout("-sys_admin,-net_admin"))
                .isEqualTo("CAP_NET_ADMIN=false CAP_SYS_ADMIN=false CAP_PERFMON=true CAP_BPF=true");
    }

    @Test
    void hasBtfThenTellsWhetherTheFileIsThere() {
        assertThat(host.hasBtf()).isEqualTo(Files.exists(Path.of("/sys/kernel/btf/vmlinux")));
    }

    @Test
    void isOnBpfFileSystemWhenElsewhereThenFalse() {
        assertThat(host.isOnBpfFileSystem(Path.of("/proc/self/status"))).isFalse();
        assertThat(host.isOnBpfFileSystem(Path.of("relative/path"))).isFalse();
    }

    private static String capabilitiesWithout(String dropped) {
        return Shell.run(
                        "setpriv",
                        "--bounding-set=" + (dropped.isEmpty() ? "+all" : dropped),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Capabilities.class.getName())
                .strip();
    }

    private static long uptimeNanos() throws Exception {
        String uptime = Files.readString(Path.of("/proc/uptime"));
        return (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1e9);
    }

    /** Runs in a process of its own. */
    static final class Capabilities {

        private Capabilities() {}

        public static void main(String[] arguments) {
            HostInfo host = HostInfo.current();
            StringBuilder text = new StringBuilder();
            for (Capability capability : Capability.values()) {
                text.append(capability)
                        .append('=')
                        .append(host.hasCapability(capability))
                        .append(' ');
            }
            System.out.println(text);
        }
    }
}
