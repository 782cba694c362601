package org.lumenlink.relay.lab.bench;

import org.jspecify.annotations.Nullable;

/**
 * What a kind of packet costs.
 *
 * @param name the kind of packet
 * @param sessions how many sessions or flows the packets were of
 * @param nanoseconds median of the rounds, per packet, without the wrapper
 * @param lowest of the rounds
 * @param highest of the rounds
 * @param wrapper the median of what was taken off for the wrapper
 * @param forward the median of FIB forward in the same rounds
 * @param ratioToForward median of the rounds' ratios
 * @param verdict what the relay counted for the packets; null for a baseline
 * @param packets how many were run
 * @param asClaimed how many of them got the verdict
 * @param tail nanoseconds that 99.9 % of the relayed packets did not exceed, by the program's own histogram: a power of
 *     two; null if none was relayed
 * @param target in words; null if there is none
 * @param isMet whether the target is; null if there is none
 */
record PacketResult(
        String name,
        int sessions,
        double nanoseconds,
        double lowest,
        double highest,
        double wrapper,
        double forward,
        double ratioToForward,
        @Nullable String verdict,
        long packets,
        long asClaimed,
        @Nullable Long tail,
        @Nullable String target,
        @Nullable Boolean isMet) {}
