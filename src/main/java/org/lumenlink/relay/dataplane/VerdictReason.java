package org.lumenlink.relay.dataplane;

import java.util.Arrays;
import java.util.Locale;

/**
 * Every way a packet can leave the dataplane: {@code enum verdict_reason} of {@code bpf/relay_abi.h}, append only.
 */
public enum VerdictReason {
    NOT_OURS(0),
    FORWARDED(1),
    RETURNED(2),
    MALFORMED(3),
    FRAGMENT(4),
    TICKET_UNKNOWN(5),
    TICKET_EXPIRED(6),
    TICKET_REVOKED(7),
    USER_UNKNOWN(8),
    USER_DISABLED(9),
    TAG_MISMATCH(10),
    REPLAYED(11),
    NUMBER_TOO_OLD(12),
    OVER_PACKET_LIMIT(13),
    OVER_BYTE_LIMIT(14),
    RETURN_OVER_PACKET_LIMIT(15),
    RETURN_OVER_BYTE_LIMIT(16),
    SESSIONS_EXCEEDED(17),
    SESSION_TABLE_FULL(18),
    LIMIT_TABLE_FULL(19),
    PORTS_EXHAUSTED(20),
    NO_EGRESS_ADDRESS(21),
    /** Retired: no packet gets it since families are translated. */
    FAMILY_MISMATCH(22),
    NO_ROUTE(23),
    NEIGHBOUR_UNRESOLVED(24),
    TTL_EXCEEDED(25),
    TOO_BIG(26),
    RETURN_EXPIRED(27),
    INTERNAL(28),
    CHECKSUM_MISSING(29),
    DENIED(30),
    SOURCE_OVER_BUDGET(31),
    CPU_OVER_BUDGET(32),
    TOO_BIG_ANSWERED(33),
    TTL_EXCEEDED_ANSWERED(34),
    ICMP_FORWARDED(35),
    ICMP_RETURNED(36),
    ICMP_LIMITED(37),
    USER_BUSY(38);

    private final int slot;

    VerdictReason(int slot) {
        this.slot = slot;
    }

    /** Returns the number of the reason: its slot in {@code stats_map}. */
    public int slot() {
        return slot;
    }

    /** Returns which way its packets were going. */
    public Direction direction() {
        return switch (this) {
            case NOT_OURS -> Direction.NONE;
            case RETURNED, RETURN_OVER_PACKET_LIMIT, RETURN_OVER_BYTE_LIMIT, ICMP_RETURNED -> Direction.TO_CLIENT;
            case MALFORMED,
                    FRAGMENT,
                    LIMIT_TABLE_FULL,
                    NO_ROUTE,
                    NEIGHBOUR_UNRESOLVED,
                    TTL_EXCEEDED,
                    TOO_BIG,
                    RETURN_EXPIRED,
                    INTERNAL,
                    CHECKSUM_MISSING,
                    DENIED,
                    TOO_BIG_ANSWERED,
                    ICMP_LIMITED,
                    USER_BUSY -> Direction.EITHER;
            default -> Direction.TO_DESTINATION;
        };
    }

    /** Returns the reason of a number; {@link #INTERNAL} for one that this control plane does not know. */
    static VerdictReason ofSlot(int slot) {
        return Arrays.stream(values())
                .filter(reason -> reason.slot == slot)
                .findFirst()
                .orElse(INTERNAL);
    }

    /** Returns what becomes of the packet. */
    public VerdictEffect effect() {
        return switch (this) {
            case NOT_OURS -> VerdictEffect.PASSED;
            case FORWARDED, ICMP_FORWARDED -> VerdictEffect.TO_DESTINATION;
            case RETURNED, ICMP_RETURNED -> VerdictEffect.TO_CLIENT;
            default -> VerdictEffect.DROPPED;
        };
    }

    /** Returns whose problem it is. */
    public VerdictConcern concern() {
        return switch (this) {
            case NOT_OURS, FORWARDED, RETURNED, FAMILY_MISMATCH, RETURN_EXPIRED, ICMP_FORWARDED, ICMP_LIMITED ->
                VerdictConcern.NOBODY;
            case USER_UNKNOWN,
                    USER_DISABLED,
                    SESSION_TABLE_FULL,
                    LIMIT_TABLE_FULL,
                    PORTS_EXHAUSTED,
                    NO_EGRESS_ADDRESS,
                    NO_ROUTE,
                    NEIGHBOUR_UNRESOLVED,
                    INTERNAL,
                    CPU_OVER_BUDGET,
                    ICMP_RETURNED,
                    USER_BUSY -> VerdictConcern.OPERATOR;
            default -> VerdictConcern.SENDER;
        };
    }

    /** Returns the lower-case name: the label of the metric. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
