package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;

/** The commands that operators are told to run, on the packaged relay. */
@RequiresBpf
class BackupIT {

    @TempDir
    Path folder;

    @Test
    void backupOfARunningRelayWhenRestoredThenAllUsersAndKeysAreThereAgain() throws Exception {
        Path file = folder.resolve("registry.backup");
        try (TestLab testLab = TestLab.up()) {
            Path data = testLab.folder().resolve("data");
            Lab lab = testLab.run();
            try (RelayApi api = new RelayApi(lab)) {
                for (long id = 1; id <= 20; id++) {
                    api.register(id, new InetSocketAddress("198.51.100.7", (int) id), null);
                }
                String users = users(lab);
                String tokenKeys = tokenKeys(lab);

                assertThat(lumenlink("backup", file.toString(), "--data-dir=" + data))
                        .startsWith("Wrote " + file + ": 20 users, 1 token key, 0 denied networks.");
                api.register(21, new InetSocketAddress("198.51.100.7", 21), null);
                assertThatThrownBy(() -> lumenlink("restore", file.toString(), "--data-dir=" + data))
                        .hasMessageContaining("exited with 1")
                        .hasMessageContaining("a relay is running on the data directory " + data);

                testLab.script("stop");
                String restored = lumenlink("restore", file.toString(), "--data-dir=" + data);
                assertThat(restored).startsWith("Restored " + file + " into " + data + ": 20 users, 1 token key");
                assertThat(restored).contains("The registry that was there is " + data + "/relay.db.replaced-");
                testLab.run();
                assertThat(users(lab)).isEqualTo(users);
                assertThat(tokenKeys(lab)).as("tokens from before are valid").isEqualTo(tokenKeys);
            }
        }
    }

    @Test
    void backupWhenThereIsNoRegistryThenFailsAndSaysWhereItLooked() {
        assertThatThrownBy(() -> lumenlink("backup", folder.resolve("file").toString(), "--data-dir=" + folder))
                .hasMessageContaining("exited with 1")
                .hasMessageContaining("backup: there is no registry in " + folder);
    }

    @Test
    void commandWhenWrongThenExitsWithTwoAndTellsTheUsage() {
        assertThatThrownBy(() -> lumenlink("backup"))
                .hasMessageContaining("exited with 2")
                .hasMessageContaining("Usage: lumenlink backup");
        assertThatThrownBy(() -> lumenlink("reboot"))
                .hasMessageContaining("exited with 2")
                .hasMessageContaining("'reboot'");
        assertThatThrownBy(BackupIT::lumenlink)
                .hasMessageContaining("exited with 2")
                .hasMessageContaining("usage: scripts/lumenlink");
    }

    private static String lumenlink(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "scripts/lumenlink";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Shell.run(command);
    }

    private static String users(Lab lab) throws Exception {
        return Shell.run(
                "curl",
                "-fsS",
                "--noproxy",
                "*",
                "-H",
                "Authorization: Bearer " + Files.readString(lab.apiKeyFile()).strip(),
                lab.api() + "/api/v1/users?limit=1000");
    }

    private static String tokenKeys(Lab lab) {
        return Shell.run(
                "bpftool",
                "map",
                "dump",
                "pinned",
                lab.pinPath().resolve("token_key_map").toString());
    }
}
