package org.lumenlink.relay.dataplane;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.lumenlink.relay.dataplane.PacketRig.CLIENT_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DESTINATION_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.DROP;
import static org.lumenlink.relay.dataplane.PacketRig.REDIRECT;
import static org.lumenlink.relay.dataplane.PacketRig.RELAY_PORT;
import static org.lumenlink.relay.dataplane.PacketRig.USER;
import static org.lumenlink.relay.dataplane.PacketRig.sealed;
import static org.lumenlink.relay.dataplane.PacketRig.ticket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lumenlink.relay.kernels.BpfInterpreter;
import org.lumenlink.relay.kernels.BpfInterpreter.Outcome;
import org.lumenlink.relay.kernels.BpfMemory;
import org.lumenlink.relay.libbpf.BpfMap;
import org.lumenlink.relay.libbpf.BpfProgram.TestRun;
import org.lumenlink.relay.libbpf.HostInfo;
import org.lumenlink.relay.libbpf.Libbpf;
import org.lumenlink.relay.libbpf.MapShape;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.token.Ticket;

/**
 * How many instructions each kind of packet takes at most. A dataplane runs in the kernel until a session is under way;
 * what its maps have then is what the interpreter goes on with, and its packets must be just those of the kernel.
 */
@RequiresBpf
class InstructionCountTest {

    private static final IpFamily FAMILY = IpFamily.IPV4;
    private static final Path REPORT = Path.of("target", "instruction-counts");

    private final Ticket ticket = ticket(USER, 7);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void packetsWhenOfALiveSessionThenTakeNoMoreInstructionsThanTheyMay(UserLock lock) throws IOException {
        assumeThat(lock.isPossible(Libbpf.bind()))
                .as("bpf_loop (Linux 5.17) on x86-64, which the relay's own lock takes")
                .isTrue();
        try (PacketRig rig = PacketRig.open(Map.of("user-lock", lock))) {
            rig.register(USER, FAMILY.destination);
            byte[] answer = answer(rig.run("near", packet(0)).packet());
            rig.run("far", answer);
            BpfInterpreter interpreter = new BpfInterpreter(
                    object(lock), maps(rig), HostInfo.current().monotonicNanos());

            // The first of each has things to find out that are remembered.
            interpreter.run(packet(1), rig.interfaceIndex("near"));
            interpreter.run(answer, rig.interfaceIndex("far"));
            rig.run("near", packet(1));
            Outcome forwarded = interpreter.run(packet(2), rig.interfaceIndex("near"));
            assertSame(forwarded, rig.run("near", packet(2)), REDIRECT);
            Outcome returned = interpreter.run(answer, rig.interfaceIndex("far"));
            assertSame(returned, rig.run("far", answer), REDIRECT);
            Outcome forged = interpreter.run(forged(), rig.interfaceIndex("near"));
            assertSame(forged, rig.run("near", forged()), DROP);
            Outcome malformed = interpreter.run(malformed(), rig.interfaceIndex("near"));
            assertSame(malformed, rig.run("near", malformed()), DROP);

            Map<String, Outcome> outcomes =
                    Map.of("forwarded", forwarded, "returned", returned, "forged tag", forged, "malformed", malformed);
            report(lock, outcomes);
            assertThat(Map.of(
                            "forwarded", forwarded.instructions(),
                            "returned", returned.instructions(),
                            "forged tag", forged.instructions(),
                            "malformed", malformed.instructions()))
                    .as("instructions; %s says of what. They are those of clang 14", REPORT)
                    .allSatisfy((name, count) -> assertThat(count).as(name).isLessThan(limit(name)));
        }
    }

    /** Two in a hundred more than it takes. */
    private static int limit(String name) {
        return switch (name) {
            case "forwarded" -> 1535;
            case "returned" -> 595;
            case "forged tag" -> 1110;
            default -> 230;
        };
    }

    private static void assertSame(Outcome interpreted, TestRun run, int result) {
        assertThat(interpreted.result()).isEqualTo(run.result()).isEqualTo(result);
        assertThat(interpreted.packet()).isEqualTo(run.packet());
    }

    /** Writes a table by source file, for who wants to know where they go. */
    private static void report(UserLock lock, Map<String, Outcome> outcomes) throws IOException {
        StringBuilder table = new StringBuilder();
        outcomes.forEach((name, outcome) -> {
            table.append("%s: %d instructions, %d calls of helpers%n"
                    .formatted(name, outcome.instructions(), outcome.calls()));
            outcome.byFile().entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(file -> table.append("%6d  %s%n".formatted(file.getValue(), file.getKey())));
        });
        Files.createDirectories(REPORT);
        Files.writeString(REPORT.resolve(lock.name().toLowerCase(Locale.ROOT) + ".txt"), table);
    }

    private static byte[] object(UserLock lock) throws IOException {
        String resource = lock.object(Libbpf.bind());
        try (InputStream in = requireNonNull(InstructionCountTest.class.getResourceAsStream(resource), resource)) {
            return in.readAllBytes();
        }
    }

    /** Reads all pinned maps; of those that each CPU has for itself nothing, as on a CPU that has seen no packet. */
    private static Map<String, BpfMemory> maps(PacketRig rig) throws IOException {
        Map<String, BpfMemory> maps = new HashMap<>();
        try (Stream<Path> pins = Files.list(rig.pin("user_map").getParent())) {
            for (Path pin : pins.toList()) {
                String name = pin.getFileName().toString();
                if (name.endsWith("_map") || name.equals("settings")) {
                    maps.put(name.equals("settings") ? Adoption.SETTINGS : name, read(pin));
                }
            }
        }
        return maps;
    }

    private static BpfMemory read(Path pin) {
        try (BpfMap map = Libbpf.bind().openPinned(pin)) {
            MapShape shape = map.shape();
            if (shape.isPerCpu()) {
                return BpfMemory.array(shape.valueSize(), shape.maxEntries());
            }
            BpfMemory memory = shape.isArray()
                    ? BpfMemory.array(shape.valueSize(), shape.maxEntries())
                    : BpfMemory.hash(shape.keySize(), shape.valueSize());
            map.forEach(memory::put);
            return memory;
        }
    }

    private byte[] packet(long number) {
        return FAMILY.fromClient(sealed(ticket, number, new byte[64])).bytes();
    }

    private byte[] forged() {
        byte[] datagram = sealed(ticket, 3, new byte[64]);
        datagram[28] ^= 1;
        return FAMILY.fromClient(datagram).bytes();
    }

    private static byte[] malformed() {
        return Frame.of(FAMILY.client, CLIENT_PORT, FAMILY.relay, RELAY_PORT, new byte[64])
                .bytes();
    }

    private byte[] answer(byte[] arrived) {
        int egressPort = Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(14 + 20));
        return Frame.of(FAMILY.destination, DESTINATION_PORT, FAMILY.egress, egressPort, new byte[64])
                .bytes();
    }
}
