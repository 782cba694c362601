package org.lumenlink.relay.dataplane;

/**
 * A range of UDP ports, written {@code 20000-59999}.
 *
 * @param first lowest port, at least 1024
 * @param last highest port, at most 65535
 */
public record PortRange(int first, int last) {

    public PortRange {
        if (first < 1024 || last > 65535 || first > last) {
            throw new IllegalArgumentException(
                    "egress ports " + first + "-" + last + " must be two ports from 1024 to 65535, the lower first");
        }
    }

    /**
     * Parses {@code first-last}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static PortRange valueOf(String text) {
        int dash = text.indexOf('-');
        try {
            return new PortRange(
                    Integer.parseInt(text.substring(0, Math.max(dash, 0)).trim()),
                    Integer.parseInt(text.substring(dash + 1).trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("egress ports '" + text + "' must look like 20000-59999", e);
        }
    }

    public int count() {
        return last - first + 1;
    }

    public boolean contains(int port) {
        return port >= first && port <= last;
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
