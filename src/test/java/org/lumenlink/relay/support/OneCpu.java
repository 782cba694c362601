package org.lumenlink.relay.support;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;

/**
 * Keeps the calling thread on the CPU that it is on, so that what the program keeps for each CPU
 * goes on from packet to packet. Threads made meanwhile inherit this (sched_setaffinity(2)).
 */
public final class OneCpu implements AutoCloseable {

    /** Bytes of a CPU mask: room for 8,192 CPUs. */
    private static final long MASK_BYTES = 1024;

    private final Memory before = new Memory(MASK_BYTES);

    private OneCpu() {
        before.clear();
        C.INSTANCE.sched_getaffinity(0, new NativeLong(MASK_BYTES), before);
    }

    /** Pins the calling thread until closed, which the same thread must do. */
    public static OneCpu pin() {
        OneCpu pinned = new OneCpu();
        int cpu = C.INSTANCE.sched_getcpu();
        Memory mask = new Memory(MASK_BYTES);
        mask.clear();
        mask.setByte(cpu / 8, (byte) (1 << cpu % 8));
        C.INSTANCE.sched_setaffinity(0, new NativeLong(MASK_BYTES), mask);
        return pinned;
    }

    @Override
    public void close() {
        C.INSTANCE.sched_setaffinity(0, new NativeLong(MASK_BYTES), before);
    }

    private interface C extends Library {
        C INSTANCE = Native.load("c", C.class);

        int sched_getcpu();

        int sched_getaffinity(int thread, NativeLong bytes, Memory mask);

        int sched_setaffinity(int thread, NativeLong bytes, Memory mask);
    }
}
