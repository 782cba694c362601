package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfObject;
import org.lumenlink.relay.libbpf.BpfProgram;
import org.lumenlink.relay.libbpf.Errno;
import org.lumenlink.relay.libbpf.LoadRejectedException;
import org.lumenlink.relay.libbpf.MapShape;

/** A {@code struct bpf_object}. It owns the file descriptors of its maps and programs. */
final class NativeBpfObject implements BpfObject {

    private final Pointer object;

    private final String name;

    private final int possibleCpus;

    private final Handle handle;

    private final Map<String, NativeBpfMap> maps = new HashMap<>();

    private boolean loaded;

    NativeBpfObject(Pointer object, String name, int possibleCpus) {
        this.object = object;
        this.name = name;
        this.possibleCpus = possibleCpus;
        this.handle = new Handle("BPF object " + name, this::release);
    }

    @Override
    public void setInitialValue(String map, byte[] value) {
        handle.useInt(() -> {
            requireNotLoaded();
            Pointer found = findMap(map);
            int size = LibbpfSymbols.bpf_map__value_size(found);
            if (value.length != size) {
                throw new IllegalArgumentException(
                        "initial value of BPF map %s must have %d bytes, not %d".formatted(map, size, value.length));
            }
            int result = LibbpfSymbols.bpf_map__set_initial_value(found, value, value.length);
            return check(result, "set the initial value of BPF map " + map);
        });
    }

    @Override
    public void setMaxEntries(String map, int entries) {
        handle.useInt(() -> {
            requireNotLoaded();
            int result = LibbpfSymbols.bpf_map__set_max_entries(findMap(map), entries);
            return check(result, "set the size of BPF map " + map + " to " + entries);
        });
    }

    @Override
    public MapShape shape(String map) {
        return handle.use(() -> {
            requireNotLoaded();
            Pointer found = findMap(map);
            return new MapShape(
                    LibbpfSymbols.bpf_map__type(found),
                    LibbpfSymbols.bpf_map__key_size(found),
                    LibbpfSymbols.bpf_map__value_size(found),
                    LibbpfSymbols.bpf_map__max_entries(found),
                    LibbpfSymbols.bpf_map__map_flags(found));
        });
    }

    @Override
    public void reuse(String map, BpfMap present) {
        handle.useInt(() -> {
            requireNotLoaded();
            Pointer found = findMap(map);
            int result = NativeBpfMap.of(present).withFd(fd -> LibbpfSymbols.bpf_map__reuse_fd(found, fd));
            return check(result, "use what there is as BPF map " + map);
        });
    }

    @Override
    public void setAutoload(String program, boolean load) {
        handle.useInt(() -> {
            requireNotLoaded();
            int result = LibbpfSymbols.bpf_program__set_autoload(findProgram(program), (byte) (load ? 1 : 0));
            return check(result, "set autoload of BPF program " + program);
        });
    }

    /* libbpf raises RLIMIT_MEMLOCK by itself on kernels before 5.11, which charge maps against it. */
    @Override
    public void load() {
        handle.useInt(() -> {
            requireNotLoaded();
            try (PrintLog log = PrintLog.start()) {
                int result = LibbpfSymbols.bpf_object__load(object);
                if (result < 0) {
                    throw new LoadRejectedException(name, Errnos.of(result), log.text());
                }
                loaded = true;
                return result;
            }
        });
    }

    @Override
    public byte[] btf() {
        return handle.use(() -> {
            Pointer btf = LibbpfSymbols.bpf_object__btf(object);
            if (btf == null) {
                throw Errnos.failure("find the types (BTF) of BPF object " + name, Errno.ENOENT);
            }
            int[] size = new int[1];
            return LibbpfSymbols.btf__raw_data(btf, size).getByteArray(0, size[0]);
        });
    }

    @Override
    public List<String> mapNames() {
        return handle.use(() -> {
            List<String> names = new ArrayList<>();
            Pointer map = LibbpfSymbols.bpf_object__next_map(object, null);
            while (map != null) {
                names.add(LibbpfSymbols.bpf_map__name(map));
                map = LibbpfSymbols.bpf_object__next_map(object, map);
            }
            return names;
        });
    }

    @Override
    public BpfMap map(String map) {
        return handle.use(() -> {
            NativeBpfMap known = maps.get(map);
            if (known != null && known.isOpen()) {
                return known;
            }
            int fd = requireLoaded(LibbpfSymbols.bpf_map__fd(findMap(map)));
            MapInfo info = MapInfo.of(fd, map).withName(map);
            NativeBpfMap opened = new NativeBpfMap(fd, info, possibleCpus, () -> {});
            maps.put(map, opened);
            return opened;
        });
    }

    @Override
    public BpfProgram program(String program) {
        return handle.use(() -> {
            int fd = requireLoaded(LibbpfSymbols.bpf_program__fd(findProgram(program)));
            return new NativeBpfProgram(handle, fd, program);
        });
    }

    @Override
    public void close() {
        handle.close();
    }

    private void release() {
        maps.values().forEach(NativeBpfMap::close);
        LibbpfSymbols.bpf_object__close(object);
    }

    private Pointer findMap(String map) {
        return require(LibbpfSymbols.bpf_object__find_map_by_name(object, map), "map", map);
    }

    private Pointer findProgram(String program) {
        return require(LibbpfSymbols.bpf_object__find_program_by_name(object, program), "program", program);
    }

    private Pointer require(@Nullable Pointer found, String kind, String wanted) {
        if (found == null) {
            throw Errnos.failure("find BPF %s %s in BPF object %s".formatted(kind, wanted, name), Errno.ENOENT);
        }
        return found;
    }

    private void requireNotLoaded() {
        if (loaded) {
            throw new IllegalStateException(handle + " is loaded already");
        }
    }

    private int requireLoaded(int fd) {
        if (fd < 0 || !loaded) {
            throw new IllegalStateException(handle + " is not loaded");
        }
        return fd;
    }

    private int check(int result, String call) {
        if (result < 0) {
            throw Errnos.failure(call + " of BPF object " + name, result);
        }
        return result;
    }
}
