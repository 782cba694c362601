package org.lumenlink.relay.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.token.RelayHeader;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends packets and, if asked to, waits for as many answers. */
@Command(name = "send", description = "Sends packets, and prints how many were sent and how many answers came.")
final class SendCommand implements Callable<Integer> {

    private static final int ANSWERS_MISSING = 1;
    private static final long MAX_RATE = 1_000_000_000;
    private static final String STANDARD_INPUT = "-";

    // Replaced by picocli.
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--relay",
            paramLabel = "HOST:PORT",
            description = "Where the relay listens; an IPv6 address stands in brackets. Default: the first endpoint"
                    + " in the ticket file.")
    private @Nullable String relay;

    @Option(
            names = "--ticket-file",
            required = true,
            paramLabel = "FILE",
            description = "The answer of POST /api/v1/users/{userId}/tokens; - reads standard input.")
    private Path ticketFile = Path.of(STANDARD_INPUT);

    @Option(names = "--count", defaultValue = "1", description = "Packets to send; default ${DEFAULT-VALUE}.")
    private long count;

    @Option(names = "--rate", defaultValue = "0", description = "Packets per second; 0, the default: unpaced.")
    private long rate;

    @ArgGroup
    private Content content = new Content();

    @Option(names = "--wait-replies", description = "Wait for as many answers; exit with 1 if some are missing.")
    private boolean waitReplies;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            defaultValue = "2000",
            description = "Milliseconds to wait for answers after the last packet; default ${DEFAULT-VALUE}.")
    private long timeoutMillis;

    @Override
    public Integer call() throws IOException {
        requireRanges();
        TicketFile ticket = readTicket();
        try (RelayClient client = RelayClient.open(endpoint(ticket), ticket.credentials())) {
            Exchange exchange = new Exchange(client, content.bytes(), count);
            if (!waitReplies) {
                exchange.send(rate);
                out().println("sent %d".formatted(count));
                return ExitCode.OK;
            }
            long received = exchange.sendAndReceive(rate, Duration.ofMillis(timeoutMillis));
            out().println("sent %d, received %d".formatted(count, received));
            explain(client.portUnreachables());
            return received == count ? ExitCode.OK : ANSWERS_MISSING;
        }
    }

    private void requireRanges() {
        requireRange("--count", count, 1, Long.MAX_VALUE);
        requireRange("--rate", rate, 0, MAX_RATE);
        requireRange("--timeout", timeoutMillis, 0, Integer.MAX_VALUE);
        requireRange("--size", content.size, 0, RelayHeader.MAX_PAYLOAD_LENGTH);
    }

    private void requireRange(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw usage("%s must be %d to %d, not %d".formatted(option, min, max, value));
        }
    }

    private TicketFile readTicket() throws IOException {
        boolean standardInput = ticketFile.toString().equals(STANDARD_INPUT);
        try (InputStream in = standardInput ? System.in : Files.newInputStream(ticketFile)) {
            return TicketFile.read(in);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no ticket file %s".formatted(ticketFile), e);
        } catch (IOException e) {
            throw new IOException("cannot use the ticket file %s: %s".formatted(ticketFile, e.getMessage()), e);
        }
    }

    private InetSocketAddress endpoint(TicketFile ticket) {
        if (relay != null) {
            try {
                return Endpoint.parse(relay);
            } catch (IllegalArgumentException e) {
                throw usage("--relay: " + e.getMessage());
            }
        }
        return ticket.endpoints().stream()
                .findFirst()
                .orElseThrow(() -> usage("the ticket file names no endpoint: give --relay HOST:PORT"));
    }

    private void explain(long portUnreachables) {
        if (portUnreachables > 0) {
            spec.commandLine()
                    .getErr()
                    .println("port unreachable came back %d times: see that the relay runs at that address and port,"
                                    .formatted(portUnreachables)
                            + " and that the user's destination listens");
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** What is in every packet. */
    static final class Content {

        @Option(names = "--payload", description = "Text to send, in UTF-8.")
        private @Nullable String payload;

        @Option(names = "--size", description = "Send this many zero bytes.")
        private int size;

        byte[] bytes() {
            return payload == null ? new byte[size] : payload.getBytes(StandardCharsets.UTF_8);
        }
    }
}
