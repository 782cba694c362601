package org.lumenlink.relay.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The web layer with settings of its own, for tests of what is set at the start. */
final class OwnWebLayer implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final Path dataDir;

    OwnWebLayer(Path dataDir, String... settings) {
        this.dataDir = dataDir;
        List<String> arguments = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.server.port=0",
                "--lumenlink.relay.data-dir=" + dataDir));
        arguments.addAll(List.of(settings));
        this.context = new SpringApplication(WebLayer.class).run(arguments.toArray(String[]::new));
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Returns a client of the management port, which is asked without TLS. */
    ApiClient management() {
        return ApiClient.ofManagement(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.management.port"));
    }

    ApiClient api() {
        return new ApiClient("http://127.0.0.1:" + port(), adminKey());
    }

    String adminKey() {
        try {
            return Files.readString(dataDir.resolve("admin.key")).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
