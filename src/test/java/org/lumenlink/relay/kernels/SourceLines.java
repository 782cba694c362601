package org.lumenlink.relay.kernels;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which source file each instruction is from: the line information of BTF (Documentation/bpf/btf.rst, .BTF.ext). */
final class SourceLines {

    private static final int LINES_AT = 16;
    private static final int HEADER_LENGTH_AT = 4;

    private final Map<String, TreeMap<Integer, String>> files = new HashMap<>();

    SourceLines(ByteBuffer extension, ByteBuffer btf) {
        ByteBuffer strings = btf.slice(btf.getInt(4) + btf.getInt(16), btf.getInt(20));
        int at = extension.getInt(HEADER_LENGTH_AT) + extension.getInt(LINES_AT);
        int end = at + extension.getInt(LINES_AT + 4);
        int size = extension.getInt(at);
        at += 4;
        while (at < end) {
            String section = BpfElf.text(strings, extension.getInt(at));
            int count = extension.getInt(at + 4);
            at += 8;
            TreeMap<Integer, String> ofSection = files.computeIfAbsent(section, any -> new TreeMap<>());
            for (int i = 0; i < count; i++, at += size) {
                String file = BpfElf.text(strings, extension.getInt(at + 4));
                ofSection.put(
                        extension.getInt(at) / BpfInstruction.SIZE,
                        String.valueOf(Path.of(file).getFileName()));
            }
        }
    }

    /** Returns the name of the file that an instruction of a section is from. */
    String file(String section, int instruction) {
        Map.Entry<Integer, String> entry =
                files.getOrDefault(section, new TreeMap<>()).floorEntry(instruction);
        return entry == null ? "?" : entry.getValue();
    }
}
