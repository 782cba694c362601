package org.lumenlink.relay.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.support.Shell;

/** What scripts/test looks through logs with finds what is planted there, and does not repeat it. */
class LogLeaksTest {

    private static final String TICKET = "q83vEjRWeJCrze8SNFZ4kKvN7xI";
    private static final String SESSION_KEY = "3q2-7wEjRWeJq83vEjRWeA";
    private static final String API_KEY = "lumenlink_Ab3_-Ab3_-Ab3_-Ab3_-Ab3_-Ab3_-Ab3_-Ab3_-xyz";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"issued " + TICKET, "{\"sessionKey\":\"" + SESSION_KEY + "\"}", "WARN wrong key " + API_KEY + "!"
            })
    void secretWhenPlantedThenIsFoundAndNotRepeated(String line) throws IOException {
        assertThat(leaks("log_leaks secrets relay.log", "fine\n" + line + "\nfine"))
                .isEqualTo("relay.log:2\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "moved to 10.201.0.10:4711",
                "from 10.201.0.11",
                "client=[fd00:201::10]:9",
                "fd00:201:0:0:0:0:0:11 has moved"
            })
    void addressWhenPlantedThenIsFound(String line) throws IOException {
        assertThat(leaks("address_leaks relay.log", "fine\n" + line)).isEqualTo("relay.log:2\n");
    }

    @Test
    void linesWhenHarmlessThenNothingIsFound() throws IOException {
        String log = """
                Tomcat started on port 8080
                Made /run/data/token-keys.key, encryption key 1c9d117c8a24ccac
                relay addresses 10.201.0.1, fd00:201::1, egress 10.202.0.10
                version 110.201.0.10.3
                """;

        assertThat(leaks("log_leaks secrets relay.log; address_leaks relay.log", log))
                .isEmpty();
    }

    private String leaks(String command, String log) throws IOException {
        Files.writeString(folder.resolve("relay.log"), log);
        Files.writeString(folder.resolve("secrets"), TICKET + "\n" + SESSION_KEY + "\n");
        String lib = Path.of("scripts/lib").toAbsolutePath().toString();
        return Shell.run(
                "bash",
                "-euo",
                "pipefail",
                "-c",
                ". " + lib + "/common.sh; . " + lib + "/log-leaks.sh; cd " + folder + "; " + command);
    }
}
