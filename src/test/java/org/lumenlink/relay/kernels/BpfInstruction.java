package org.lumenlink.relay.kernels;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * One BPF instruction (linux/bpf.h, struct bpf_insn).
 *
 * @param index its place in the section, in instructions
 */
record BpfInstruction(int index, int opcode, int target, int source, int offset, int immediate) {

    static final int SIZE = 8;

    /** A helper by its number. */
    static final int CALL_HELPER = 0;

    /** A function of the object's own. */
    static final int CALL_FUNCTION = 1;

    private static final int LOAD = 0x00;
    private static final int LOAD_REGISTER = 0x01;
    private static final int STORE = 0x02;
    private static final int STORE_REGISTER = 0x03;
    private static final int ALU = 0x04;
    private static final int JUMP = 0x05;
    private static final int JUMP32 = 0x06;
    private static final int ALU64 = 0x07;

    private static final int MODE_IMMEDIATE = 0x00;
    private static final int MODE_MEMORY = 0x60;
    private static final int MODE_ATOMIC = 0xc0;

    private static final int WIDE_LOAD = 0x18;
    private static final int CALL = 0x85;
    private static final int DIVIDE = 0x30;
    private static final int MODULO = 0x90;
    private static final int MOVE = 0xb0;
    private static final int SWAP_BYTES = 0xd0;
    private static final int STACK_POINTER = 10;

    /** Operations of the class JUMP32 that Linux 5.1 brought: JEQ to JSET and JNE to JSLE. */
    private static final Set<Integer> JUMP32_OPERATIONS =
            Set.of(0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0xa0, 0xb0, 0xc0, 0xd0);

    static BpfInstruction read(ByteBuffer section, int index) {
        int at = index * SIZE;
        int registers = section.get(at + 1);
        return new BpfInstruction(
                index,
                section.get(at) & 0xff,
                registers & 0xf,
                registers >> 4 & 0xf,
                section.getShort(at + 2),
                section.getInt(at + 4));
    }

    private int kind() {
        return opcode & 0x07;
    }

    private int mode() {
        return opcode & 0xe0;
    }

    private int operation() {
        return opcode & 0xf0;
    }

    /** A load of 64 bits takes two places; the second holds the other half of the value. */
    boolean isWide() {
        return opcode == WIDE_LOAD;
    }

    boolean isCall() {
        return opcode == CALL;
    }

    boolean isAtomic() {
        return kind() == STORE_REGISTER && mode() == MODE_ATOMIC;
    }

    /** Tells whether this is of the instruction set as Linux 5.8 has it, atomic operations aside. */
    boolean isKnownToLinux58() {
        return switch (kind()) {
            case LOAD -> isWide() && source <= 2;
            case LOAD_REGISTER, STORE -> mode() == MODE_MEMORY;
            case STORE_REGISTER -> mode() == MODE_MEMORY || isAtomic();
            case ALU, ALU64 -> isKnownArithmetic();
            case JUMP -> true;
            case JUMP32 -> JUMP32_OPERATIONS.contains(operation());
            default -> throw new IllegalStateException("no such class of instructions: " + this);
        };
    }

    /** Signed division, moves that extend a sign, and swaps of a 64-bit class came with Linux 6.6. */
    private boolean isKnownArithmetic() {
        return switch (operation()) {
            case DIVIDE, MODULO, MOVE -> offset == 0;
            case SWAP_BYTES -> kind() == ALU;
            default -> true;
        };
    }

    /** Returns how deep into the stack this reaches: bytes below the frame pointer, 0 if none. */
    int stackReach() {
        boolean reads = kind() == LOAD_REGISTER && source == STACK_POINTER;
        boolean writes = (kind() == STORE || kind() == STORE_REGISTER) && target == STACK_POINTER;
        return reads || writes ? Math.max(0, -offset) : 0;
    }

    /** Tells whether this copies the frame pointer to another register. */
    boolean copiesStackPointer() {
        return kind() == ALU64 && operation() == MOVE && (opcode & 0x08) != 0 && source == STACK_POINTER;
    }

    /** Tells whether this adds a constant to the register. */
    boolean addsConstantTo(int register) {
        return kind() == ALU64 && operation() == MODE_IMMEDIATE && (opcode & 0x08) == 0 && target == register;
    }
}
