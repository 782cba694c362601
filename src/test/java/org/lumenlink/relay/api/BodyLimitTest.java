package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies beyond 65,536 bytes are refused, and the client gets to know. */
class BodyLimitTest extends WebLayerTest {

    private static final long HUGE = 100L << 20;
    private static final byte[] BLOCK = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(ints = {BodyLimitFilter.LIMIT + 1, 10_000_000})
    void bodyWhenLongByItsContentLengthThenRefused(int length) {
        assertRefused(api.send("PUT", USER, json(length)));
    }

    @ParameterizedTest
    @ValueSource(ints = {BodyLimitFilter.LIMIT + 1, 10_000_000})
    void bodyWhenLongInChunksThenRefused(int length) {
        byte[] body = json(length).getBytes(StandardCharsets.US_ASCII);
        for (String method : new String[] {"PUT", "PATCH"}) {
            assertRefused(api.send(chunked(method, body)));
        }
    }

    @Test
    void bodyWhenOf100MegabytesThenRefusedBeforeItIsSent() throws IOException {
        try (Socket socket = send("Content-Length: " + HUGE)) {
            assertThat(statusLine(socket)).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void bodyWhenOf100MegabytesInChunksThenRefusedAndNotReadToItsEnd() throws Exception {
        try (Socket socket = send("Transfer-Encoding: chunked")) {
            CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendChunks(socket));

            assertThat(statusLine(socket)).startsWith("HTTP/1.1 413 ");
            assertThat(sent.get(5, TimeUnit.MINUTES)).isLessThan(HUGE);
        }
    }

    @Test
    void bulkWhenALineIsOf100MegabytesThenReportedAndTheOthersTaken() {
        List<byte[]> body = new ArrayList<>(List.of(line(7)));
        body.addAll(Collections.nCopies((int) (HUGE / BLOCK.length), BLOCK));
        body.addAll(List.of("\n".getBytes(StandardCharsets.US_ASCII), line(8)));

        ApiClient.Answer answer = api.send(api.request(BulkController.PATH)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArrays(body))
                .build());

        List<String> lines = answer.response().body().lines().toList();
        assertThat(lines.getFirst()).startsWith("{\"line\":2,").contains("\"status\":413");
        assertThat(lines.getLast())
                .isEqualTo(
                        "{\"summary\":{\"lines\":3,\"registered\":2,\"replaced\":0,\"failed\":1,\"complete\":true}}");
    }

    @Test
    void bodyWhenLongAndNotJsonThenRefusedForItsLength() {
        byte[] zeros = new byte[BodyLimitFilter.LIMIT + 1];

        assertRefused(api.send(chunked("PUT", zeros)));
    }

    @Test
    void bodyWhenAsLongAsAllowedThenTaken() {
        assertThat(api.send("PUT", USER, json(BodyLimitFilter.LIMIT)).status()).isEqualTo(200);
    }

    private static byte[] line(long userId) {
        return "{\"userId\": %d, \"destination\": {\"address\": \"203.0.113.9\", \"port\": 1}}\n"
                .formatted(userId)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Socket send(String length) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String key = Files.readString(DATA_DIR.resolve("admin.key")).strip();
        socket.getOutputStream()
                .write(
                        "PUT %s HTTP/1.1\r\nHost: relay\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n%s\r\n\r\n"
                                .formatted(USER, key, length)
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    /** Returns how many bytes could be sent before the relay closed the connection. */
    private static long sendChunks(Socket socket) {
        long sent = 0;
        try {
            while (sent < HUGE) {
                socket.getOutputStream()
                        .write((Integer.toHexString(BLOCK.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(BLOCK);
                socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
                sent += BLOCK.length;
            }
        } catch (IOException e) {
            // The relay has had enough.
        }
        return sent;
    }

    private HttpRequest chunked(String method, byte[] body) {
        return api.request(USER)
                .method(method, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .header("Content-Type", "application/json")
                .build();
    }

    private static void assertRefused(ApiClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).containsEntry("type", "https://lumenlink.org/problems/body-too-large");
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("body");
    }

    /** Returns a good request, with blanks up to a length. */
    private static String json(int length) {
        char[] text = new char[length];
        Arrays.fill(text, ' ');
        String good = RefusedRequests.GOOD;
        good.getChars(0, good.length() - 1, text, 0);
        text[length - 1] = '}';
        return new String(text);
    }
}
