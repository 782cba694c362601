package org.lumenlink.relay.client;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The reference client on the command line. */
@Command(
        name = "lumenlink-client",
        description = "Sends UDP payloads through a LumenLink relay.",
        subcommands = SendCommand.class)
public final class ClientCommand {

    // Read by picocli, which then prints the usage in place of running the command.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean helpWanted;

    /** Runs the command and ends the process: 0 done, 1 failed or answers missing, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ClientCommand()).setExecutionExceptionHandler((e, commandLine, parsed) -> {
            commandLine.getErr().println("error: " + e.getMessage());
            return commandLine.getCommandSpec().exitCodeOnExecutionException();
        });
    }
}
