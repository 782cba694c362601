package org.lumenlink.relay.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.lumenlink.relay.client.RelayClient;

/** Sends numbered payloads, a window of them at a time, and checks that each comes back once and as it was. */
final class EchoRun {

    private static final int WINDOW = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RelayClient client;
    private final int payloadLength;
    private final BitSet answered = new BitSet();
    private int sent;

    EchoRun(RelayClient client, int payloadLength) {
        this.client = client;
        this.payloadLength = payloadLength;
    }

    /**
     * Sends as long as the condition holds and answers come.
     *
     * @param goOn is given how many were sent
     */
    Result run(LongPredicate goOn) throws IOException {
        long started = System.nanoTime();
        boolean answering = true;
        while (answering && goOn.test(sent)) {
            if (sent - answered.cardinality() < WINDOW) {
                client.send(payload(sent));
                sent++;
            } else {
                answering = receive();
            }
        }
        while (answering && answered.cardinality() < sent) {
            answering = receive();
        }
        return new Result(sent, answered.cardinality(), System.nanoTime() - started);
    }

    private boolean receive() throws IOException {
        Optional<byte[]> answer = client.receive(PATIENCE);
        answer.ifPresent(payload -> {
            int number = payload.length < Integer.BYTES
                    ? -1
                    : ByteBuffer.wrap(payload).getInt();
            if (number >= 0 && number < sent && Arrays.equals(payload, payload(number))) {
                answered.set(number);
            }
        });
        return answer.isPresent();
    }

    private byte[] payload(int number) {
        byte[] payload = new byte[payloadLength];
        Arrays.fill(payload, (byte) number);
        ByteBuffer.wrap(payload).putInt(number);
        return payload;
    }

    /**
     * What became of it.
     *
     * @param sent payloads sent
     * @param answered of these, how many came back unaltered
     * @param nanos how long it took
     */
    record Result(long sent, long answered, long nanos) {

        /** Returns answered packets per second: both ways have this rate. */
        double rate() {
            return answered * 1e9 / nanos;
        }
    }
}
