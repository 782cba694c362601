package org.lumenlink.relay.lab;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends real traffic across a relay in a lab, and traffic that must be refused, and compares every count with what it
 * must be. Ends with exit status 0 if all are, 1 if not.
 */
@Command(
        name = "demonstration",
        description = "Sends traffic across the relay of a lab and compares every count with what it must be.",
        mixinStandardHelpOptions = true)
public final class Demonstration implements Callable<Integer> {

    private static final long FIRST_USER = 1001;
    private static final int SMALL = 64;
    private static final int LARGE = 1200;

    @Option(
            names = "--lab",
            required = true,
            paramLabel = "FILE",
            description = "The lab, as scripts/lab up --json prints it.")
    private Path labFile = Path.of("lab.json");

    @Option(
            names = "--packets",
            paramLabel = "N",
            description = "Packets to send there and back in each family (default: ${DEFAULT-VALUE}).")
    private int packets = 2_000;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long sustained runs last (default: ${DEFAULT-VALUE}).")
    private int seconds = 3;

    private final PrintWriter out;

    Demonstration(PrintWriter out) {
        this.out = out;
    }

    public static void main(String[] args) {
        Demonstration demonstration = new Demonstration(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        System.exit(new CommandLine(demonstration).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Lab lab = Lab.read(labFile);
        Report report = new Report(out);
        try (RelayApi api = new RelayApi(lab)) {
            for (Scenario scenario : scenarios()) {
                report.begin(scenario.title());
                try {
                    report.print(scenario.title(), scenario.run(lab, api));
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    report.broken(scenario.title(), e);
                }
            }
        }
        return report.finish() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private List<Scenario> scenarios() {
        Duration duration = Duration.ofSeconds(seconds);
        long user = FIRST_USER;
        return List.of(
                EchoScenario.packets(Family.IPV4, user++, SMALL, packets),
                EchoScenario.packets(Family.IPV6, user++, SMALL, packets),
                EchoScenario.lasting(Family.IPV4, user++, LARGE, duration),
                EchoScenario.lasting(Family.IPV6, user++, LARGE, duration),
                Refusals.alteredTag(user++),
                Refusals.alteredPayload(user++),
                Refusals.inventedTicket(user++),
                Refusals.expired(user++),
                Refusals.replayed(user++),
                new OverLimitScenario(user, duration));
    }
}
