package org.lumenlink.relay.cli;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** Runs the relay in the foreground. */
@Command(
        name = "relay",
        description = {
            "Runs the relay until it is told to end (SIGTERM, Ctrl-C).",
            "It needs root, or CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON. What does not suit the host is said at the start, with the"
                    + " command that mends it; 'doctor' says more."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RelayCommand implements Callable<Integer> {

    private final Consumer<String[]> relay;
    private boolean running;

    @Parameters(
            paramLabel = LumenLink.SETTINGS,
            description = {
                "Settings, such as --lumenlink.relay.port=443.",
                "The environment has the common ones under short names, such as RELAY_INTERFACE: see docs/api.md."
            })
    private String[] arguments = {};

    RelayCommand(Consumer<String[]> relay) {
        this.relay = relay;
    }

    @Override
    public Integer call() {
        try {
            relay.accept(arguments);
            running = true;
            return CommandLine.ExitCode.OK;
        } catch (RuntimeException e) {
            // The application has said why, in its log, before it let go.
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** Tells whether this is the command that was given. */
    boolean isNamed(ParseResult given) {
        ParseResult subcommand = given.subcommand();
        return subcommand != null && subcommand.commandSpec().userObject() == this;
    }

    boolean isRunning() {
        return running;
    }
}
