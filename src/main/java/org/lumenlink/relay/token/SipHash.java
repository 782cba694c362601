package org.lumenlink.relay.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Computes SipHash-2-4 (Aumasson and Bernstein, 2012) with 64 or 128 bits of output. Keys are 16 bytes; output bytes
 * are those of the reference implementation, that is, little-endian words.
 */
public final class SipHash {

    /** Length of a key in bytes. */
    public static final int KEY_LENGTH = 16;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FINAL_ROUNDS = 4;

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private SipHash(byte[] key) {
        Lengths.require("SipHash key", key, KEY_LENGTH);
        long k0 = (long) WORD.get(key, 0);
        long k1 = (long) WORD.get(key, Long.BYTES);
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    /**
     * Returns the 64-bit output as a word whose least significant byte is the first byte of {@link #sip}.
     *
     * @throws IllegalArgumentException if the key is not 16 bytes
     */
    public static long hash64(byte[] key, byte[] message) {
        SipHash state = new SipHash(key);
        state.absorb(message);
        return state.finish(0xff);
    }

    /**
     * Returns the 64-bit output as 8 bytes.
     *
     * @throws IllegalArgumentException if the key is not 16 bytes
     */
    public static byte[] sip(byte[] key, byte[] message) {
        byte[] output = new byte[Long.BYTES];
        WORD.set(output, 0, hash64(key, message));
        return output;
    }

    /**
     * Returns the 128-bit output as 16 bytes.
     *
     * @throws IllegalArgumentException if the key is not 16 bytes
     */
    public static byte[] sip128(byte[] key, byte[] message) {
        SipHash state = new SipHash(key);
        state.v1 ^= 0xee;
        state.absorb(message);
        byte[] output = new byte[2 * Long.BYTES];
        WORD.set(output, 0, state.finish(0xee));
        state.v1 ^= 0xdd;
        state.rounds(FINAL_ROUNDS);
        WORD.set(output, Long.BYTES, state.v0 ^ state.v1 ^ state.v2 ^ state.v3);
        return output;
    }

    private void absorb(byte[] message) {
        int wholeWords = message.length & -Long.BYTES;
        for (int at = 0; at < wholeWords; at += Long.BYTES) {
            absorb((long) WORD.get(message, at));
        }
        long last = (long) message.length << 56;
        for (int at = wholeWords; at < message.length; at++) {
            last |= (message[at] & 0xffL) << (Byte.SIZE * (at - wholeWords));
        }
        absorb(last);
    }

    private void absorb(long word) {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }

    private long finish(int mark) {
        v2 ^= mark;
        rounds(FINAL_ROUNDS);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
