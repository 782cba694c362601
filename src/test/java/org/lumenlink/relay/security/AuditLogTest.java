package org.lumenlink.relay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.lumenlink.relay.security.SecurityFixture.NOW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lumenlink.relay.security.AuditTrail.Entry;
import org.lumenlink.relay.security.AuditTrail.Page;
import org.lumenlink.relay.support.RequiresBpf;
import org.lumenlink.relay.support.Shell;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** The audit log in its files. */
class AuditLogTest {

    @TempDir
    Path dataDir;

    @Test
    void entriesWhenAppendedThenListedLatestFirstAlsoAfterARestart() throws IOException {
        try (AuditLog log = open(dataDir)) {
            append(log, "a", "b", "c");
            assertThat(ids(log.list(null, 10))).containsExactly("c", "b", "a");
        }
        try (AuditLog log = open(dataDir)) {
            append(log, "d");
            Page first = log.list(null, 3);
            assertThat(ids(first)).containsExactly("d", "c", "b");
            Page second = log.list(first.next(), 3);
            assertThat(ids(second)).containsExactly("a");
            assertThat(second.next()).isNull();
            assertThat(log.list(null, 4).next()).isNull();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())))
                .isEqualTo("rw-------");
    }

    @Test
    void lineWhenTornByAPowerCutThenPassedOverAndTheNextOneIsWhole() throws IOException {
        try (AuditLog log = open(dataDir)) {
            append(log, "a");
        }
        Files.writeString(files().getFirst(), "{\"time\":\"2026-", StandardOpenOption.APPEND);

        try (AuditLog log = open(dataDir)) {
            append(log, "b");
            assertThat(ids(log.list(null, 10))).containsExactly("b", "a");
        }
    }

    @Test
    void entriesWhenManyThenInSeveralFilesAndEachListedOnce() throws IOException {
        int lines = (int) (2.5 * AuditWriter.FILE_SIZE / AuditReader.LONGEST_LINE);
        String filler = "x".repeat(AuditReader.LONGEST_LINE - 300);
        try (AuditLog log = open(dataDir)) {
            for (int i = 0; i < lines; i++) {
                log.append(entry(String.valueOf(i), filler), false);
            }
            assertThat(files()).hasSizeGreaterThanOrEqualTo(3);

            List<String> seen = new ArrayList<>();
            Page page = log.list(null, 700);
            while (page.next() != null) {
                seen.addAll(ids(page));
                page = log.list(page.next(), 700);
            }
            seen.addAll(ids(page));
            assertThat(seen)
                    .isEqualTo(IntStream.range(0, lines)
                            .mapToObj(i -> String.valueOf(lines - 1 - i))
                            .toList());
        }
    }

    @Test
    void filesWhenTheLimitIsReachedThenTheOldestGoes() throws IOException {
        int lines = (int) (3.5 * AuditWriter.FILE_SIZE / AuditReader.LONGEST_LINE);
        String filler = "x".repeat(AuditReader.LONGEST_LINE - 200);
        try (AuditLog log = open(dataDir)) {
            for (int i = 0; i < lines; i++) {
                log.append(entry(String.valueOf(i), filler), false);
            }
            assertThat(files())
                    .map(file -> file.getFileName().toString())
                    .doesNotContain("audit-0000000001.jsonl")
                    .hasSizeBetween(1, 3);
            assertThat(ids(log.list(null, 1))).containsExactly(String.valueOf(lines - 1));
        }
    }

    @Test
    void entriesWhenAppendedAtOnceThenNoneIsLost() throws Exception {
        try (AuditLog log = open(dataDir);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> appended = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String id = "r" + i;
                appended.add(callers.submit(() -> log.append(entry(id, "/api/v1/users/42"), true)));
            }
            for (Future<?> one : appended) {
                one.get();
            }
            assertThat(ids(log.list(null, 1000))).hasSize(200).doesNotHaveDuplicates();
        }
    }

    @Test
    @RequiresBpf
    void logWhenTheDiskIsFullThenNothingMayBeChangedAndNoEntryIsLost() throws IOException {
        Shell.run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", dataDir.toString());
        try {
            Path filler = Files.write(dataDir.resolve("filler"), new byte[48 * 1024]);
            try (AuditLog log = open(dataDir)) {
                int appended = 0;
                while (isWritable(log) && appended < 10_000) {
                    append(log, String.valueOf(appended++));
                }
                assertThat(appended).isBetween(10, 9_999);
                assertThatExceptionOfType(AuditUnavailableException.class)
                        .isThrownBy(log::demandWritable)
                        .withMessageContaining("free space");

                Files.delete(filler);

                log.demandWritable();
                assertThat(ids(log.list(null, 1000)))
                        .isEqualTo(IntStream.range(0, appended)
                                .mapToObj(String::valueOf)
                                .toList()
                                .reversed());
            }
        } finally {
            Shell.run("umount", dataDir.toString());
        }
    }

    @Test
    void logWhenItsFolderCannotBeMadeThenTheStartSaysSo() throws IOException {
        Path file = Files.createFile(dataDir.resolve("file"));

        assertThatExceptionOfType(CannotStartException.class)
                .isThrownBy(() -> open(file))
                .withMessageContaining("cannot write " + file + "/audit")
                .satisfies(e -> assertThat(e.mend()).contains("chown -R", file.toString()));
    }

    private static boolean isWritable(AuditLog log) {
        try {
            log.demandWritable();
            return true;
        } catch (AuditUnavailableException e) {
            return false;
        }
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(dataDir.resolve("audit"))) {
            return files.sorted().toList();
        }
    }

    private static void append(AuditLog log, String... ids) {
        for (String id : ids) {
            log.append(entry(id, "/api/v1/users/42"), true);
        }
    }

    private static Entry entry(String id, String path) {
        return new Entry(NOW, id, "api-key", "3", "grafana", "PUT", path, 200, 0);
    }

    private static List<String> ids(@Nullable Page page) {
        return page == null
                ? List.of()
                : page.entries().stream().map(Entry::requestId).toList();
    }

    private static AuditLog open(Path dataDir) {
        return new AuditLog(
                new SecuritySettings(dataDir, null),
                new AuditSettings(DataSize.ofMegabytes(48), true),
                JsonMapper.builder().build());
    }
}
