package org.lumenlink.relay.lab.bench;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A way for packets to cross from a client to a destination.
 *
 * @param name what it is, in words
 * @param wire what it crosses
 * @param frames makes the packets that a client sends, for a payload
 * @param isFresh whether a packet can be used once only
 * @param answers whether it also carries answers back
 * @param goal what the relay must reach beside it
 * @param beforePing what the network needs for single packets that it does not need for many
 * @param resources all that it consists of
 */
record Peer(
        String name,
        Wire wire,
        Function<byte[], Supplier<byte[]>> frames,
        boolean isFresh,
        boolean answers,
        Goal goal,
        Supplier<AutoCloseable> beforePing,
        Resources resources)
        implements AutoCloseable {

    @Override
    public void close() {
        resources.close();
    }
}
