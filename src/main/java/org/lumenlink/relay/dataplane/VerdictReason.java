package org.lumenlink.relay.dataplane;

import java.util.Locale;

/**
 * Every way a packet can leave the dataplane: {@code enum verdict_reason} of {@code bpf/relay_abi.h}, in its order. The
 * ordinal is the slot of {@code stats_map}; append only.
 */
public enum VerdictReason {
    NOT_OURS,
    FORWARDED,
    RETURNED,
    MALFORMED,
    FRAGMENT,
    TICKET_UNKNOWN,
    TICKET_EXPIRED,
    TICKET_REVOKED,
    USER_UNKNOWN,
    USER_DISABLED,
    TAG_MISMATCH,
    REPLAYED,
    NUMBER_TOO_OLD,
    OVER_PACKET_LIMIT,
    OVER_BYTE_LIMIT,
    RETURN_OVER_PACKET_LIMIT,
    RETURN_OVER_BYTE_LIMIT,
    SESSIONS_EXCEEDED,
    SESSION_TABLE_FULL,
    LIMIT_TABLE_FULL,
    PORTS_EXHAUSTED,
    NO_EGRESS_ADDRESS,
    FAMILY_MISMATCH,
    NO_ROUTE,
    NEIGHBOUR_UNRESOLVED,
    TTL_EXCEEDED,
    TOO_BIG,
    RETURN_EXPIRED,
    INTERNAL;

    /** Returns the lower-case name: the label of the metric. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
