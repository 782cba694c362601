package org.lumenlink.relay.libbpf.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Arrays;

/** Asks which maps a loaded program uses. */
final class ProgramMaps {

    /* struct bpf_prog_info of linux/bpf.h: type, id, tag, lengths and addresses of its code, time, user; then __u32
     * nr_map_ids and a pointer to as many. */
    private static final int PROGRAM_INFO_SIZE = 64;
    private static final int MAP_COUNT = 52;
    private static final int MAP_IDS = 56;

    /** More than libbpf lets a program have by far. */
    private static final int MAX_MAPS = 256;

    /* struct bpf_map_info: __u32 type, id, and more. */
    private static final int MAP_INFO_SIZE = 8;
    private static final int MAP_ID = 4;

    private ProgramMaps() {}

    /** Tells whether a program uses a pinned map; false if either cannot be looked at. */
    static boolean contains(int programId, Path map) {
        int program = LibbpfSymbols.bpf_prog_get_fd_by_id(programId);
        if (program < 0) {
            return false;
        }
        try (OwnDescriptor owned = new OwnDescriptor(program)) {
            int pinned = LibbpfSymbols.bpf_obj_get(map.toString());
            if (pinned < 0) {
                return false;
            }
            try (OwnDescriptor opened = new OwnDescriptor(pinned)) {
                int wanted = idOfMap(opened.fd());
                return Arrays.stream(mapsOfProgram(owned.fd())).anyMatch(id -> id == wanted);
            }
        }
    }

    private static int idOfMap(int fd) {
        try (Memory info = new Memory(MAP_INFO_SIZE)) {
            info.clear();
            ask(fd, info, MAP_INFO_SIZE);
            return info.getInt(MAP_ID);
        }
    }

    private static int[] mapsOfProgram(int fd) {
        try (Memory info = new Memory(PROGRAM_INFO_SIZE);
                Memory ids = new Memory((long) MAX_MAPS * Integer.BYTES)) {
            info.clear();
            ids.clear();
            info.setInt(MAP_COUNT, MAX_MAPS);
            info.setPointer(MAP_IDS, ids);
            ask(fd, info, PROGRAM_INFO_SIZE);
            return ids.getIntArray(0, Math.min(info.getInt(MAP_COUNT), MAX_MAPS));
        }
    }

    private static void ask(int fd, Pointer info, int size) {
        int result = LibbpfSymbols.bpf_obj_get_info_by_fd(fd, info, new int[] {size});
        if (result < 0) {
            throw Errnos.failure("look at a program and its maps", result);
        }
    }
}
