package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Who asks too often, or with too many wrong keys, has to wait; others do not. Each test has a client address of its own. */
@SpringBootTest(
        classes = WebLayer.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "management.server.address=127.0.0.1",
            "management.server.port=0",
            "lumenlink.relay.access.failures-per-minute=3",
            "lumenlink.relay.access.requests-per-second=1",
            "lumenlink.relay.access.requests-per-second-of-address=3"
        })
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class RequestLimitsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String KEYS = "/api/v1/api-keys";

    @TempDir
    static Path dataDir;

    @LocalServerPort
    int port;

    private ApiClient api = new ApiClient("", null);

    @DynamicPropertySource
    static void dataDir(DynamicPropertyRegistry registry) {
        registry.add("lumenlink.relay.data-dir", () -> dataDir);
    }

    @BeforeEach
    void connect() throws IOException {
        api = new ApiClient(
                "http://127.0.0.1:" + port,
                Files.readString(dataDir.resolve("admin.key")).strip());
    }

    @Test
    void keyWhenUsedTooOftenThenHasToWaitAndOthersDoNot() {
        ApiClient admin = api.from("127.0.0.2");
        String key = eventually(admin, "{\"name\": \"other\", \"role\": \"viewer\"}");

        assertHasToWait(firstRefusal(admin, "/api/v1/stats"), "this key is used too often");

        assertThat(api.withKey(key)
                        .from("127.0.0.3")
                        .send("GET", "/api/v1/stats")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void addressWhenItAsksTooOftenThenHasToWaitAndOthersDoNot(CapturedOutput log) {
        ApiClient stranger = api.withKey(null);

        assertHasToWait(firstRefusal(stranger.from("127.0.0.4"), "/v3/api-docs"), "too many requests came from here");

        assertThat(stranger.from("127.0.0.5").send("GET", "/v3/api-docs").status())
                .isEqualTo(200);
        assertThat(log).doesNotContain("127.0.0.4");
    }

    @Test
    void keysWhenTooManyAreWrongThenNoneIsLookedAtFromThere(CapturedOutput log) {
        ApiClient attacker = api.withKey("lumenlink_wrong").from("127.0.0.6");

        ApiClient.Answer answer = await().atMost(PATIENCE)
                .pollInterval(Duration.ZERO)
                .until(() -> attacker.send("GET", "/api/v1/stats"), RequestLimitsTest::isForKeys);

        assertHasToWait(answer, "too many keys that are not valid came from here");
        assertThat(log).doesNotContain("127.0.0.6", "lumenlink_wrong");
    }

    private static void assertHasToWait(ApiClient.Answer answer, String why) {
        assertThat(answer.problem())
                .containsEntry("type", "https://lumenlink.org/problems/too-many-requests")
                .hasEntrySatisfying(
                        "detail", detail -> assertThat(String.valueOf(detail)).startsWith(why));
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    private static boolean isForKeys(ApiClient.Answer answer) {
        return answer.response().body().contains("too many keys");
    }

    private static ApiClient.Answer firstRefusal(ApiClient client, String path) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ZERO)
                .until(() -> client.send("GET", path), answer -> answer.status() == 429);
    }

    /** Makes a key as soon as the limits let it. */
    private static String eventually(ApiClient client, String body) {
        return await().atMost(PATIENCE)
                .until(() -> client.send("POST", KEYS, body), answer -> answer.status() != 429)
                .json()
                .at("/key")
                .asString();
    }
}
