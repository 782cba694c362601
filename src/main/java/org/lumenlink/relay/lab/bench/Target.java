package org.lumenlink.relay.lab.bench;

import java.util.Locale;

/**
 * What a figure must not be above.
 *
 * @param factor of the reference
 * @param reference what the figure is compared with
 */
record Target(double factor, Reference reference) {

    /** What figures are compared with. */
    enum Reference {
        FORWARD("FIB forward"),
        ONE_SESSION("1 session");

        private final String words;

        Reference(String words) {
            this.words = words;
        }
    }

    static Target ofForward(double factor) {
        return new Target(factor, Reference.FORWARD);
    }

    static Target ofOneSession(double factor) {
        return new Target(factor, Reference.ONE_SESSION);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f x %s", factor, reference.words);
    }
}
