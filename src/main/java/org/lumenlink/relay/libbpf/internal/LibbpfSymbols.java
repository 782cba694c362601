package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Functions of libbpf 1.x (bpf/libbpf.h, bpf/bpf.h), under their own names. An int result below zero is a negative
 * errno; a null pointer leaves errno in {@link Native#getLastError()}.
 */
final class LibbpfSymbols {

    private static boolean registered;

    private LibbpfSymbols() {}

    /** Binds every method to the system's library; an {@link UnsatisfiedLinkError} says that it is missing or older. */
    static synchronized void register() {
        if (!registered) {
            Native.register(LibbpfSymbols.class, "libbpf.so.1");
            registered = true;
        }
    }

    /** {@code libbpf_print_fn_t}. */
    interface PrintFunction extends Callback {
        int print(int level, Pointer format, Pointer args);
    }

    /** {@code ring_buffer_sample_fn}. */
    interface SampleFunction extends Callback {
        int sample(@Nullable Pointer context, Pointer data, long size);
    }

    static native int libbpf_major_version();

    static native int libbpf_minor_version();

    static native int libbpf_strerror(int errno, byte[] text, long size);

    static native @Nullable Pointer libbpf_set_print(PrintFunction function);

    static native int libbpf_num_possible_cpus();

    static native int libbpf_probe_bpf_helper(int programType, int helper, @Nullable Pointer opts);

    static native @Nullable Pointer bpf_object__open_mem(byte[] elf, long size, Pointer opts);

    static native int bpf_object__load(Pointer object);

    static native void bpf_object__close(Pointer object);

    /** The object's own. */
    static native @Nullable Pointer bpf_object__btf(Pointer object);

    static native Pointer btf__raw_data(Pointer btf, int[] size);

    static native @Nullable Pointer bpf_object__next_map(Pointer object, @Nullable Pointer map);

    static native @Nullable Pointer bpf_object__find_map_by_name(Pointer object, String name);

    static native @Nullable Pointer bpf_object__find_program_by_name(Pointer object, String name);

    static native String bpf_map__name(Pointer map);

    static native int bpf_map__fd(Pointer map);

    static native int bpf_map__type(Pointer map);

    static native int bpf_map__key_size(Pointer map);

    static native int bpf_map__value_size(Pointer map);

    static native int bpf_map__max_entries(Pointer map);

    static native int bpf_map__map_flags(Pointer map);

    /** Duplicates the file descriptor. */
    static native int bpf_map__reuse_fd(Pointer map, int fd);

    static native int bpf_map__set_initial_value(Pointer map, byte[] data, long size);

    static native int bpf_map__set_max_entries(Pointer map, int entries);

    /** The second parameter is a C {@code bool}. */
    static native int bpf_program__set_autoload(Pointer program, byte autoload);

    static native int bpf_program__fd(Pointer program);

    static native int bpf_map_create(
            int type, String name, int keySize, int valueSize, int maxEntries, @Nullable Pointer opts);

    static native int bpf_obj_get(String path);

    static native int bpf_prog_get_fd_by_id(int id);

    static native int bpf_obj_pin(int fd, String path);

    static native int bpf_obj_get_info_by_fd(int fd, Pointer info, int[] length);

    static native int bpf_map_lookup_elem_flags(int fd, byte[] key, byte[] value, long flags);

    static native int bpf_map_lookup_elem_flags(int fd, Pointer key, Pointer value, long flags);

    static native int bpf_map_update_elem(int fd, byte[] key, byte[] value, long flags);

    static native int bpf_map_delete_elem(int fd, byte[] key);

    static native int bpf_map_get_next_key(int fd, @Nullable Pointer key, Pointer next);

    static native int bpf_map_lookup_batch(
            int fd, @Nullable Pointer from, Pointer to, Pointer keys, Pointer values, int[] count, Pointer opts);

    static native int bpf_map_update_batch(int fd, Pointer keys, Pointer values, int[] count, Pointer opts);

    static native int bpf_link_create(int programFd, int target, int attachType, Pointer opts);

    static native int bpf_link_detach(int linkFd);

    static native int bpf_link_update(int linkFd, int programFd, @Nullable Pointer opts);

    static native int bpf_xdp_attach(int interfaceIndex, int programFd, int flags, @Nullable Pointer opts);

    static native int bpf_xdp_detach(int interfaceIndex, int flags, Pointer opts);

    static native int bpf_xdp_query(int interfaceIndex, int flags, Pointer opts);

    static native int bpf_prog_test_run_opts(int programFd, Pointer opts);

    static native @Nullable Pointer ring_buffer__new(
            int mapFd, SampleFunction function, @Nullable Pointer context, @Nullable Pointer opts);

    static native int ring_buffer__poll(Pointer ring, int timeoutMillis);

    static native void ring_buffer__free(Pointer ring);
}
