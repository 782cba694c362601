package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lumenlink.relay.api.RefusedRequests.GOOD;
import static org.lumenlink.relay.api.RefusedRequests.USER;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A client that takes its time with a body is told so, and holds nobody else up. */
@TestPropertySource(properties = {"lumenlink.relay.api.body-timeout=1s", "server.tomcat.connection-timeout=2s"})
class SlowBodyTest extends WebLayerTest {

    private static final int PACE_MILLIS = 20;
    private static final String LINE =
            "{\"userId\": 7, \"destination\": {\"address\": \"203.0.113.9\", \"port\": 1}}\n";

    @Test
    void bodyWhenItDribblesThenRefusedAndNothingChanged() throws IOException {
        String answer = exchange("PUT " + USER, "application/json", GOOD.substring(0, 20), true);

        assertThat(answer).startsWith("HTTP/1.1 408");
        assertThat(answer).contains("application/problem+json", "/problems/body-timeout", "within 1000 ms");
        assertThat(api.send("GET", USER).header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void bodyWhenItStopsThenRefused() throws IOException {
        String answer = exchange("PUT " + USER, "application/json", GOOD.substring(0, 20), false);

        assertThat(answer).startsWith("HTTP/1.1 408");
        assertThat(answer).contains("application/problem+json", "/problems/body-timeout");
        assertThat(api.send("GET", USER).header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void bulkWhenALineDribblesThenTheLinesBeforeAreTakenAndTheAnswerSaysFromWhereOn() throws IOException {
        String answer = exchange("POST " + BulkController.PATH, "application/x-ndjson", LINE + "{", true);

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(answer)
                .contains(
                        "{\"line\":2,\"type\":\"https://lumenlink.org/problems/body-timeout\"",
                        "{\"summary\":{\"lines\":2,\"registered\":1,\"replaced\":0,\"failed\":1,\"complete\":false}}");
        assertThat(api.send("GET", "/api/v1/users/7").status()).isEqualTo(200);
    }

    @Test
    void bulkWhenTheClientGoesInTheMidstOfALineThenTheLineIsNotTaken() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "POST " + BulkController.PATH, "application/x-ndjson", LINE.strip());
        }

        api.send("GET", USER);
        assertThat(api.send("GET", "/api/v1/users/7").status()).isEqualTo(404);
    }

    /** Sends the start of a body of 60,000 bytes, then byte after byte or nothing, and returns the answer. */
    private String exchange(String line, String type, String start, boolean dribbles) throws IOException {
        try (Socket socket = connect()) {
            send(socket, line, type, start);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            byte[] buffer = new byte[10_000];
            int read = 0;
            while (read >= 0) {
                try {
                    read = socket.getInputStream().read(buffer);
                    answer.write(buffer, 0, Math.max(0, read));
                } catch (SocketTimeoutException e) {
                    if (dribbles && answer.size() == 0) {
                        socket.getOutputStream().write(' ');
                    }
                }
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PACE_MILLIS);
        return socket;
    }

    private void send(Socket socket, String line, String type, String start) throws IOException {
        String key = Files.readString(DATA_DIR.resolve("admin.key")).strip();
        socket.getOutputStream()
                .write(("%s HTTP/1.1\r\nHost: relay\r\nConnection: close\r\nAuthorization: Bearer %s\r\n"
                                        .formatted(line, key)
                                + "Content-Type: %s\r\nContent-Length: 60000\r\n\r\n%s".formatted(type, start))
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
