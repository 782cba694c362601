package org.lumenlink.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lumenlink.relay.support.Shell;

/** scripts/release, in a repository of the test's own, says what is wrong before it builds, and leaves nothing half done. */
class ReleaseScriptTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path repository;

    @BeforeEach
    void makeRepository() throws IOException {
        Shell.run("cp", "-r", "scripts", "pom.xml", "helm", repository.toString());
        write("docs/pod.yaml", "image: lumenlink/relay:0.1.0-SNAPSHOT\n");
        write(".gitignore", "/target/\n");
        changelog("## [Unreleased]\n\n- A thing.\n");
        git("init", "--quiet", "--initial-branch=main");
        git("config", "user.name", "somebody");
        git("config", "user.email", "somebody@example.org");
        git("config", "core.hooksPath", "/dev/null");
        git("config", "commit.gpgSign", "false");
        git("config", "tag.gpgSign", "false");
        commit();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "v1.2.0", "1.2.0+1", "latest", ""})
    void versionWhenNotOneThenIsRefused(String version) {
        assertRefused(
                version, "a version is such as 1.2.0 or 1.2.0-rc.1, not: " + (version.isEmpty() ? "nothing" : version));
    }

    @Test
    void treeWhenSomethingIsNotCommittedThenIsRefused() throws IOException {
        write("forgotten", "");

        assertRefused("1.2.0", "there are changes that are not committed: git status");
    }

    @Test
    void versionWhenTaggedThenIsRefused() {
        git("tag", "v1.2.0");

        assertRefused("1.2.0", "v1.2.0 is tagged already");
    }

    @Test
    void changelogWhenNothingIsUnreleasedThenIsRefused() throws IOException {
        changelog("## [Unreleased]\n\n## [1.1.0] - 2026-01-01\n\n- A thing.\n");
        commit();

        assertRefused("1.2.0", "CHANGELOG.md says nothing under Unreleased. Write there what 1.2.0 brings");
    }

    @Test
    void changelogWhenItHasTheVersionThenIsRefused() throws IOException {
        changelog("## [Unreleased]\n\n- A thing.\n\n## [1.2.0] - 2026-01-01\n\n- Another.\n");
        commit();

        assertRefused("1.2.0", "CHANGELOG.md has a section 1.2.0 already. Choose the next version");
    }

    @Test
    void releaseWhenATestFailsThenIsTakenBack() throws IOException {
        write("scripts/test", "#!/bin/sh\ngit log --format=%s -1\ngit diff --stat HEAD~\nexit 1\n");
        commit();
        String before = git("rev-parse", "HEAD");

        assertThatThrownBy(() -> release("1.2.0"))
                .as("the version is committed while the tests run")
                .hasMessageContaining("exited with 1: release: 1.2.0\n")
                .hasMessageContaining("pom.xml")
                .hasMessageContaining("helm/lumenlink-relay/Chart.yaml")
                .hasMessageContaining("docs/pod.yaml")
                .hasMessageContaining("CHANGELOG.md")
                .hasMessageContaining("4 files changed");

        assertThat(git("rev-parse", "HEAD")).isEqualTo(before);
        assertThat(git("status", "--porcelain")).isEmpty();
        assertThat(git("tag")).isEmpty();
    }

    private void assertRefused(String version, String reason) {
        String before = git("rev-parse", "HEAD") + git("status", "--porcelain") + git("tag");

        assertThatThrownBy(() -> release(version)).hasMessageContaining(reason);

        assertThat(git("rev-parse", "HEAD") + git("status", "--porcelain") + git("tag"))
                .isEqualTo(before);
        assertThat(repository.resolve("target")).doesNotExist();
    }

    private void release(String version) {
        Shell.run(repository.resolve("scripts/release").toString(), version);
    }

    private void changelog(String sections) throws IOException {
        write("CHANGELOG.md", "# Changelog\n\n" + sections);
    }

    private void write(String file, String content) throws IOException {
        Path path = repository.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private void commit() {
        git("add", "--all");
        git("commit", "--quiet", "--message", "a state");
    }

    private String git(String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = repository.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        return Shell.run(command);
    }
}
