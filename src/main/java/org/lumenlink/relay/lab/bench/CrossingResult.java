package org.lumenlink.relay.lab.bench;

import org.jspecify.annotations.Nullable;

/**
 * How fast packets cross from a client to a destination.
 *
 * @param name by what way
 * @param payload bytes of payload in each packet
 * @param packetsPerSecond median of the rounds
 * @param lowest of the rounds
 * @param highest of the rounds
 * @param gigabitsPerSecond of payload
 * @param received the share of the packets sent that arrived, in all rounds together
 * @param relayRatio how many times as many packets the relay carries, median of the rounds; 1 for the relay
 * @param target what the relay must reach beside this, in words; null if there is nothing
 * @param isMet whether it does; null if there is no target
 * @param roundTripMedian nanoseconds there and back; null if the way carries no answers, or lost one
 * @param roundTrip99 the same for 99 of 100
 */
record CrossingResult(
        String name,
        int payload,
        double packetsPerSecond,
        double lowest,
        double highest,
        double gigabitsPerSecond,
        double received,
        double relayRatio,
        @Nullable String target,
        @Nullable Boolean isMet,
        @Nullable Double roundTripMedian,
        @Nullable Double roundTrip99) {}
