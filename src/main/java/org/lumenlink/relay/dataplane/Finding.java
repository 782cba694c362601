package org.lumenlink.relay.dataplane;

/**
 * What a check of the host has found.
 *
 * @param level how bad it is
 * @param subject what was checked: {@code kernel} and the like, or the name of an interface
 * @param what was found, in one sentence
 * @param mend the command or setting that mends it; empty if nothing is to be mended
 */
public record Finding(Level level, String subject, String what, String mend) {

    /** How bad something is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** The relay runs, but not as well as it could, or not in every case. */
        WARNING,
        /** The relay does not start. */
        PROBLEM
    }

    public static Finding ok(String subject, String what) {
        return new Finding(Level.OK, subject, what, "");
    }

    public static Finding warning(String subject, String what, String mend) {
        return new Finding(Level.WARNING, subject, what, mend);
    }

    public static Finding problem(String subject, String what, String mend) {
        return new Finding(Level.PROBLEM, subject, what, mend);
    }
}
