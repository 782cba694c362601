package org.lumenlink.relay.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A BPF object file: what of ELF (64 bits, little-endian) is needed to look into it. */
final class BpfElf {

    private static final int HEADER_SECTIONS_AT = 0x28;
    private static final int HEADER_SECTION_SIZE = 0x3a;
    private static final int SYMBOL_SIZE = 24;
    private static final int RELOCATION_SIZE = 16;
    private static final int TYPE_SYMBOLS = 2;
    private static final int TYPE_RELOCATIONS = 9;
    private static final int FLAG_EXECUTABLE = 4;
    private static final int SYMBOL_FUNCTION = 2;
    private static final int SYMBOL_SECTION = 3;

    private final ByteBuffer file;
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    /**
     * A section.
     *
     * @param info for relocations the index of the section that they belong to
     */
    record Section(int index, String name, int type, long flags, int info, ByteBuffer content) {

        boolean isCode() {
            return (flags & FLAG_EXECUTABLE) != 0 && content.capacity() > 0;
        }

        /** Returns the instructions, without the second halves of wide ones. */
        List<BpfInstruction> instructions() {
            List<BpfInstruction> instructions = new ArrayList<>();
            for (int i = 0; i < content.capacity() / BpfInstruction.SIZE; i++) {
                BpfInstruction instruction = BpfInstruction.read(content, i);
                instructions.add(instruction);
                if (instruction.isWide()) {
                    i++;
                }
            }
            return instructions;
        }
    }

    /** A symbol; the value is its offset in its section. */
    record Symbol(String name, int info, int section, long value, long size) {

        boolean isFunction() {
            return (info & 0xf) == SYMBOL_FUNCTION;
        }

        boolean isSection() {
            return (info & 0xf) == SYMBOL_SECTION;
        }

        boolean isGlobal() {
            return info >> 4 == 1;
        }
    }

    /** Says that the instruction at that index of a section refers to a symbol. */
    record Relocation(int section, int instruction, Symbol symbol) {}

    BpfElf(byte[] object) {
        file = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);
        int at = (int) file.getLong(HEADER_SECTIONS_AT);
        int size = file.getShort(HEADER_SECTION_SIZE);
        int count = file.getShort(HEADER_SECTION_SIZE + 2);
        int names = content(at + file.getShort(HEADER_SECTION_SIZE + 4) * size);
        for (int i = 0; i < count; i++) {
            sections.add(section(i, at + i * size, names));
        }
        sections.stream().filter(s -> s.type() == TYPE_SYMBOLS).forEach(this::readSymbols);
    }

    private Section section(int index, int header, int names) {
        int type = file.getInt(header + 4);
        int length = type == 8 ? 0 : (int) file.getLong(header + 32);
        ByteBuffer content = file.slice(content(header), length).order(ByteOrder.LITTLE_ENDIAN);
        return new Section(
                index,
                text(file, names + file.getInt(header)),
                type,
                file.getLong(header + 8),
                file.getInt(header + 44),
                content);
    }

    private int content(int header) {
        return (int) file.getLong(header + 24);
    }

    private void readSymbols(Section table) {
        ByteBuffer in = table.content();
        ByteBuffer names = section(".strtab").content();
        for (int at = 0; at < in.capacity(); at += SYMBOL_SIZE) {
            symbols.add(new Symbol(
                    text(names, in.getInt(at)),
                    in.get(at + 4) & 0xff,
                    in.getShort(at + 6) & 0xffff,
                    in.getLong(at + 8),
                    in.getLong(at + 16)));
        }
    }

    Section section(String name) {
        return sections.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the object has no section " + name));
    }

    Section section(int index) {
        return sections.get(index);
    }

    /** Returns the sections that hold instructions. */
    List<Section> code() {
        return sections.stream().filter(Section::isCode).toList();
    }

    List<Symbol> functions() {
        return symbols.stream().filter(Symbol::isFunction).toList();
    }

    /** Returns what the instructions refer to. */
    List<Relocation> relocations() {
        List<Relocation> relocations = new ArrayList<>();
        for (Section table : sections) {
            if (table.type() == TYPE_RELOCATIONS && sections.get(table.info()).isCode()) {
                ByteBuffer in = table.content();
                for (int at = 0; at < in.capacity(); at += RELOCATION_SIZE) {
                    int instruction = (int) (in.getLong(at) / BpfInstruction.SIZE);
                    Symbol symbol = symbols.get((int) (in.getLong(at + 8) >>> 32));
                    relocations.add(new Relocation(table.info(), instruction, symbol));
                }
            }
        }
        return relocations;
    }

    /** Returns the string of a string table that starts there. */
    static String text(ByteBuffer table, int at) {
        int end = at;
        while (table.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - at];
        table.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
