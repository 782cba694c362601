package org.lumenlink.relay.lab.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds measurements of each figure, of which the median counts
 * @param packets in each round
 * @param sessions numbers of sessions besides one
 * @param factors what packets of that many sessions may cost, in multiples of one session's
 * @param floods rounds of sending through the namespaces
 * @param flood packets in each of them
 * @param pings round trips; at most 65,536
 * @param requests of each kind that the control plane is asked
 * @param connections on how many at a time
 * @param users how many users the control plane is given at once
 */
record BenchSize(
        int rounds,
        int packets,
        List<Integer> sessions,
        List<Double> factors,
        int floods,
        int flood,
        int pings,
        int requests,
        List<Integer> connections,
        List<Integer> users) {

    static BenchSize full() {
        return new BenchSize(
                9,
                262_144,
                List.of(16_384, 100_000),
                List.of(1.8, 3.2),
                5,
                524_288,
                20_000,
                10_000,
                List.of(1, 8),
                List.of(100_000, 1_000_000));
    }

    static BenchSize quick() {
        return new BenchSize(
                3, 65_536, List.of(1_024), List.of(1.8), 2, 131_072, 2_000, 1_000, List.of(1, 8), List.of(10_000));
    }

    BenchSize withRounds(int newRounds) {
        return new BenchSize(
                newRounds, packets, sessions, factors, newRounds, flood, pings, requests, connections, users);
    }
}
