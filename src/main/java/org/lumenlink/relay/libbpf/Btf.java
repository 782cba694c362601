package org.lumenlink.relay.libbpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types of a BPF object, as its compiler has written them down: BTF, see Documentation/bpf/btf.rst of the Linux kernel.
 */
public final class Btf {

    private static final int MAGIC = 0xEB9F;
    private static final int TYPE_SIZE = 12;
    private static final int POINTER_SIZE = 8;

    private final ByteBuffer types;
    private final ByteBuffer strings;
    private final List<Integer> offsets = new ArrayList<>(List.of(0));
    private final Map<String, Integer> variables = new HashMap<>();

    private Btf(ByteBuffer types, ByteBuffer strings) {
        this.types = types;
        this.strings = strings;
        int offset = 0;
        while (offset < types.capacity()) {
            offsets.add(offset);
            int id = offsets.size() - 1;
            if (kind(id) == Kind.VAR) {
                variables.put(name(types.getInt(offset)), id);
            }
            offset += TYPE_SIZE + kind(id).extra(vlen(id));
        }
    }

    /**
     * Parses BTF in this host's byte order.
     *
     * @throws IllegalArgumentException if it is none, or has kinds of types that are not known here
     */
    public static Btf parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        try {
            // struct btf_header: magic, version, flags, hdr_len, type_off, type_len, str_off, str_len.
            if (Short.toUnsignedInt(buffer.getShort(0)) != MAGIC) {
                throw new IllegalArgumentException("no BTF: it begins with another number");
            }
            int header = buffer.getInt(4);
            return new Btf(
                    part(buffer, header + buffer.getInt(8), buffer.getInt(12)),
                    part(buffer, header + buffer.getInt(16), buffer.getInt(20)));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("BTF is cut off or damaged", e);
        }
    }

    /** Returns the types of a map's keys and values; empty if there is no such map, or it has none, as a ring buffer. */
    public Optional<MapTypes> map(String name) {
        return Optional.ofNullable(variables.get(name))
                .map(id -> resolve(referred(id)))
                .filter(definition -> kind(definition) == Kind.STRUCT)
                .flatMap(definition -> pointee(definition, "key")
                        .flatMap(key -> pointee(definition, "value").map(value -> new MapTypes(key, value))));
    }

    /** Returns the type of a global variable. */
    public Optional<BtfType> variable(String name) {
        return Optional.ofNullable(variables.get(name)).map(id -> type(referred(id)));
    }

    /** A map's definition says by pointers what its keys and values are ({@code __type} of bpf_helpers.h). */
    private Optional<BtfType> pointee(int definition, String member) {
        int first = offsets.get(definition) + TYPE_SIZE;
        for (int i = 0; i < vlen(definition); i++) {
            int each = first + i * TYPE_SIZE;
            if (name(types.getInt(each)).equals(member)) {
                return Optional.of(type(referred(resolve(types.getInt(each + 4)))));
            }
        }
        return Optional.empty();
    }

    private BtfType type(int id) {
        int resolved = resolve(id);
        return switch (kind(resolved)) {
            case PTR -> new BtfType.Scalar(POINTER_SIZE);
            case ARRAY -> array(resolved);
            case STRUCT -> struct(resolved);
            case INT, ENUM, ENUM64, FLOAT, UNION -> new BtfType.Scalar(referred(resolved));
            default -> new BtfType.Scalar(0);
        };
    }

    /** {@code struct btf_array}: type, index_type, nelems. */
    private BtfType array(int id) {
        int offset = offsets.get(id) + TYPE_SIZE;
        return new BtfType.Array(type(types.getInt(offset)), types.getInt(offset + 8));
    }

    /** {@code struct btf_member}: name_off, type, offset in bits, which is another thing where there are bit fields. */
    private BtfType struct(int id) {
        int size = referred(id);
        List<BtfType.Member> members = new ArrayList<>();
        for (int i = 0; i < vlen(id); i++) {
            int each = offsets.get(id) + TYPE_SIZE + i * TYPE_SIZE;
            int bits = types.getInt(each + 8);
            if (hasBitFields(id) || bits % Byte.SIZE != 0) {
                return new BtfType.Scalar(size);
            }
            addMember(members, name(types.getInt(each)), bits / Byte.SIZE, type(types.getInt(each + 4)));
        }
        return new BtfType.Struct(size, members);
    }

    private static void addMember(List<BtfType.Member> members, String name, int offset, BtfType type) {
        if (name.isEmpty() && type instanceof BtfType.Struct inner) {
            inner.members()
                    .forEach(each -> members.add(new BtfType.Member(each.name(), offset + each.offset(), each.type())));
        } else {
            members.add(new BtfType.Member(name, offset, type));
        }
    }

    /** Goes through typedef, const and the like. */
    private int resolve(int id) {
        int resolved = id;
        while (kind(resolved).isAlias()) {
            resolved = referred(resolved);
        }
        return resolved;
    }

    private Kind kind(int id) {
        int number = id == 0 ? 0 : types.getInt(offsets.get(id) + 4) >>> 24 & 0x1f;
        if (number >= Kind.values().length) {
            throw new IllegalArgumentException("BTF has a kind of type that is not known: " + number);
        }
        return Kind.values()[number];
    }

    private int vlen(int id) {
        return types.getInt(offsets.get(id) + 4) & 0xffff;
    }

    private boolean hasBitFields(int id) {
        return types.getInt(offsets.get(id) + 4) < 0;
    }

    /** Returns the field that is a size or another type, whichever the kind has. */
    private int referred(int id) {
        return types.getInt(offsets.get(id) + 8);
    }

    private String name(int offset) {
        int end = offset;
        while (strings.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - offset];
        strings.get(offset, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private static ByteBuffer part(ByteBuffer buffer, int offset, int length) {
        return buffer.slice(offset, length).order(buffer.order());
    }

    /**
     * What a map's keys and values are.
     *
     * @param value of a per-CPU map: what each CPU has
     */
    public record MapTypes(BtfType key, BtfType value) {}

    /** BTF_KIND_ of linux/btf.h by their numbers. What follows a type is a fixed part and one for each of its elements. */
    private enum Kind {
        VOID(0, 0),
        INT(4, 0),
        PTR(0, 0),
        ARRAY(12, 0),
        STRUCT(0, 12),
        UNION(0, 12),
        ENUM(0, 8),
        FWD(0, 0),
        TYPEDEF(0, 0),
        VOLATILE(0, 0),
        CONST(0, 0),
        RESTRICT(0, 0),
        FUNC(0, 0),
        FUNC_PROTO(0, 8),
        VAR(4, 0),
        DATASEC(0, 12),
        FLOAT(0, 0),
        DECL_TAG(4, 0),
        TYPE_TAG(0, 0),
        ENUM64(0, 12);

        private final int fixed;
        private final int each;

        Kind(int fixed, int each) {
            this.fixed = fixed;
            this.each = each;
        }

        int extra(int elements) {
            return fixed + each * elements;
        }

        boolean isAlias() {
            return switch (this) {
                case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> true;
                default -> false;
            };
        }
    }
}
