package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.HostInfo;

/** Asks the kernel and the C library. */
public final class NativeHostInfo implements HostInfo {

    /** What CAP_SYS_ADMIN could do before Linux 5.8, and still can. */
    private static final Set<Capability> PARTS_OF_SYS_ADMIN = Set.of(Capability.CAP_BPF, Capability.CAP_PERFMON);

    private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");

    private static final Path STATUS = Path.of("/proc/thread-self/status");

    private static final String EFFECTIVE = "CapEff:";

    /** BPF_FS_MAGIC of linux/magic.h. */
    private static final long BPF_FS_MAGIC = 0xcafe4a11L;

    /** struct statfs of asm-generic/statfs.h, which starts with the type, has 120 bytes on 64-bit machines. */
    private static final int STATFS_SIZE = 120;

    private static final int CLOCK_MONOTONIC = 1;

    /** struct timex of linux/timex.h on 64-bit machines. */
    private static final int TIMEX_SIZE = 208;

    /** The clock is not synchronized (linux/timex.h). */
    private static final int TIME_ERROR = 5;

    /** By its number (capabilities(7)); the relay can do without it. */
    private static final int CAP_SYS_RESOURCE = 24;

    private static final Path LIMITS = Path.of("/proc/self/limits");

    private static final String LOCKED_MEMORY = "Max locked memory";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final KernelRelease release;

    private NativeHostInfo(KernelRelease release) {
        this.release = release;
    }

    /** Describes this process and the running kernel. */
    public static HostInfo current() {
        return new NativeHostInfo(KernelRelease.current());
    }

    @Override
    public String kernelRelease() {
        return release.text();
    }

    @Override
    public boolean isKernelAtLeast(int major, int minor) {
        return release.isAtLeast(major, minor);
    }

    @Override
    public boolean hasCapability(Capability capability) {
        long effective = effectiveCapabilities();
        return has(effective, capability)
                || (PARTS_OF_SYS_ADMIN.contains(capability) && has(effective, Capability.CAP_SYS_ADMIN));
    }

    @Override
    public boolean hasBtf() {
        return Files.isReadable(BTF);
    }

    @Override
    public boolean isOnBpfFileSystem(Path path) {
        @Nullable Path existing = path.toAbsolutePath().normalize();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && fileSystemType(existing) == BPF_FS_MAGIC;
    }

    @Override
    public long monotonicNanos() {
        long[] timespec = new long[2];
        LibC.clock_gettime(CLOCK_MONOTONIC, timespec);
        return timespec[0] * NANOS_PER_SECOND + timespec[1];
    }

    @Override
    public boolean isClockSynchronized() {
        try (Memory timex = new Memory(TIMEX_SIZE)) {
            // All zero: nothing is to be set.
            timex.clear();
            int state = LibC.adjtimex(timex);
            int errno = Native.getLastError();
            if (state < 0) {
                throw Errnos.failure("ask for the state of the clock", errno);
            }
            return state != TIME_ERROR;
        }
    }

    @Override
    public boolean mayLockAnyMemory() {
        if ((effectiveCapabilities() >>> CAP_SYS_RESOURCE & 1) != 0) {
            return true;
        }
        try (Stream<String> lines = Files.lines(LIMITS)) {
            // Name, soft limit, hard limit, unit; a soft limit can be raised to the hard one.
            return lines.filter(line -> line.startsWith(LOCKED_MEMORY))
                    .anyMatch(line -> line.substring(LOCKED_MEMORY.length()).matches("\\s*\\S+\\s+unlimited\\s.*"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read this process's limits from " + LIMITS, e);
        }
    }

    @Override
    public int pageSize() {
        return LibC.getpagesize();
    }

    @Override
    public int interfaceIndex(String name) {
        return Interfaces.index(name);
    }

    private static boolean has(long capabilities, Capability capability) {
        return (capabilities >>> capability.number() & 1) != 0;
    }

    private static long effectiveCapabilities() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(EFFECTIVE))
                    .map(line -> Long.parseUnsignedLong(
                            line.substring(EFFECTIVE.length()).strip(), 16))
                    .findFirst()
                    .orElse(0L);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read this process's capabilities from " + STATUS, e);
        }
    }

    private static long fileSystemType(Path path) {
        try (Memory statfs = new Memory(STATFS_SIZE)) {
            int result = LibC.statfs(path.toString(), statfs);
            int errno = Native.getLastError();
            if (result < 0) {
                throw Errnos.failure("find out the file system of " + path, errno);
            }
            return statfs.getLong(0);
        }
    }
}
