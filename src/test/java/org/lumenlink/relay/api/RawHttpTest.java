package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no HTTP client would send, and the server refuses on its own. */
class RawHttpTest extends WebLayerTest {

    @ParameterizedTest
    @CsvSource({
        "GET /a|b HTTP/1.1, 400",
        "GET /%zz HTTP/1.1, 400",
        "GET /%00 HTTP/1.1, 400",
        "GET / HTTP/9.9, 505",
        "TRACE /api/v1/users HTTP/1.1, 405",
        "garbage, 400"
    })
    void requestLineWhenNotHttpThenProblem(String line, int status) throws IOException {
        String answer = exchange(line + "\r\nHost: relay\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer).containsIgnoringCase("Content-Type: application/problem+json");
        assertThat(answer).contains("\"status\":" + status).doesNotContain("Tomcat", "<html");
    }

    @Test
    void headerWhenTooLongThenProblem() throws IOException {
        String answer =
                exchange("GET /api/v1/users HTTP/1.1\r\nHost: relay\r\nX-Long: " + "x".repeat(10_000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(answer).containsIgnoringCase("Content-Type: application/problem+json");
        assertThat(answer).contains("\"status\":400").doesNotContain("Tomcat", "<html");
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
