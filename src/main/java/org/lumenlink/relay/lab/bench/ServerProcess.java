package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Java program in a process and a namespace of its own, on all CPUs. Closing kills it at once. */
final class ServerProcess implements AutoCloseable {

    private static final Path ONLINE_CPUS = Path.of("/sys/devices/system/cpu/online");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Process process;
    private final Path log;

    /** Starts {@code java} with options and arguments, writing what it prints into {@code log}. */
    ServerProcess(Namespace namespace, Path log, Map<String, String> environment, List<String> arguments) {
        this.log = log;
        try {
            // Not ip netns exec: that hides the mounts, and with them the folder of the pins.
            List<String> command = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace.name(), "--"));
            // The bench itself is held to one CPU, and what it starts would be.
            command.addAll(
                    List.of("taskset", "-c", Files.readString(ONLINE_CPUS).trim()));
            command.addAll(
                    List.of(JAVA.toString(), "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m"));
            command.addAll(arguments);
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + arguments, e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Throws, with the end of its log, if the program has ended. */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("a server ended with status %d: %s"
                    .formatted(process.exitValue(), Files.readString(log).trim()));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
