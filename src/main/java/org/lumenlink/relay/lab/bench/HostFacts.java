package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.lumenlink.relay.libbpf.HostInfo;

/**
 * Where and when a bench ran.
 *
 * @param at when it began
 * @param kernel release
 * @param cpu model
 * @param load what else kept the machine busy: the load average of the last minute at the begin
 */
record HostFacts(String at, String kernel, String cpu, double load) {

    static HostFacts current() {
        try {
            String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
            String load = Files.readString(Path.of("/proc/loadavg"));
            return new HostFacts(
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    HostInfo.current().kernelRelease(),
                    cpu,
                    Double.parseDouble(load.substring(0, load.indexOf(' '))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what machine this is from /proc", e);
        }
    }
}
