package org.lumenlink.relay.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the audit log, numbered in order; only the last is written to. */
class AuditFiles {

    private static final Logger log = LoggerFactory.getLogger(AuditFiles.class);

    private static final Pattern NAME = Pattern.compile("audit-([0-9]{10})\\.jsonl");

    private final Path folder;
    private final long maxSize;

    AuditFiles(Path folder, long maxSize) throws IOException {
        this.folder = folder;
        this.maxSize = maxSize;
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    Path file(long number) {
        return folder.resolve("audit-%010d.jsonl".formatted(number));
    }

    /** Returns the numbers of the files that there are, in order. */
    List<Long> numbers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Long.parseLong(name.group(1)))
                    .sorted()
                    .toList();
        }
    }

    /** Removes the oldest files until the rest, with room for one more of a size, is within the limit. */
    void makeRoom(long size) throws IOException {
        List<Long> numbers = numbers();
        long total = size;
        for (long number : numbers) {
            total += Files.size(file(number));
        }
        for (int i = 0; i < numbers.size() && total > maxSize; i++) {
            Path oldest = file(numbers.get(i));
            total -= Files.size(oldest);
            Files.delete(oldest);
            log.warn("Removed {}, the oldest of the audit log: lumenlink.relay.audit.max-size is reached", oldest);
        }
    }
}
