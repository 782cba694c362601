package org.lumenlink.relay.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The definitions of maps in an object's BTF (Documentation/bpf/btf.rst): the variables of the section .maps. */
final class BtfMaps {

    private static final int KIND_INT = 1;
    private static final int KIND_POINTER = 2;
    private static final int KIND_ARRAY = 3;
    private static final int KIND_STRUCT = 4;
    private static final int KIND_UNION = 5;
    private static final int KIND_ENUM = 6;
    private static final int KIND_FUNCTION_TYPE = 13;
    private static final int KIND_VARIABLE = 14;
    private static final int KIND_SECTION = 15;
    private static final int KIND_DECLARATION_TAG = 17;
    private static final int KIND_ENUM64 = 19;
    private static final int MEMBER_SIZE = 12;

    private final ByteBuffer types;
    private final ByteBuffer strings;

    /** Where each type begins; ids count from 1. */
    private final List<Integer> starts = new ArrayList<>(List.of(0));

    BtfMaps(ByteBuffer btf) {
        int header = btf.getInt(4);
        types = slice(btf, header + btf.getInt(8), btf.getInt(12));
        strings = slice(btf, header + btf.getInt(16), btf.getInt(20));
        for (int at = 0; at < types.capacity(); at += 12 + extra(at)) {
            starts.add(at);
        }
    }

    /** Returns for each map the numbers that its definition gives with {@code __uint}, such as {@code type}. */
    Map<String, Map<String, Integer>> definitions() {
        Map<String, Map<String, Integer>> definitions = new HashMap<>();
        for (int at : starts.subList(1, starts.size())) {
            if (kind(at) == KIND_SECTION && name(at).equals(".maps")) {
                for (int i = 0; i < count(at); i++) {
                    int variable = starts.get(types.getInt(at + 12 + i * MEMBER_SIZE));
                    definitions.put(name(variable), numbers(starts.get(types.getInt(variable + 8))));
                }
            }
        }
        return definitions;
    }

    /** {@code __uint(name, value)} is a member that points to an array of that many integers. */
    private Map<String, Integer> numbers(int struct) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < count(struct); i++) {
            int member = struct + 12 + i * MEMBER_SIZE;
            int pointer = starts.get(types.getInt(member + 4));
            int target = starts.get(types.getInt(pointer + 8));
            if (kind(pointer) == KIND_POINTER && kind(target) == KIND_ARRAY) {
                numbers.put(BpfElf.text(strings, types.getInt(member)), types.getInt(target + 12 + 8));
            }
        }
        return numbers;
    }

    private int extra(int at) {
        return switch (kind(at)) {
            case KIND_INT, KIND_VARIABLE, KIND_DECLARATION_TAG -> 4;
            case KIND_ARRAY -> 12;
            case KIND_STRUCT, KIND_UNION, KIND_SECTION, KIND_ENUM64 -> count(at) * MEMBER_SIZE;
            case KIND_ENUM, KIND_FUNCTION_TYPE -> count(at) * 8;
            default -> 0;
        };
    }

    private String name(int at) {
        return BpfElf.text(strings, types.getInt(at));
    }

    private int kind(int at) {
        return types.getInt(at + 4) >> 24 & 0x1f;
    }

    private int count(int at) {
        return types.getInt(at + 4) & 0xffff;
    }

    private static ByteBuffer slice(ByteBuffer buffer, int at, int length) {
        return buffer.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
