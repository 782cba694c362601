package org.lumenlink.relay.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.lumenlink.relay.registry.RegistryBackup;
import org.lumenlink.relay.registry.RegistryBackup.Restored;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a backup in the place of the registry, while no relay runs on it. */
@Command(
        name = "restore",
        description = {
            "Checks a backup and puts it in the place of the relay's registry.",
            "The relay must not run meanwhile. The registry that was there is kept under another name.",
            "Everything is then as it was when the backup was made: users that were removed since are back, and tokens"
                    + " and API keys that were revoked since are valid again."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RestoreCommand implements Callable<Integer> {

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private DataDirectory directory = new DataDirectory();

    @Parameters(paramLabel = "FILE", description = "A file that 'backup' has written.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        Path target = directory.path();
        Restored restored = RegistryBackup.of(target).restore(file);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Restored " + file + " into " + target + ": " + Summary.of(restored.contents()) + ".");
        restored.replaced()
                .ifPresent(replaced -> out.println(
                        "The registry that was there is " + replaced + " now: remove it when it is of no more use."));
        if (!restored.contents().encryptionKeys().isEmpty()) {
            out.println("To start, the relay needs encryption key "
                    + String.join(", ", restored.contents().encryptionKeys()) + ": token-keys.key in " + target
                    + ", unless the settings name another file.");
        }
        return CommandLine.ExitCode.OK;
    }
}
