package org.lumenlink.relay.kernels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lumenlink.relay.kernels.BpfElf.Relocation;
import org.lumenlink.relay.kernels.BpfElf.Section;
import org.lumenlink.relay.kernels.BpfElf.Symbol;

/** How much stack the functions of an object take, alone and with those that they call. */
final class StackUse {

    /** What kernels before 6.6 round each frame up to. */
    private static final int ROUNDING = 32;

    private final BpfElf elf;
    private final Map<String, Symbol> referred = new HashMap<>();

    StackUse(BpfElf elf) {
        this.elf = elf;
        for (Relocation relocation : elf.relocations()) {
            referred.put(place(relocation.section(), relocation.instruction()), relocation.symbol());
        }
    }

    /** Returns the bytes that the deepest chain of calls from a function on takes, itself included. */
    int deepest(Symbol function) {
        int deepest = 0;
        for (BpfInstruction instruction : body(function)) {
            if (instruction.isCall() && instruction.source() == BpfInstruction.CALL_FUNCTION) {
                deepest = Math.max(deepest, deepest(callee(function, instruction)));
            }
        }
        return rounded(frame(function)) + deepest;
    }

    /** Returns the bytes of a function's own frame, as far as constant offsets tell. */
    private int frame(Symbol function) {
        int frame = 0;
        int copy = -1;
        for (BpfInstruction instruction : body(function)) {
            frame = Math.max(frame, instruction.stackReach());
            if (copy >= 0 && instruction.addsConstantTo(copy)) {
                frame = Math.max(frame, -instruction.immediate());
            }
            copy = instruction.copiesStackPointer() ? instruction.target() : -1;
        }
        return frame;
    }

    private static int rounded(int frame) {
        return (Math.max(frame, 1) + ROUNDING - 1) / ROUNDING * ROUNDING;
    }

    /** A call within a section counts from the next instruction; one to another goes through its symbol. */
    private Symbol callee(Symbol caller, BpfInstruction call) {
        Symbol symbol = referred.get(place(caller.section(), call.index()));
        if (symbol == null) {
            return functionAt(caller.section(), call.index() + 1 + call.immediate());
        }
        return symbol.isSection() ? functionAt(symbol.section(), call.immediate() + 1) : symbol;
    }

    private Symbol functionAt(int section, int instruction) {
        return elf.functions().stream()
                .filter(f -> f.section() == section && f.value() == (long) instruction * BpfInstruction.SIZE)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no function at " + place(section, instruction)));
    }

    private List<BpfInstruction> body(Symbol function) {
        Section section = elf.section(function.section());
        long first = function.value() / BpfInstruction.SIZE;
        long end = first + function.size() / BpfInstruction.SIZE;
        return section.instructions().stream()
                .filter(i -> i.index() >= first && i.index() < end)
                .toList();
    }

    private static String place(int section, int instruction) {
        return section + ":" + instruction;
    }
}
