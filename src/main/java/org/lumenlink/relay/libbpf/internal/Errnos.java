package org.lumenlink.relay.libbpf.internal;

import java.util.Map;
import java.util.Objects;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.KernelException;

/** Makes {@link Errno}s and exceptions from the numbers that libbpf and the C library return. */
final class Errnos {

    static final int EINTR = 4;
    static final int ENOBUFS = 105;
    static final int EACCES = 13;
    static final int EHOSTUNREACH = 113;
    static final int ENETUNREACH = 101;
    static final int ECANCELED = 125;

    /** Not for user space by linux/errno.h, yet the bpf system call returns it for what a kernel cannot do. */
    static final int ENOTSUPP = 524;

    /** Where libbpf's own numbers start (enum libbpf_errno of bpf/libbpf.h). */
    private static final int LIBBPF_ERRNO_START = 4000;

    /** The numbers of asm-generic/errno*.h that these calls are known to return. */
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(Errno.EPERM, "EPERM"),
            Map.entry(Errno.ENOENT, "ENOENT"),
            Map.entry(3, "ESRCH"),
            Map.entry(EINTR, "EINTR"),
            Map.entry(5, "EIO"),
            Map.entry(6, "ENXIO"),
            Map.entry(Errno.E2BIG, "E2BIG"),
            Map.entry(8, "ENOEXEC"),
            Map.entry(9, "EBADF"),
            Map.entry(10, "ECHILD"),
            Map.entry(Errno.EAGAIN, "EAGAIN"),
            Map.entry(Errno.ENOMEM, "ENOMEM"),
            Map.entry(EACCES, "EACCES"),
            Map.entry(14, "EFAULT"),
            Map.entry(Errno.EBUSY, "EBUSY"),
            Map.entry(Errno.EEXIST, "EEXIST"),
            Map.entry(18, "EXDEV"),
            Map.entry(Errno.ENODEV, "ENODEV"),
            Map.entry(20, "ENOTDIR"),
            Map.entry(21, "EISDIR"),
            Map.entry(Errno.EINVAL, "EINVAL"),
            Map.entry(23, "ENFILE"),
            Map.entry(24, "EMFILE"),
            Map.entry(27, "EFBIG"),
            Map.entry(Errno.ENOSPC, "ENOSPC"),
            Map.entry(30, "EROFS"),
            Map.entry(34, "ERANGE"),
            Map.entry(36, "ENAMETOOLONG"),
            Map.entry(38, "ENOSYS"),
            Map.entry(61, "ENODATA"),
            Map.entry(67, "ENOLINK"),
            Map.entry(71, "EPROTO"),
            Map.entry(75, "EOVERFLOW"),
            Map.entry(90, "EMSGSIZE"),
            Map.entry(93, "EPROTONOSUPPORT"),
            Map.entry(Errno.EOPNOTSUPP, "EOPNOTSUPP"),
            Map.entry(97, "EAFNOSUPPORT"),
            Map.entry(99, "EADDRNOTAVAIL"),
            Map.entry(100, "ENETDOWN"),
            Map.entry(ENETUNREACH, "ENETUNREACH"),
            Map.entry(ENOBUFS, "ENOBUFS"),
            Map.entry(110, "ETIMEDOUT"),
            Map.entry(111, "ECONNREFUSED"),
            Map.entry(EHOSTUNREACH, "EHOSTUNREACH"),
            Map.entry(ECANCELED, "ECANCELED"),
            Map.entry(ENOTSUPP, "ENOTSUPP"));

    private Errnos() {}

    /** Describes an error number of either sign. */
    static Errno of(int number) {
        int positive = Math.abs(number);
        return new Errno(positive, NAMES.getOrDefault(positive, "errno " + positive), text(positive));
    }

    /** Makes the exception for a failed call; {@code number} may have either sign. */
    static KernelException failure(String call, int number) {
        return new KernelException(call, of(number));
    }

    private static String text(int number) {
        if (number == ENOTSUPP) {
            return "The kernel cannot do this";
        }
        return number >= LIBBPF_ERRNO_START
                ? libbpfText(number)
                : Objects.requireNonNullElse(LibC.strerror(number), "unknown");
    }

    private static String libbpfText(int number) {
        byte[] text = new byte[128];
        LibbpfSymbols.libbpf_strerror(number, text, text.length);
        return CStrings.decode(text);
    }
}
