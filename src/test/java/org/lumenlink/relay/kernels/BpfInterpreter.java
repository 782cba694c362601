package org.lumenlink.relay.kernels;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lumenlink.relay.kernels.BpfElf.Relocation;
import org.lumenlink.relay.kernels.BpfElf.Section;
import org.lumenlink.relay.kernels.BpfElf.Symbol;

/**
 * Executes the XDP program of an object, and counts what it executes: where there are no hardware counters, that is the
 * profile. Knows the instructions of {@code -mcpu=v3} (Documentation/bpf/standardization/instruction-set.rst) and the
 * helpers that packets of live sessions take. Memory is regions: the upper half of an address says which.
 */
public final class BpfInterpreter {

    private static final int STACK = 512;
    private static final int HEADROOM = 256;

    private static final int LOOK_UP = 1;
    private static final int CLOCK = 5;
    private static final int REDIRECT = 23;
    private static final int ADJUST_HEAD = 44;
    private static final int SPIN_LOCK = 93;
    private static final int SPIN_UNLOCK = 94;
    private static final int JIFFIES = 118;

    private final BpfElf elf;
    private final SourceLines lines;
    private final Map<String, BpfMemory> maps;
    private final long now;
    private final List<byte[]> regions = new ArrayList<>(List.of(new byte[0]));
    private final Map<Long, BpfMemory> mapsByAddress = new HashMap<>();
    private final Map<String, Long> mapAddresses = new HashMap<>();
    private final Map<Integer, Map<Integer, Symbol>> references = new HashMap<>();
    private Map<String, Integer> counts = new TreeMap<>();
    private int instructions;
    private int calls;
    private long context;
    private long data;
    private long end;
    private int interfaceIndex;

    /**
     * Prepares a run.
     *
     * @param object the object file
     * @param maps what is in the maps, by their names; a map that is not there is one value of a page of zeros
     * @param now ns of CLOCK_MONOTONIC, which stands still
     */
    public BpfInterpreter(byte[] object, Map<String, BpfMemory> maps, long now) {
        elf = new BpfElf(object);
        lines = new SourceLines(
                elf.section(".BTF.ext").content(), elf.section(".BTF").content());
        this.maps = new HashMap<>(maps);
        this.now = now;
        for (Relocation relocation : elf.relocations()) {
            references
                    .computeIfAbsent(relocation.section(), any -> new HashMap<>())
                    .put(relocation.instruction(), relocation.symbol());
        }
    }

    /**
     * What came of a packet.
     *
     * @param result the XDP action
     * @param packet as it departs
     * @param instructions executed, calls of helpers among them
     * @param calls of helpers, most of which the kernel replaces by a few instructions
     * @param byFile instructions by the source file that they are from
     */
    public record Outcome(int result, byte[] packet, int instructions, int calls, Map<String, Integer> byFile) {}

    /** Runs the program for a frame that comes in by an interface. */
    public Outcome run(byte[] frame, int ingress) {
        byte[] room = new byte[HEADROOM + frame.length];
        System.arraycopy(frame, 0, room, HEADROOM, frame.length);
        data = add(room) + HEADROOM;
        end = data + frame.length;
        context = add(new byte[32]);
        interfaceIndex = ingress;
        counts = new TreeMap<>();
        instructions = 0;
        calls = 0;
        long result = call(elf.section("xdp"), 0, new long[] {0, context, 0, 0, 0, 0});
        int start = (int) data;
        return new Outcome((int) result, Arrays.copyOfRange(room, start, room.length), instructions, calls, counts);
    }

    private long add(byte[] region) {
        regions.add(region);
        return (long) (regions.size() - 1) << Integer.SIZE;
    }

