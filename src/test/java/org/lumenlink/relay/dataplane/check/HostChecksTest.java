package org.lumenlink.relay.dataplane.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.dataplane.Finding.Level;
import org.lumenlink.relay.libbpf.HostInfo;

/** What is said of kernels and limits that this machine does not have. */
class HostChecksTest {

    @Test
    void kernelWhenTooOldThenSaysWhichIsNeeded() {
        assertThat(new KernelCheck(host(Map.of("isKernelAtLeast", false, "hasBtf", false, "kernelRelease", "5.4.0")))
                        .run())
                .extracting(Finding::what)
                .containsExactly(
                        "the kernel is 5.4.0; the relay needs Linux 5.8 or newer",
                        "the kernel does not publish its types (BTF): there is no /sys/kernel/btf/vmlinux");
    }

    @Test
    void memoryWhenLimitedBeforeLinux511ThenSaysHowToLiftTheLimit() {
        assertThat(new MemoryLockCheck(host(Map.of("isKernelAtLeast", false, "mayLockAnyMemory", false))).run())
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.PROBLEM))
                .satisfies(
                        finding -> assertThat(finding.mend()).contains("ulimit -l unlimited", "LimitMEMLOCK=infinity"));
        assertThat(new MemoryLockCheck(host(Map.of("isKernelAtLeast", false, "mayLockAnyMemory", true))).run())
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
        assertThat(new MemoryLockCheck(host(Map.of("isKernelAtLeast", true))).run())
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
    }

    @Test
    void clockWhenNotSynchronizedThenSaysWhatKeepsItRight() {
        assertThat(new ClockCheck(host(Map.of("isClockSynchronized", false))).run())
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING))
                .satisfies(finding -> assertThat(finding.mend()).contains("apt-get install chrony"));
        assertThat(new ClockCheck(host(Map.of("isClockSynchronized", true))).run())
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
    }

    /** Makes a host that answers these questions so, and no others. */
    private static HostInfo host(Map<String, Object> answers) {
        return (HostInfo) Proxy.newProxyInstance(
                HostInfo.class.getClassLoader(),
                new Class<?>[] {HostInfo.class},
                (proxy, method, arguments) -> Objects.requireNonNull(answers.get(method.getName()), method.getName()));
    }
}
