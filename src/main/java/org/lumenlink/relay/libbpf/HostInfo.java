package org.lumenlink.relay.libbpf;

import org.lumenlink.relay.libbpf.internal.NativeHostInfo;

/** Facts about this process and kernel that decide whether BPF programs can be loaded. */
public interface HostInfo {

    static HostInfo current() {
        return NativeHostInfo.current();
    }

    /** Returns the kernel's release, such as {@code 6.1.0-13-cloud-amd64}. */
    String kernelRelease();

    /** Tells whether the kernel is at least {@code major.minor}. */
    boolean isKernelAtLeast(int major, int minor);

    /** Tells whether this process has an effective capability; CAP_SYS_ADMIN counts for CAP_BPF and CAP_PERFMON. */
    boolean hasCapability(Capability capability);

    /** Tells whether the kernel publishes its types (BTF) in {@code /sys/kernel/btf/vmlinux}. */
    boolean hasBtf();

    /** Tells whether a path (or, where it does not exist, its nearest existing parent) is on a BPF file system. */
    boolean isOnBpfFileSystem(java.nio.file.Path path);

    /** Returns the nanoseconds of CLOCK_MONOTONIC, the clock of {@code bpf_ktime_get_ns}. */
    long monotonicNanos();

    /** Tells whether the kernel takes its clock for synchronized (adjtimex(2)). */
    boolean isClockSynchronized();

    /** Tells whether this process may lock as much memory as it likes, or may lift its limit (RLIMIT_MEMLOCK). */
    boolean mayLockAnyMemory();

    /** Returns the size of a page of memory, in bytes. */
    int pageSize();

    /** Returns the index of an interface of the calling thread's namespace, or 0 if there is none of that name. */
    int interfaceIndex(String name);

    /** Capabilities that the relay needs, by number (capabilities(7)). */
    enum Capability {
        CAP_NET_ADMIN(12),
        CAP_SYS_ADMIN(21),
        CAP_PERFMON(38),
        CAP_BPF(39);

        private final int number;

        Capability(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }
}
