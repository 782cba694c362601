package org.lumenlink.relay.client;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The reference client on the command line. */
@Command(
        name = "lumenlink-client",
        description = "Sends UDP payloads through a LumenLink relay.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = SendCommand.class)
public final class ClientCommand {

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
