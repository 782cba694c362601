package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the system's commands, such as {@code ip}. */
final class Commands {

    private Commands() {}

    /** Runs a command and returns what it printed; throws with that if it failed. */
    static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        "%s ended with status %d: %s".formatted(String.join(" ", command), status, output.trim()));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command.get(0), e);
        }
    }

    static String run(String... command) {
        return run(List.of(command));
    }

    /** Runs a command whose words are separated by single spaces. */
    static String line(String command) {
        return run(command.split(" ", -1));
    }
}
