package org.lumenlink.relay.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A relay that is a process, in a namespace and on a CPU of its own. Closing ends it. */
final class UserSpaceRelay implements AutoCloseable {

    /** Where scripts/bench has unpacked what is not installed, and with it its libraries. */
    private static final String TOOLS = System.getProperty("lumenlink.bench.tools", "");

    private static final String LIBRARIES = System.getProperty("lumenlink.bench.libraries", "");

    private static final long START_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Process process;
    private final ScratchFolder folder;

    private UserSpaceRelay(Namespace namespace, int cpu, ScratchFolder folder, List<String> command) {
        this.folder = folder;
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace.name()));
        whole.addAll(List.of("taskset", "-c", Integer.toString(cpu)));
        whole.addAll(command);
        try {
            ProcessBuilder builder = new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.path().resolve("log").toFile());
            builder.environment().put("LD_LIBRARY_PATH", LIBRARIES);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
        LockSupport.parkNanos(START_NANOS);
        if (!process.isAlive()) {
            throw new IllegalStateException(command.get(0) + " ended at once: " + log());
        }
    }

    static UserSpaceRelay socat(Namespace namespace, int cpu) {
        return new UserSpaceRelay(
                namespace,
                cpu,
                ScratchFolder.create(),
                List.of("socat", "-b", "2048", "UDP4-LISTEN:7777,reuseaddr", "UDP4:10.128.0.1:51820"));
    }

    static UserSpaceRelay nginx(Namespace namespace, int cpu) {
        ScratchFolder folder = ScratchFolder.create();
        Path configuration = folder.path().resolve("nginx.conf");
        String modules = TOOLS + "/usr/lib/nginx/modules";
        try {
            Files.writeString(configuration, """
                    daemon off;
                    worker_processes 1;
                    pid %1$s/pid;
                    error_log %1$s/error.log;
                    load_module %2$s/ngx_stream_module.so;
                    events { worker_connections 1024; }
                    stream {
                        server {
                            listen 192.0.2.1:7777 udp;
                            proxy_pass 10.128.0.1:51820;
                            proxy_timeout 1h;
                        }
                    }
                    """.formatted(folder.path(), modules));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        String command = TOOLS + "/usr/sbin/nginx";
        return new UserSpaceRelay(
                namespace,
                cpu,
                folder,
                List.of(command, "-p", folder.path().toString(), "-c", configuration.toString()));
    }

    /** A TURN server for whoever asks, in the mode in which it is fastest on one CPU. */
    static UserSpaceRelay coturn(Namespace namespace, int cpu) {
        ScratchFolder folder = ScratchFolder.create();
        String command = TOOLS + "/usr/bin/turnserver";
        String options = "-n --no-auth --no-tcp --no-tls --no-dtls --no-cli --relay-threads=0"
                + " --listening-ip=192.0.2.1 --listening-port=7777 --relay-ip=198.51.100.1"
                + " --permission-lifetime=3600 --channel-lifetime=3600 --log-file=stdout"
                + " --userdb=%1$s/users --pidfile=%1$s/pid".formatted(folder.path());
        return new UserSpaceRelay(
                namespace,
                cpu,
                folder,
                Stream.concat(Stream.of(command), Stream.of(options.split(" ", -1)))
                        .toList());
    }

    private String log() {
        try {
            return Files.readString(folder.path().resolve("log")).trim();
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
        folder.close();
    }
}
