package org.lumenlink.relay.dataplane;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.lumenlink.relay.libbpf.BpfMap;

/**
 * {@code token_key_map}: the keys under which tickets are tried, slot 0 first. Every key is 16 bytes. Safe for use by
 * several threads.
 */
public final class TokenKeyMap {

    /** How many token keys a relay holds. */
    public static final int SLOTS = 4;

    private static final int KEY_SIZE = 16;
    private static final int VALID_OFFSET = 48;

    private final BpfMap map;

    TokenKeyMap(BpfMap map) {
        this.map = map;
    }

    /**
     * Writes the three keys derived from a token key. The slot is cleared first and marked valid last, so that no
     * packet is tried under half a key.
     */
    public synchronized void put(int slot, byte[] tagKey, byte[] encryptionKey, byte[] sessionKey) {
        clear(slot);
        byte[] value = value(tagKey, encryptionKey, sessionKey);
        map.update(key(slot), value, BpfMap.Update.ANY);
        Layout.wrap(value).putInt(VALID_OFFSET, 1);
        map.update(key(slot), value, BpfMap.Update.ANY);
    }

    /** Empties a slot. */
    public synchronized void clear(int slot) {
        byte[] value = map.lookup(key(slot)).orElseThrow();
        Layout.wrap(value).putInt(VALID_OFFSET, 0);
        map.update(key(slot), value, BpfMap.Update.ANY);
        map.update(key(slot), new byte[Layout.TOKEN_KEY_SIZE], BpfMap.Update.ANY);
    }

    /** Tells whether a slot holds just these keys. */
    public boolean holds(int slot, byte[] tagKey, byte[] encryptionKey, byte[] sessionKey) {
        byte[] wanted = value(tagKey, encryptionKey, sessionKey);
        Layout.wrap(wanted).putInt(VALID_OFFSET, 1);
        return Arrays.equals(map.lookup(key(slot)).orElseThrow(), wanted);
    }

    /** Tells whether a slot is empty. */
    public boolean isEmpty(int slot) {
        return Layout.wrap(map.lookup(key(slot)).orElseThrow()).getInt(VALID_OFFSET) == 0;
    }

    private static byte[] key(int slot) {
        if (slot < 0 || slot >= SLOTS) {
            throw new IllegalArgumentException("token key slot " + slot + " must be from 0 to " + (SLOTS - 1));
        }
        return Layout.key32(slot);
    }

    private static byte[] value(byte[]... keys) {
        ByteBuffer value = Layout.allocate(Layout.TOKEN_KEY_SIZE);
        for (byte[] key : keys) {
            if (key.length != KEY_SIZE) {
                throw new IllegalArgumentException("a derived key must have 16 bytes, not " + key.length);
            }
            value.put(key);
        }
        return value.array();
    }
}