    private long call(Section section, int first, long[] arguments) {
        long[] r = Arrays.copyOf(arguments, 11);
        r[10] = add(new byte[STACK]) + STACK;
        int at = first;
        while (true) {
            BpfInstruction i = BpfInstruction.read(section.content(), at);
            instructions++;
            counts.merge(lines.file(section.name(), at), 1, Integer::sum);
            at++;
            switch (i.opcode() & 7) {
                case 0 -> {
                    r[i.target()] = wide(section, i);
                    at++;
                }
                case 1 -> r[i.target()] = load(r[i.source()] + i.offset(), size(i));
                case 2 -> store(r[i.target()] + i.offset(), size(i), i.immediate());
                case 3 -> {
                    if (i.isAtomic()) {
                        atomic(i, r);
                    } else {
                        store(r[i.target()] + i.offset(), size(i), r[i.source()]);
                    }
                }
                case 4 -> r[i.target()] = arithmetic(i, r[i.target()], operand(i, r), true);
                case 7 -> r[i.target()] = arithmetic(i, r[i.target()], operand(i, r), false);
                default -> {
                    if (i.opcode() == 0x95) {
                        return r[0];
                    }
                    if (i.isCall()) {
                        r[0] = called(section, i, r);
                    } else if (i.opcode() == 0x05 || isTaken(i, r[i.target()], operand(i, r))) {
                        at += i.offset();
                    }
                }
            }
        }
    }

    private static long operand(BpfInstruction i, long[] r) {
        return (i.opcode() & 8) == 0 ? i.immediate() : r[i.source()];
    }

    private static int size(BpfInstruction i) {
        return switch (i.opcode() & 0x18) {
            case 0x00 -> 4;
            case 0x08 -> 2;
            case 0x10 -> 1;
            default -> 8;
        };
    }

    private long wide(Section section, BpfInstruction i) {
        Symbol symbol = references.getOrDefault(section.index(), Map.of()).get(i.index());
        if (symbol == null) {
            int high = BpfInstruction.read(section.content(), i.index() + 1).immediate();
            return Integer.toUnsignedLong(i.immediate()) | (long) high << Integer.SIZE;
        }
        String home = elf.section(symbol.section()).name();
        return home.equals(".maps")
                ? map(symbol.name())
                : memory(home).first(this::add) + symbol.value() + i.immediate();
    }

    private long map(String name) {
        return mapAddresses.computeIfAbsent(name, any -> {
            long address = add(new byte[8]);
            mapsByAddress.put(address, memory(name));
            return address;
        });
    }

    private BpfMemory memory(String name) {
        return maps.computeIfAbsent(name, any -> BpfMemory.array(4096, 1));
    }

    private long called(Section section, BpfInstruction i, long[] r) {
        if (i.source() == BpfInstruction.CALL_FUNCTION) {
            Symbol symbol = references.getOrDefault(section.index(), Map.of()).get(i.index());
            return symbol == null
                    ? call(section, i.index() + 1 + i.immediate(), r)
                    : call(
                            elf.section(symbol.section()),
                            (int) symbol.value() / BpfInstruction.SIZE + 1 + i.immediate(),
                            r);
        }
        calls++;
        return switch (i.immediate()) {
            case LOOK_UP -> {
                BpfMemory map = requireNonNull(mapsByAddress.get(r[1]));
                yield map.find(bytes(r[2], map.keySize()), this::add);
            }
            case CLOCK -> now;
            case JIFFIES -> 1;
            case SPIN_LOCK, SPIN_UNLOCK -> 0;
            case REDIRECT -> 4;
            case ADJUST_HEAD -> {
                data += (int) r[2];
                yield 0;
            }
            default -> throw new IllegalStateException("a packet that takes helper " + i.immediate());
        };
    }

    private byte[] bytes(long address, int count) {
        byte[] region = regions.get((int) (address >>> Integer.SIZE));
        return Arrays.copyOfRange(region, (int) address, (int) address + count);
    }

