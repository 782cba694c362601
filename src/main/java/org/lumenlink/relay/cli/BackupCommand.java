package org.lumenlink.relay.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.lumenlink.relay.registry.RegistryBackup;
import org.lumenlink.relay.registry.RegistryBackup.Contents;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies the registry into a file, whether the relay runs or not. */
@Command(
        name = "backup",
        description = {
            "Writes the relay's registry into a file, while the relay runs or not.",
            "In it are users with their limits, API keys, token keys and the deny list, as they are at one moment."
                    + " Encrypted token keys are of use only with the encryption key, which is not in it: keep that as well,"
                    + " elsewhere."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class BackupCommand implements Callable<Integer> {

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private DataDirectory directory = new DataDirectory();

    @Parameters(paramLabel = "FILE", description = "The file to write, which must not exist.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        Contents contents = RegistryBackup.of(directory.path()).backup(file);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Wrote " + file + ": " + Summary.of(contents) + ".");
        if (!contents.encryptionKeys().isEmpty()) {
            out.println("Its token keys are encrypted, and of no use without encryption key "
                    + String.join(", ", contents.encryptionKeys())
                    + ". Keep that as well, but not beside this file:"
                    + " it is token-keys.key in the data directory unless the settings name another.");
        } else if (contents.tokenKeys() > 0) {
            out.println("Its token keys are not encrypted: whoever reads the file can issue tokens.");
        }
        return CommandLine.ExitCode.OK;
    }
}
