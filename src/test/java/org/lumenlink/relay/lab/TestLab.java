package org.lumenlink.relay.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.lumenlink.relay.support.Shell;
import org.lumenlink.relay.support.TestSecrets;

/** A lab of a test's own, removed when closed. */
final class TestLab implements AutoCloseable {

    private static final AtomicInteger SEQUENCE = new AtomicInteger();

    private final String name;

    private TestLab(String name) {
        this.name = name;
    }

    /** Names a lab as no other run of the tests does; makes nothing yet. */
    static TestLab named() {
        String prefix = System.getenv().getOrDefault("LUMENLINK_TEST_LAB_PREFIX", "test");
        return new TestLab(prefix + "-" + ProcessHandle.current().pid() + "-" + SEQUENCE.incrementAndGet());
    }

    /** Makes the lab. */
    static TestLab up() {
        TestLab lab = named();
        lab.script("up");
        return lab;
    }

    String name() {
        return name;
    }

    /** Runs {@code scripts/lab COMMAND --name NAME ARGUMENTS...} and returns what it printed. */
    String script(String command, String... arguments) {
        List<String> words = new ArrayList<>(List.of("scripts/lab", command, "--name", name));
        words.addAll(List.of(arguments));
        return Shell.run(words.toArray(String[]::new));
    }

    /** Returns where {@code scripts/lab} keeps what belongs to the lab. */
    Path folder() {
        return Path.of("/run/lumenlink/lab", name);
    }

    /** Starts the relay, waits until it is ready, and returns the lab with its addresses. */
    Lab run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("--background", "--json", "--"));
        words.addAll(List.of(arguments));
        try {
            return Lab.read(
                    Files.writeString(folder().resolve("test.json"), script("run", words.toArray(String[]::new))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the relay as {@code kill -9} does, and waits until it is gone. */
    void kill() {
        try {
            String pid = Files.readString(folder().resolve("relay.pid")).replaceFirst(" .*\\s", "");
            ProcessHandle relay = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            relay.destroyForcibly();
            relay.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the lab; keeps the relay's log, and notes its key, for scripts/test to look for that. */
    @Override
    public void close() {
        keepLog();
        script("down");
    }

    private void keepLog() {
        try {
            Path log = folder().resolve("relay.log");
            Path key = folder().resolve("data/admin.key");
            if (Files.exists(log)) {
                Path kept = Files.createDirectories(Path.of("target/relay-logs"));
                Files.copy(log, kept.resolve(name + ".log"), StandardCopyOption.REPLACE_EXISTING);
            }
            if (Files.exists(key)) {
                TestSecrets.note(Files.readString(key).strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
