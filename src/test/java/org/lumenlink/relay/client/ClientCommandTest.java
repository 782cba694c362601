package org.lumenlink.relay.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(600)
class ClientCommandTest {

    private static final String NOWHERE = "127.0.0.1:9";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path ticketFile;

    @BeforeEach
    void writeTicket(@TempDir Path directory) throws IOException {
        ticketFile = Files.writeString(directory.resolve("ticket.json"), Samples.json(""));
    }

    @Test
    void sendWhenRepliesAreAwaitedThenPrintsBothCounts() throws Exception {
        try (FakeRelay relay = relay()) {
            int status = run(
                    "send",
                    "--relay",
                    text(relay.address()),
                    "--ticket-file",
                    ticketFile.toString(),
                    "--count",
                    "50",
                    "--rate",
                    "5000",
                    "--payload",
                    "hello",
                    "--wait-replies",
                    "--timeout",
                    "20000");
            assertThat(err.toString()).isEmpty();
            assertThat(out.toString().strip()).isEqualTo("sent 50, received 50");
            assertThat(status).isZero();
            assertThat(relay.received())
                    .extracting(FakeRelay.Received::packetNumber)
                    .hasSize(50)
                    .startsWith(0L, 1L, 2L)
                    .endsWith(49L);
        }
    }

    @Test
    void sendWhenFileNamesAnEndpointThenRelayNeedNotBeGiven() throws Exception {
        try (FakeRelay relay = relay()) {
            String endpoint = "{\"address\":\"127.0.0.1\",\"port\":%d}"
                    .formatted(relay.address().getPort());
            Files.writeString(ticketFile, Samples.json(endpoint));
            int status = run("send", "--ticket-file", ticketFile.toString(), "--size", "100");
            assertThat(err.toString()).isEmpty();
            assertThat(out.toString().strip()).isEqualTo("sent 1");
            assertThat(status).isZero();
            assertThat(relay.received().take().payloadLength()).isEqualTo(100);
        }
    }

    @Test
    void sendWhenNothingListensThenSaysSoAndFails() throws Exception {
        InetSocketAddress closed;
        try (FakeRelay relay = relay()) {
            closed = relay.address();
        }
        int status = run(
                "send",
                "--relay",
                text(closed),
                "--ticket-file",
                ticketFile.toString(),
                "--count",
                "2",
                "--wait-replies",
                "--timeout",
                "1000");
        assertThat(out.toString().strip()).isEqualTo("sent 2, received 0");
        assertThat(err.toString()).startsWith("port unreachable came back ");
        assertThat(status).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--count=0, '--count must be 1 to '",
        "--rate=-1, '--rate must be 0 to '",
        "--size=65492, '--size must be 0 to 65491, not 65492'",
        "--timeout=-1, '--timeout must be 0 to '",
    })
    void sendWhenOptionIsWrongThenUsageNamesIt(String option, String message) {
        int status = run("send", "--relay", NOWHERE, "--ticket-file", ticketFile.toString(), option);
        assertThat(err.toString()).contains(message).contains("Usage:");
        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ticket", "--session-key", "--key"})
    void sendWhenSecretIsAnArgumentThenIsRefused(String option) {
        int status = run("send", "--relay", NOWHERE, "--ticket-file", ticketFile.toString(), option, "AAAA");
        assertThat(err.toString()).startsWith("Unknown option");
        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void sendWhenRelayIsMalformedThenUsageSaysHowToWriteIt() {
        int status = run("send", "--relay", "nowhere", "--ticket-file", ticketFile.toString());
        assertThat(err.toString()).startsWith("--relay: nowhere is not HOST:PORT");
        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void sendWhenNoEndpointIsKnownThenAsksForIt() {
        int status = run("send", "--ticket-file", ticketFile.toString());
        assertThat(err.toString()).startsWith("the ticket file names no endpoint: give --relay HOST:PORT");
        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void sendWhenTicketFileIsMissingThenSaysSoInOneLine() {
        int status = run("send", "--relay", NOWHERE, "--ticket-file", "/nonexistent/ticket.json");
        assertThat(err.toString().strip()).isEqualTo("error: there is no ticket file /nonexistent/ticket.json");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void sendWhenHelpIsWantedThenPrintsUsage() {
        int status = run("send", "--help");
        assertThat(out.toString()).startsWith("Usage: lumenlink-client send").contains("--ticket-file");
        assertThat(status).isZero();
    }

    private int run(String... args) {
        return ClientCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    private static FakeRelay relay() throws IOException {
        return new FakeRelay(InetAddress.getLoopbackAddress(), Samples.CREDENTIALS);
    }

    private static String text(InetSocketAddress address) {
        return "127.0.0.1:%d".formatted(address.getPort());
    }
}
