package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/** Functions of the C library, under their own names; errno is {@link Native#getLastError()} right after the call. */
final class LibC {

    /** F_DUPFD_CLOEXEC of linux/fcntl.h. */
    static final int F_DUPFD_CLOEXEC = 1030;

    /** O_CLOEXEC of asm-generic/fcntl.h; with it, O_RDONLY (0). */
    static final int O_CLOEXEC = 0x80000;

    static {
        Native.register(LibC.class, Platform.C_LIBRARY_NAME);
    }

    private LibC() {}

    static native int open(String path, int flags);

    static native int close(int fd);

    static native int flock(int fd, int operation);

    static native int fcntl(int fd, int command, int argument);

    static native void free(Pointer memory);

    /** Returns MAP_FAILED, all bits set, if it fails. */
    static native Pointer mmap(@Nullable Pointer address, long length, int protection, int flags, int fd, long offset);

    static native int munmap(Pointer address, long length);

    static native @Nullable String strerror(int errno);

    /** Formats; {@code args} is a va_list, which is passed as a pointer on x86-64 as well as on aarch64. */
    static native int vasprintf(PointerByReference result, Pointer format, Pointer args);

    static native int setns(int fd, int type);

    static native int socket(int family, int type, int protocol);

    static native int setsockopt(int fd, int level, int option, int[] value, int size);

    static native int setsockopt(int fd, int level, int option, long[] value, int size);

    static native long send(int fd, byte[] data, long size, int flags);

    static native long recv(int fd, byte[] data, long size, int flags);

    /** The second parameter is an {@code unsigned long}; what follows it is passed as if it were no variable argument. */
    static native int ioctl(int fd, long request, Pointer argument);

    static native int statfs(String path, Pointer result);

    /** Writes a struct timespec: seconds, then nanoseconds. */
    static native int clock_gettime(int clock, long[] timespec);

    /** Reads and sets the clock's discipline; returns its state. */
    static native int adjtimex(Pointer timex);

    static native int getpagesize();

    static native int if_nametoindex(String name);

    /** Writes the name into 16 bytes (IF_NAMESIZE). */
    static native @Nullable Pointer if_indextoname(int index, byte[] name);
}
