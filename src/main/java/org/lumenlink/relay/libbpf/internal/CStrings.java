package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;

/** Converts strings of C, which end with a zero byte. */
final class CStrings {

    private CStrings() {}

    static String decode(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Copies a string to native memory, which the caller closes. */
    static Memory copy(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }
}
