package org.lumenlink.relay.token;

/**
 * Says what a ticket says.
 *
 * @param userId 1 to 4294967295
 * @param expiresAtEpochSecond Unix seconds, 0 to 4294967295; the ticket is not valid at or after it
 * @param sessionId 0 to 4294967295; the high 16 bits are the user's ticket generation, the low 16 bits random
 */
public record TicketContent(long userId, long expiresAtEpochSecond, long sessionId) {

    private static final long MAX = 0xffff_ffffL;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    public TicketContent {
        requireRange("user id", userId, 1);
        requireRange("expiry in Unix seconds", expiresAtEpochSecond, 0);
        requireRange("session id", sessionId, 0);
    }

    private static void requireRange(String what, long value, long min) {
        if (value < min || value > MAX) {
            throw new IllegalArgumentException("the %s must be %d to %d, not %d".formatted(what, min, MAX, value));
        }
    }
}
