package org.lumenlink.relay.lab;

import java.util.Locale;

/**
 * Something measured, next to what it must be.
 *
 * @param name what it is
 * @param wanted what it must be, in words; empty if anything goes
 * @param measured what it was, in words
 * @param right whether it is as it must be
 */
record Figure(String name, String wanted, String measured, boolean right) {

    /** Makes a figure that must be exact. */
    static Figure exactly(String name, long wanted, long measured) {
        return new Figure(name, number(wanted), number(measured), wanted == measured);
    }

    /** Makes a figure that may differ by a share of what is wanted, such as 0.02. */
    static Figure within(String name, double tolerance, long wanted, long measured) {
        String text = "%s ± %.0f %%".formatted(number(wanted), tolerance * 100);
        return new Figure(name, text, number(measured), Math.abs(measured - wanted) <= wanted * tolerance);
    }

    /** Makes a figure that must not be larger. */
    static Figure atMost(String name, long wanted, long measured) {
        return new Figure(name, "at most " + number(wanted), number(measured), measured <= wanted);
    }

    /** Makes a figure that tells something and can not be wrong. */
    static Figure told(String name, String measured) {
        return new Figure(name, "", measured, true);
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String number(double number, String unit) {
        return String.format(Locale.ROOT, "%,.1f %s", number, unit);
    }
}
