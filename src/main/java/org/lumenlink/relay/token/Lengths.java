package org.lumenlink.relay.token;

/** Checks the lengths of byte strings; messages never contain the bytes. */
final class Lengths {

    private Lengths() {}

    static void require(String what, byte[] value, int length) {
        if (value.length != length) {
            throw new IllegalArgumentException(
                    "the %s must be %d bytes long, not %d".formatted(what, length, value.length));
        }
    }
}
