package org.lumenlink.relay.kernels;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.kernels.BpfElf.Relocation;
import org.lumenlink.relay.kernels.BpfElf.Symbol;

/**
 * Holds the object to what Linux 5.8 can load, of which no build is to be had: what docs/kernels.md lists. The verifier
 * of 5.10, the oldest that the object really runs on, is in {@link KernelMatrixIT}.
 */
class OldestKernelTest {

    /** bpf_csum_level, the last of Linux 5.8. */
    private static final int LAST_HELPER = 135;

    /** BPF_MAP_TYPE_RINGBUF, the last of Linux 5.8. */
    private static final int LAST_MAP_TYPE = 27;

    /** BPF_F_MMAPABLE, the last of Linux 5.8. */
    private static final int LAST_MAP_FLAG = 1 << 10;

    private static final int STACK_MAX = 512;

    private static final BpfElf ELF = new BpfElf(read("lumenlink"));

    /** What is loaded instead on Linux 5.17 and newer. */
    private static final BpfElf OWN_LOCK = new BpfElf(read("lumenlink-own-lock"));

    /** bpf_loop, which came with Linux 5.17. */
    private static final int LOOP = 181;

    /** BPF_CMPXCHG of linux/bpf.h, which came with Linux 5.12. */
    private static final int COMPARE_AND_EXCHANGE = 0xf1;

    @Test
    void programsWhenListedThenAreOfTheOneKindThatLinux58Attaches() {
        assertThat(ELF.code())
                .extracting(BpfElf.Section::name)
                .as("sections with instructions; xdp.frags came with 5.18")
                .containsOnly("xdp", ".text");
    }

    @Test
    void instructionsWhenDecodedThenAreThoseOfLinux58() {
        assertThat(instructions()).hasSizeGreaterThan(1000).allMatch(BpfInstruction::isKnownToLinux58);
    }

    @Test
    void callsWhenDecodedThenAreOfOldHelpersAndOwnFunctions() {
        assertThat(instructions())
                .filteredOn(BpfInstruction::isCall)
                .hasSizeGreaterThan(10)
                .allSatisfy(call -> {
                    assertThat(call.source())
                            .as("kind of call; kernel functions came with 5.13")
                            .isIn(BpfInstruction.CALL_HELPER, BpfInstruction.CALL_FUNCTION);
                    if (call.source() == BpfInstruction.CALL_HELPER) {
                        assertThat(call.immediate()).as("helper").isBetween(1, LAST_HELPER);
                    }
                });
    }

    @Test
    void atomicOperationsWhenDecodedThenOnlyAdd() {
        assertThat(instructions())
                .filteredOn(BpfInstruction::isAtomic)
                .as("results, exchange and bit operations came with 5.12")
                .allMatch(atomic -> atomic.immediate() == 0);
    }

    @Test
    void functionsWhenReferredToThenAreOnlyCalled() {
        List<Relocation> toCode = ELF.relocations().stream()
                .filter(r -> r.symbol().section() < 0xff00
                        && ELF.section(r.symbol().section()).isCode())
                .toList();
        assertThat(toCode)
                .as("pointers to functions came with 5.13")
                .allMatch(r -> BpfInstruction.read(ELF.section(r.section()).content(), r.instruction())
                        .isCall());
    }

    @Test
    void functionsWhenGlobalThenAreThoseThatTakeNumbersOnly() {
        assertThat(ELF.functions())
                .filteredOn(f -> ELF.section(f.section()).name().equals(".text") && f.isGlobal())
                .as("5.8 verifies global functions by themselves, and there they take no pointers")
                .extracting(Symbol::name)
                .containsExactlyInAnyOrder("session_look_up", "session_find_way", "session_take_place");
    }

    @Test
    void stackWhenSummedAlongCallsAsOldKernelsRoundItThenFits() {
        StackUse stack = new StackUse(ELF);
        assertThat(ELF.functions())
                .hasSizeGreaterThan(1)
                .allSatisfy(function -> assertThat(stack.deepest(function))
                        .as("stack of %s and what it calls, each frame rounded up to 32 bytes", function.name())
                        .isBetween(1, STACK_MAX));
    }

    @Test
    void mapsWhenDefinedThenAreOfTypesThatLinux58Has() {
        Map<String, Map<String, Integer>> maps = new BtfMaps(ELF.section(".BTF").content()).definitions();
        assertThat(maps).containsKeys("user_map", "rate_limit_map", "event_ring");
        assertThat(maps).allSatisfy((name, definition) -> {
            assertThat(definition.get("type")).as("type of %s", name).isBetween(1, LAST_MAP_TYPE);
            assertThat(definition.getOrDefault("map_flags", 0))
                    .as("flags of %s", name)
                    .isLessThan(LAST_MAP_FLAG << 1);
        });
    }

    @Test
    void objectWithItsOwnLockWhenDecodedThenNeedsNothingNewerThanLinux517() {
        assertThat(instructions(OWN_LOCK))
                .filteredOn(call -> call.isCall() && call.source() == BpfInstruction.CALL_HELPER)
                .extracting(BpfInstruction::immediate)
                .as("helpers")
                .contains(LOOP)
                .allMatch(helper -> helper <= LAST_HELPER || helper == LOOP);
        assertThat(instructions(OWN_LOCK))
                .filteredOn(BpfInstruction::isAtomic)
                .extracting(BpfInstruction::immediate)
                .as("atomic operations")
                .contains(COMPARE_AND_EXCHANGE)
                .isSubsetOf(0, COMPARE_AND_EXCHANGE);
        assertThat(instructions(OWN_LOCK)).allMatch(BpfInstruction::isKnownToLinux58);
    }

    private static List<BpfInstruction> instructions() {
        return instructions(ELF);
    }

    private static List<BpfInstruction> instructions(BpfElf elf) {
        return elf.code().stream().flatMap(s -> s.instructions().stream()).toList();
    }

    private static byte[] read(String name) {
        String resource = "/bpf/" + name + ".bpf.o";
        try (InputStream in = requireNonNull(OldestKernelTest.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(resource, e);
        }
    }
}
