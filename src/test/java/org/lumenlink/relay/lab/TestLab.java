package org.lumenlink.relay.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.lumenlink.relay.support.Shell;

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

    @Override
    public void close() {
        script("down");
    }
}
