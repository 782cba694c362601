package org.lumenlink.relay.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.token.Vectors;

/** Holds the example client of the documentation to the known answers and to our own decoder. */
@Timeout(600)
class PythonClientTest {

    private static final Path EXAMPLES = Path.of("docs/examples").toAbsolutePath();
    private static final Path VECTORS = Path.of("src/test/resources/vectors/wire-format-v1.json");

    @BeforeEach
    void requirePython() {
        String path = System.getenv().getOrDefault("PATH", "");
        boolean installed = Stream.of(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
        assumeTrue(installed, "python3 is not installed");
    }

    @Test
    void siphashWhenMessageIsKnownThenIsKnownAnswer() throws Exception {
        List<String> answers = runOnVectors("""
                import json, sys
                from client import siphash24
                for v in json.load(sys.stdin)["siphash24_64"]:
                    print(siphash24(bytes.fromhex(v["key"]), bytes.fromhex(v["message"])).hex())
                """);
        assertThat(answers)
                .isEqualTo(Vectors.sip64().stream()
                        .map(answer -> HexFormat.of().formatHex(answer.output()))
                        .toList());
    }

    @Test
    void datagramWhenPacketIsKnownThenIsKnownAnswer() throws Exception {
        List<String> datagrams = runOnVectors("""
                import json, sys
                from client import datagram
                for p in json.load(sys.stdin)["packets"]:
                    ticket, key, payload = (bytes.fromhex(p[n]) for n in ("ticket", "sessionKey", "payload"))
                    print(datagram(ticket, key, p["packetNumber"], payload).hex())
                """);
        assertThat(datagrams)
                .isEqualTo(Vectors.packets().stream()
                        .map(packet -> HexFormat.of().formatHex(packet.wire()))
                        .toList());
    }

    @Test
    void clientWhenRunAsAProgramThenPrintsTheAnswer(@TempDir Path directory) throws Exception {
        Path ticketFile = Files.writeString(directory.resolve("ticket.json"), Samples.json(""));
        try (FakeRelay relay = new FakeRelay(InetAddress.getLoopbackAddress(), Samples.CREDENTIALS)) {
            String endpoint = "127.0.0.1:" + relay.address().getPort();
            List<String> output = run(Redirect.PIPE, "client.py", endpoint, ticketFile.toString(), "hello relay");
            assertThat(output).containsExactly("HELLO RELAY");
        }
    }

    private static List<String> runOnVectors(String program) throws Exception {
        return run(Redirect.from(VECTORS.toFile()), "-c", program);
    }

    private static List<String> run(Redirect input, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("python3", "-B");
        builder.command().addAll(List.of(arguments));
        Process process = builder.directory(EXAMPLES.toFile())
                .redirectInput(input)
                .redirectErrorStream(true)
                .start();
        try {
            List<String> output = new String(process.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor()).as("exit status; output: %s", output).isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
