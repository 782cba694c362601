package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.support.RequiresBpf;

/** The commands of the documents, run as they stand there against a relay over the maps of a real program. */
@RequiresBpf
@Timeout(600)
class CurlExamplesTest {

    private static final Pattern COMMAND = Pattern.compile("\\bcurl (?=-|http)");
    private static final int USERS = 2000;

    /** Has each command tell its status on the standard error. */
    private static final String PREAMBLE = """
            set -e
            curl() {
              command curl -s --noproxy '*' --max-time 60 -w '%{stderr}%{http_code} %{method} %{url}\\n' "$@"
            }
            """;

    @TempDir
    Path dataDir;

    @TempDir
    Path workDir;

    @ParameterizedTest
    @ValueSource(strings = {"docs/api.md", "README.md", "docs/security.md"})
    void commandsWhenRunThenSucceed(String document) throws IOException, InterruptedException {
        List<String> blocks = blocks(Files.readString(Path.of(document)));
        long commands = blocks.stream()
                .flatMap(block -> COMMAND.matcher(block).results())
                .count();
        assertThat(commands).isPositive();
        try (RealRelay relay = new RealRelay(dataDir, USERS)) {
            relay.namespace().ip("link add eth1 type veth peer name eth1-peer");
            relay.namespace().ip("link set eth1 up");
            relay.namespace().ip("addr add 192.0.9.1/24 dev eth1");
            relay.namespace().sysctl("net/ipv4/conf/eth1/forwarding", "1");
            String script = blocks.stream()
                    .collect(Collectors.joining("\n", PREAMBLE, "\n"))
                    .replaceAll("http://(127.0.0.1|localhost):8080", relay.api().base())
                    .replaceAll(
                            "http://(127.0.0.1|localhost):9090",
                            relay.management().base())
                    .replace("/var/lib/lumenlink", dataDir.toString());

            Path answers = workDir.resolve("answers");
            Process bash = new ProcessBuilder("bash", "-c", script)
                    .directory(workDir.toFile())
                    .redirectOutput(answers.toFile())
                    .start();
            List<String> statuses = lines(bash.getErrorStream());

            assertThat(bash.waitFor())
                    .as("%s%n%s", statuses, Files.readString(answers))
                    .isZero();
            assertThat(statuses)
                    .as(Files.readString(answers))
                    .hasSize((int) commands)
                    .allSatisfy(status -> assertThat(status).matches("2[0-9][0-9] [A-Z]+ http.*"));
        }
    }

    /** Returns the blocks of code that call curl. */
    private static List<String> blocks(String document) {
        return Arrays.stream(document.split("\n\n", -1))
                .filter(block -> block.lines().allMatch(line -> line.startsWith("    ")))
                .filter(block -> COMMAND.matcher(block).find())
                .toList();
    }

    private static List<String> lines(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
}
