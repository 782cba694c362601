package org.lumenlink.relay.lab.bench;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.dataplane.VerdictReason;

/**
 * One kind of packet, and what must become of it.
 *
 * @param name what it is, in words
 * @param sessions how many sessions or flows the packets are of, at random
 * @param program a baseline's name in the bench's object; null for the relay's program
 * @param ingress the interface that the packets come in by
 * @param verdict what the relay's program must count for each packet; null for a baseline
 * @param action the XDP action, as {@link XdpAction} has it
 * @param isFresh whether a packet can be used once only, as those with packet numbers
 * @param limit at most this many packets in a round; 0 for no limit
 * @param target what it must not cost more than; null if nobody said
 * @param setUp prepares the baseline's maps
 * @param frames makes the packets
 */
record PacketCase(
        String name,
        int sessions,
        @Nullable String program,
        String ingress,
        @Nullable VerdictReason verdict,
        int action,
        boolean isFresh,
        int limit,
        @Nullable Target target,
        Consumer<BenchObject> setUp,
        Supplier<byte[]> frames) {

    /** A kind of packet that the relay gets from a client. */
    static PacketCase fromClient(
            String name, int sessions, VerdictReason verdict, int action, Supplier<byte[]> frames) {
        return new PacketCase(
                name, sessions, null, Network.NEAR, verdict, action, false, 0, null, object -> {}, frames);
    }

    /** A kind of packet that the relay gets from a destination. */
    static PacketCase fromDestination(
            String name, int sessions, VerdictReason verdict, int action, Supplier<byte[]> frames) {
        return new PacketCase(name, sessions, null, Network.FAR, verdict, action, false, 0, null, object -> {}, frames);
    }

    /** A program to compare with. */
    static PacketCase baseline(
            String name,
            int sessions,
            String program,
            int action,
            Consumer<BenchObject> setUp,
            Supplier<byte[]> frames) {
        return new PacketCase(name, sessions, program, Network.NEAR, null, action, false, 0, null, setUp, frames);
    }

    PacketCase within(Target newTarget) {
        return new PacketCase(
                name, sessions, program, ingress, verdict, action, isFresh, limit, newTarget, setUp, frames);
    }

    /** The same with packets that can be used only once, at most {@code newLimit} in a round if that is not 0. */
    PacketCase fresh(int newLimit) {
        return new PacketCase(name, sessions, program, ingress, verdict, action, true, newLimit, target, setUp, frames);
    }

    /** Tells whether the program takes the relay header off, so that the wrapper has to make room for it again. */
    boolean strips() {
        return verdict == VerdictReason.FORWARDED;
    }

    String title() {
        return sessions == 1 ? name : "%s, %,d sessions".formatted(name, sessions);
    }
}
