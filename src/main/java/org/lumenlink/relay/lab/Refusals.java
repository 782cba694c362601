package org.lumenlink.relay.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.lumenlink.relay.dataplane.VerdictReason;

/** The packets that must never reach a destination. */
final class Refusals {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration SHORT_TTL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PACKETS = 100;

    /** Where the ticket and the tag stand in the relay header. */
    private static final int TICKET = 1;

    private static final int TICKET_LENGTH = 20;
    private static final int TAG = 28;
    private static final int PAYLOAD = 36;

    private Refusals() {}

    static Scenario alteredTag(long userId) {
        return new RefusalScenario(
                "forged: genuine packets, one bit of the tag turned over",
                userId,
                TTL,
                VerdictReason.TAG_MISMATCH,
                PACKETS,
                altering(datagram -> {
                    datagram[TAG] ^= 1;
                    return datagram;
                }));
    }

    static Scenario alteredPayload(long userId) {
        return new RefusalScenario(
                "forged: genuine packets, one bit of the payload turned over",
                userId,
                TTL,
                VerdictReason.TAG_MISMATCH,
                PACKETS,
                altering(datagram -> {
                    datagram[PAYLOAD] ^= 1;
                    return datagram;
                }));
    }

    static Scenario inventedTicket(long userId) {
        SecureRandom random = new SecureRandom();
        return new RefusalScenario(
                "forged: an invented ticket", userId, TTL, VerdictReason.TICKET_UNKNOWN, PACKETS, altering(datagram -> {
                    byte[] ticket = new byte[TICKET_LENGTH];
                    random.nextBytes(ticket);
                    System.arraycopy(ticket, 0, datagram, TICKET, TICKET_LENGTH);
                    return datagram;
                }));
    }

    static Scenario expired(long userId) {
        return new RefusalScenario(
                "expired: a token of 5 s that worked, after these 5 s",
                userId,
                SHORT_TTL,
                VerdictReason.TICKET_EXPIRED,
                PACKETS,
                (crossing, packets) -> {
                    List<byte[]> datagrams = genuine(crossing, packets);
                    Instant over = crossing.expiresAt().plusSeconds(1);
                    Await.until(() -> Instant.now().isAfter(over), PATIENCE);
                    return datagrams;
                });
    }

    static Scenario replayed(long userId) {
        return new RefusalScenario(
                "replayed: genuine packets that were delivered, sent again",
                userId,
                TTL,
                VerdictReason.REPLAYED,
                PACKETS,
                (crossing, packets) -> {
                    crossing.destination().echo(false);
                    List<byte[]> datagrams = genuine(crossing, packets);
                    for (byte[] datagram : datagrams) {
                        crossing.sendRaw(datagram);
                    }
                    boolean delivered =
                            Await.until(() -> crossing.destination().arrivals().packets() == packets, PATIENCE);
                    if (!delivered) {
                        throw new IOException("of %d packets only %d were delivered the first time"
                                .formatted(
                                        packets,
                                        crossing.destination().arrivals().packets()));
                    }
                    return datagrams;
                });
    }

    private static RefusalScenario.Refused altering(UnaryOperator<byte[]> alteration) {
        return (crossing, packets) ->
                genuine(crossing, packets).stream().map(alteration).toList();
    }

    private static List<byte[]> genuine(Crossing crossing, int packets) {
        List<byte[]> datagrams = new ArrayList<>(packets);
        for (int i = 0; i < packets; i++) {
            datagrams.add(crossing.client()
                    .datagram("packet %d of %d".formatted(i, packets).getBytes(StandardCharsets.UTF_8)));
        }
        return datagrams;
    }
}
