package org.lumenlink.relay.libbpf;

/**
 * An error number of Linux with its name and the C library's text for it.
 *
 * @param number positive errno, such as 22
 * @param name symbol, such as {@code EINVAL}; {@code errno N} where it is not one of the usual ones
 * @param text the C library's description, such as {@code Invalid argument}
 */
public record Errno(int number, String name, String text) {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int E2BIG = 7;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;
    public static final int EOPNOTSUPP = 95;

    /** Tells whether this is the given number. */
    public boolean is(int other) {
        return number == other;
    }

    @Override
    public String toString() {
        return name + " (" + text + ")";
    }
}
