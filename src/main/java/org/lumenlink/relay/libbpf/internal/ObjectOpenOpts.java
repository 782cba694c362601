package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * {@code struct bpf_object_open_opts} of bpf/libbpf.h (1.1): size_t sz; const char *object_name; then settings of which
 * zero is the default. Newer releases append fields; libbpf takes sz as the end of what the caller knows.
 */
final class ObjectOpenOpts {

    private static final int SIZE = 80;
    private static final int OBJECT_NAME = 8;

    private ObjectOpenOpts() {}

    static Memory of(Pointer objectName) {
        Memory opts = new Memory(SIZE);
        opts.clear();
        opts.setLong(0, SIZE);
        opts.setPointer(OBJECT_NAME, objectName);
        return opts;
    }
}
