package org.lumenlink.relay.api;

import static org.lumenlink.relay.api.RefusedRequests.GOOD;
import static org.lumenlink.relay.api.RefusedRequests.NETWORK;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

/** Starts the web layer on a port of its own for tests over HTTP, with users 42 and, disabled, 43, and a denied network. */
@SpringBootTest(
        classes = WebLayer.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "management.server.address=127.0.0.1",
            "management.server.port=0",
            // Tests ask more often than anybody else, and send many wrong keys.
            "lumenlink.relay.access.failures-per-minute=1000000",
            "lumenlink.relay.access.failures-per-minute-of-all=1000000",
            "lumenlink.relay.access.requests-per-second=1000000",
            "lumenlink.relay.access.requests-per-second-of-address=1000000"
        })
abstract class WebLayerTest {

    /** One for all classes, as they share the application; a test's own folder would be gone before it is. */
    static final Path DATA_DIR = makeDataDir();

    @LocalServerPort
    int port;

    @Autowired
    InMemoryRelay relay;

    @Autowired
    InMemoryDenyList denied;

    @Autowired
    InMemoryTokenKeys tokenKeys;

    @Autowired
    InMemoryInterfaces interfaces;

    ApiClient api;

    @DynamicPropertySource
    static void dataDir(DynamicPropertyRegistry registry) {
        registry.add("lumenlink.relay.data-dir", () -> DATA_DIR);
    }

    @BeforeEach
    void register() throws IOException {
        relay.clear();
        denied.clear();
        tokenKeys.clear();
        interfaces.clear();
        api = new ApiClient(
                "http://127.0.0.1:" + port,
                Files.readString(DATA_DIR.resolve("admin.key")).strip());
        api.send("PUT", USER, GOOD);
        api.send("PUT", "/api/v1/users/43", GOOD.replaceFirst("\\{", "{\"enabled\": false, "));
        api.send("PUT", NETWORK);
    }

    /** Makes a key over the API. */
    String makeKey(String role) {
        return api.send("POST", "/api/v1/api-keys", "{\"name\": \"test\", \"role\": \"" + role + "\"}")
                .json()
                .at("/key")
                .asString();
    }

    private static Path makeDataDir() {
        try {
            Path folder = Files.createTempDirectory("lumenlink-web-layer");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