    private long load(long address, int size) {
        if (address >= context && address < context + 16) {
            return switch ((int) (address - context)) {
                case 0 -> data;
                case 4 -> end;
                case 12 -> interfaceIndex;
                default -> throw new IllegalStateException("no such field of struct xdp_md");
            };
        }
        ByteBuffer region = region(address);
        return switch (size) {
            case 1 -> region.get((int) address) & 0xffL;
            case 2 -> region.getShort((int) address) & 0xffffL;
            case 4 -> Integer.toUnsignedLong(region.getInt((int) address));
            default -> region.getLong((int) address);
        };
    }

    private void store(long address, int size, long value) {
        ByteBuffer region = region(address);
        switch (size) {
            case 1 -> region.put((int) address, (byte) value);
            case 2 -> region.putShort((int) address, (short) value);
            case 4 -> region.putInt((int) address, (int) value);
            default -> region.putLong((int) address, value);
        }
    }

    private ByteBuffer region(long address) {
        return ByteBuffer.wrap(regions.get((int) (address >>> Integer.SIZE))).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Compare-and-exchange, the only one that the objects have. */
    private void atomic(BpfInstruction i, long[] r) {
        long address = r[i.target()] + i.offset();
        long present = load(address, size(i));
        if (present == Integer.toUnsignedLong((int) r[0])) {
            store(address, size(i), r[i.source()]);
        }
        r[0] = present;
    }

    private static long arithmetic(BpfInstruction i, long to, long from, boolean isHalf) {
        int operation = i.opcode() & 0xf0;
        if (operation == 0xd0) {
            return swapped(i, to);
        }
        long a = isHalf ? Integer.toUnsignedLong((int) to) : to;
        long b = isHalf ? Integer.toUnsignedLong((int) from) : from;
        int shift = (int) b & (isHalf ? 31 : 63);
        long result = switch (operation) {
            case 0x00 -> a + b;
            case 0x10 -> a - b;
            case 0x20 -> a * b;
            case 0x30 -> b == 0 ? 0 : Long.divideUnsigned(a, b);
            case 0x40 -> a | b;
            case 0x50 -> a & b;
            case 0x60 -> a << shift;
            case 0x70 -> a >>> shift;
            case 0x80 -> -a;
            case 0x90 -> b == 0 ? a : Long.remainderUnsigned(a, b);
            case 0xa0 -> a ^ b;
            case 0xb0 -> b;
            case 0xc0 -> isHalf ? (int) a >> shift : a >> shift;
            default -> throw new IllegalStateException("no such operation: " + i);
        };
        return isHalf ? Integer.toUnsignedLong((int) result) : result;
    }

    private static long swapped(BpfInstruction i, long value) {
        boolean toBig = (i.opcode() & 8) != 0;
        return switch (i.immediate()) {
            case 16 -> (toBig ? Short.reverseBytes((short) value) : value) & 0xffff;
            case 32 -> Integer.toUnsignedLong(toBig ? Integer.reverseBytes((int) value) : (int) value);
            default -> toBig ? Long.reverseBytes(value) : value;
        };
    }

    private static boolean isTaken(BpfInstruction i, long left, long right) {
        boolean isHalf = (i.opcode() & 7) == 6;
        long a = isHalf ? (int) left : left;
        long b = isHalf ? (int) right : right;
        // The extension of a sign keeps the order of unsigned numbers, too.
        int order = Long.compareUnsigned(a, b);
        return switch (i.opcode() & 0xf0) {
            case 0x10 -> a == b;
            case 0x20 -> order > 0;
            case 0x30 -> order >= 0;
            case 0x40 -> (a & b) != 0;
            case 0x50 -> a != b;
            case 0x60 -> a > b;
            case 0x70 -> a >= b;
            case 0xa0 -> order < 0;
            case 0xb0 -> order <= 0;
            case 0xc0 -> a < b;
            case 0xd0 -> a <= b;
            default -> throw new IllegalStateException("no such jump: " + i);
        };
    }
}
