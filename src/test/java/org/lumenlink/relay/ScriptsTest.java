package org.lumenlink.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.support.Shell;

/** The shell scripts have none of the faults that shellcheck knows. */
class ScriptsTest {

    private static final Pattern SHELL = Pattern.compile("#!.*\\b(?:ba)?sh");

    @Test
    void scriptsWhenCheckedThenHaveNoFault() throws IOException {
        assumeTrue(isInstalled("shellcheck"), "needs shellcheck: apt-get install shellcheck");
        List<String> command = new ArrayList<>(List.of("shellcheck", "--external-sources"));
        for (String folder : List.of(".ci", "scripts", "src/test/scripts")) {
            command.addAll(scripts(Path.of(folder)));
        }

        assertThat(command)
                .contains(".ci/run", "scripts/release", "scripts/lib/engine.sh", "src/test/scripts/own-host");
        assertThat(Shell.run(command.toArray(String[]::new))).isEmpty();
    }

    private static List<String> scripts(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".sh") || startsAShell(file))
                    .map(Path::toString)
                    .toList();
        }
    }

    private static boolean startsAShell(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return SHELL.matcher(Objects.requireNonNullElse(reader.readLine(), ""))
                    .lookingAt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInstalled(String program) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(Objects.requireNonNullElse(System.getenv("PATH"), ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
