package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;

/** What the packaged relay does on SIGTERM. */
@RequiresBpf
class ShutdownIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void relayWhenToldToEndThenIsNotReadyAndFinishesWhatIsUnderWay() throws Exception {
        try (TestLab testLab = TestLab.up()) {
            Lab lab = testLab.run("--spring.lifecycle.timeout-per-shutdown-phase=2m");
            try (SlowRequest request = new SlowRequest(lab)) {
                ProcessHandle relay = testLab.relay();
                relay.destroy();
                await().atMost(PATIENCE).until(() -> readiness(lab), "503"::equals);
                assertThat(relay.isAlive()).as("waits for the request").isTrue();
                assertThat(request.finish()).isEqualTo("HTTP/1.1 201 ");
                relay.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(Shell.run("ip", "-n", lab.relayNamespace(), "link", "show", "dev", "client0"))
                    .doesNotContain("xdp");
            assertThat(lab.pinPath()).doesNotExist();
            assertThat(testLab.folder().resolve("relay.log"))
                    .content()
                    .contains("Graceful shutdown complete")
                    .doesNotContain(" ERROR ");
        }
    }

    @Test
    void relayWhenARequestDoesNotEndThenEndsWithoutItAfterTheGracePeriod() throws Exception {
        try (TestLab testLab = TestLab.up()) {
            Lab lab = testLab.run("--spring.lifecycle.timeout-per-shutdown-phase=1s");
            try (SlowRequest request = new SlowRequest(lab)) {
                ProcessHandle relay = testLab.relay();
                relay.destroy();
                relay.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(request.isCutOff()).isTrue();
            }
            assertThat(lab.pinPath()).doesNotExist();
            assertThat(testLab.folder().resolve("relay.log")).content().contains("Graceful shutdown aborted");
        }
    }

    /** Returns the status of {@code /ready}, 000 for no answer. */
    private static String readiness(Lab lab) {
        return Shell.run(
                "sh",
                "-c",
                "curl -sS --noproxy '*' -o /dev/null -w '%{http_code}' " + lab.management()
                        + "/ready 2>/dev/null; true");
    }

    /** A request that the relay has begun to read, and whose body has not come yet. */
    private static final class SlowRequest implements AutoCloseable {

        private static final String BODY = "{\"destination\": {\"address\": \"198.51.100.7\", \"port\": 4500}}";

        private final Socket socket;
        private final OutputStream out;
        private final BufferedReader in;

        SlowRequest(Lab lab) throws IOException {
            URI api = lab.api();
            socket = new Socket(api.getHost(), api.getPort());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            write("PUT /api/v1/users/7 HTTP/1.1\r\nHost: relay\r\nAuthorization: Bearer " + lab.apiKey()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length()
                    + "\r\nExpect: 100-continue\r\n\r\n");
            assertThat(in.readLine()).startsWith("HTTP/1.1 100");
            assertThat(in.readLine()).isEmpty();
        }

        /** Sends the body, and returns the first line of the answer. */
        String finish() throws IOException {
            write(BODY);
            return in.readLine();
        }

        /** Tells whether the connection has ended without an answer. */
        boolean isCutOff() {
            try {
                return in.readLine() == null;
            } catch (IOException e) {
                return true;
            }
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
