package org.lumenlink.relay.cli;

import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.lumenlink.relay.cli.DoctorCommand.SettingsRefusedException;
import org.lumenlink.relay.registry.BackupException;
import org.lumenlink.relay.registry.RegistryUnavailableException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** All that can be done with the relay from the command line. */
@Command(
        name = "lumenlink",
        description = "Runs a LumenLink relay, and looks after one.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {BackupCommand.class, RestoreCommand.class})
public final class LumenLink implements Runnable {

    static final String SETTINGS = "--SETTING=VALUE";

    private static final Set<String> OPTIONS = Set.of("-h", "--help", "-V", "--version");

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private LumenLink() {}

    /** Tells whether arguments name a command or ask for help, and are not settings of the relay. */
    public static boolean isCommand(String[] arguments) {
        return arguments.length > 0 && (!arguments[0].startsWith("-") || OPTIONS.contains(arguments[0]));
    }

    /**
     * Runs a command.
     *
     * @param arguments its name, options and parameters
     * @param relay starts the relay with the arguments for it, and returns once it runs
     * @return the exit status: 0 done, 1 failed, 2 wrong usage; empty if the relay runs now
     */
    public static OptionalInt execute(String[] arguments, Consumer<String[]> relay) {
        RelayCommand relayCommand = new RelayCommand(relay);
        int status = commandLine(relayCommand).execute(arguments);
        return relayCommand.isRunning() ? OptionalInt.empty() : OptionalInt.of(status);
    }

    private static CommandLine commandLine(RelayCommand relay) {
        CommandLine commandLine = new CommandLine(new LumenLink())
                .addSubcommand(takingSettings(relay))
                .addSubcommand(takingSettings(new DoctorCommand()));
        commandLine.setExecutionStrategy(parsed -> {
            if (!relay.isNamed(parsed)) {
                logToStandardError();
            }
            return new RunLast().execute(parsed);
        });
        return commandLine.setExecutionExceptionHandler((e, failed, parsed) -> {
            if (e instanceof SettingsRefusedException) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            if (e instanceof BackupException || e instanceof RegistryUnavailableException) {
                failed.getErr().println(failed.getCommandName() + ": " + e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw e;
        });
    }

    private static CommandLine takingSettings(Object command) {
        return new CommandLine(command).setUnmatchedOptionsArePositionalParams(true);
    }

    /** Leaves standard output to what a command has to say. */
    private static void logToStandardError() {
        String setting = "logback.configurationFile";
        System.setProperty(setting, DoctorCommand.LOGGING);
        LoggerFactory.getILoggerFactory();
        // Spring Boot has a setting of its own, and complains of this one.
        System.clearProperty(setting);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
