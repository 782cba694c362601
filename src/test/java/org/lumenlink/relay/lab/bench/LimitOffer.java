package org.lumenlink.relay.lab.bench;

import java.util.concurrent.TimeUnit;
import org.lumenlink.relay.dataplane.DirectionUsage;
import org.lumenlink.relay.dataplane.Limits;
import org.lumenlink.relay.dataplane.Usage;
import org.lumenlink.relay.token.RelayHeader;

/**
 * One user's packets in one direction, offered for a second at twice the user's limit. First comes a whole burst at
 * once: from then on the bucket is nearly empty, with room for what flows in while the sender is held up.
 */
final class LimitOffer {

    static final int SUBJECT = 0;
    private static final int PACKET_LENGTH = 128;
    private static final int IP_AND_UDP = 20 + 8;
    private static final int CHUNK = 8192;
    private static final long MAX_BURST = 200_000;
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Rig rig;
    private final Way way;
    private final long rate;
    private final long burst;
    private final int user;
    private final Population population;
    private final int interfaceIndex;
    private final int total;

    private int sent;
    private long firstBegan;
    private long firstEnded;
    private long lastBegan;
    private long lastSent;
    private long lastEnded;
    private double level;
    private double lost;

    /** Enters a user with a limit of {@code rate} packets/s, or as many bytes. */
    LimitOffer(Rig rig, Way way, long rate, int user) {
        this.rig = rig;
        this.way = way;
        this.rate = rate;
        this.burst = Math.min(rate / 2, MAX_BURST) + 1;
        this.level = burst;
        this.user = user;
        this.total = (int) (burst + 2 * rate);
        this.interfaceIndex = rig.namespace().interfaceIndex(way.isToClient ? Network.FAR : Network.NEAR);
        int header = way.isToClient ? 0 : RelayHeader.LENGTH;
        this.population = new Population(rig, Carriage.USUAL, user, 1, PACKET_LENGTH - IP_AND_UDP - header);
        rig.dataplane().rateLimits().put(user, limits());
        if (way.isToClient) {
            population.establish();
        }
    }

    private Limits limits() {
        return way.isInBytes
                ? new Limits(Limits.MAX_PACKETS, Limits.MAX_PACKETS, rate * PACKET_LENGTH, burst * PACKET_LENGTH)
                : new Limits(rate, burst, Limits.MAX_BYTES_PER_SECOND, Limits.MAX_BURST_BYTES);
    }

    /** Returns how many packets are offered. */
    int total() {
        return total;
    }

    /** Returns the next packet to prepare. All are equally long. */
    byte[] frame() {
        return way.isToClient ? population.answer(0) : population.packet(0);
    }

    String name() {
        return "%,d %s/s".formatted(rate, way.words);
    }

    boolean isDone() {
        return sent == total;
    }

    /**
     * Sends what is due. The first packet and the last go by themselves, so that the time between them is known.
     *
     * @param frames the prepared packets, of which this offer's begin at {@code first}
     * @param nanoseconds since the beginning
     */
    void sendDue(BenchObject frames, int first, long nanoseconds) {
        long due = Math.min(total, (long) (burst + 2 * rate * (nanoseconds / NANOS_PER_SECOND)));
        while (sent < due) {
            int count = sent == 0 || sent == total - 1 ? 1 : (int) Math.min(CHUNK, Math.min(due, total - 1) - sent);
            send(frames, first + sent, count);
        }
    }

    private void send(BenchObject frames, int from, int count) {
        long began = System.nanoTime();
        long each = frames.run(SUBJECT, interfaceIndex, from, count).nanoseconds();
        long ended = System.nanoTime();
        if (sent == 0) {
            firstBegan = began;
            firstEnded = ended;
        } else {
            // What the bucket holds at most when the last of these packets comes, and what must have run over by then.
            double flowedIn = level + rate * ((ended - lastSent) / NANOS_PER_SECOND);
            lost += Math.max(0, flowedIn - burst);
            level = Math.min((double) burst, flowedIn);
        }
        level = Math.max(1, level - count);
        // It may be long ago that the call sent the last packet, but it took that long to send them all.
        lastSent = began + each * count;
        lastBegan = began;
        lastEnded = ended;
        sent += count;
    }

    /** Tells what became of the packets, once all are sent. */
    Outcome outcome() {
        Usage usage = rig.dataplane().users().usage(user).orElseThrow();
        DirectionUsage direction = way.isToClient ? usage.toClient() : usage.toDestination();
        return new Outcome(
                sent,
                direction.packets(),
                direction.limited(),
                burst,
                rate * ((lastBegan - firstEnded) / NANOS_PER_SECOND),
                rate * ((lastEnded - firstBegan) / NANOS_PER_SECOND),
                lost + level);
    }

    /** What is limited, and which way the packets go. */
    enum Way {
        PACKETS_TO_DESTINATION("packets", false, false),
        BYTES_TO_DESTINATION("packets' bytes", false, true),
        PACKETS_TO_CLIENT("answers", true, false),
        BYTES_TO_CLIENT("answers' bytes", true, true);

        private final String words;
        private final boolean isToClient;
        private final boolean isInBytes;

        Way(String words, boolean isToClient, boolean isInBytes) {
            this.words = words;
            this.isToClient = isToClient;
            this.isInBytes = isInBytes;
        }
    }

    /**
     * What became of the packets.
     *
     * @param burst packets that pass at once
     * @param least packets' worth of tokens that flowed in between the first and the last packet, at least
     * @param most the same, at most
     * @param unused of them, at most: the sender was held up, so that the bucket ran over or was left with something
     */
    record Outcome(long offered, long passed, long limited, long burst, double least, double most, double unused) {}
}
