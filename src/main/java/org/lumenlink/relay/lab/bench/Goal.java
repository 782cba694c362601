package org.lumenlink.relay.lab.bench;

import java.util.Locale;
import java.util.Optional;

/** What the relay must reach in comparison with a peer. */
interface Goal {

    /**
     * Judges the medians of both.
     *
     * @param payload bytes of payload in each packet
     * @param relay the relay's Gbit/s of payload
     * @param peer the peer's
     * @param ratio how many times as many packets the relay carries
     * @return empty if there is no goal for this
     */
    Optional<Judgement> judge(int payload, double relay, double peer, double ratio);

    static Goal none() {
        return (payload, relay, peer, ratio) -> Optional.empty();
    }

    /** The relay carries {@code factor} times as many packets. */
    static Goal times(double factor) {
        return (payload, relay, peer, ratio) ->
                Optional.of(new Judgement(String.format(Locale.ROOT, "%.1f x", factor), ratio >= factor));
    }

    /**
     * With so much payload, the relay carries so many Gbit/s where the peer carries {@code premise}; on a machine that is
     * too slow for that, the same share of what the peer carries.
     */
    static Goal goodput(int atPayload, double gigabits, double premise) {
        return (payload, relay, peer, ratio) -> {
            if (payload != atPayload) {
                return Optional.empty();
            }
            if (peer >= premise) {
                return Optional.of(
                        new Judgement(String.format(Locale.ROOT, "%.0f Gbit/s", gigabits), relay >= gigabits));
            }
            double share = gigabits / premise;
            String words = String.format(Locale.ROOT, "%.2f x, as this < %.0f Gbit/s", share, premise);
            return Optional.of(new Judgement(words, ratio >= share));
        };
    }

    /**
     * Tells whether a goal is reached.
     *
     * @param target the goal in words
     */
    record Judgement(String target, boolean isMet) {}
}
