package org.lumenlink.relay.lab;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.lumenlink.relay.support.Shell;

/** A build of the relay with another program: one that counts all packets that it sees in a map of its own as well. */
final class OtherBuild {

    /** The map that this build has and others have not: an array of one 64-bit number for each CPU. */
    static final String MAP = "seen_map";

    private static final String COUNTER = """

            struct {
            	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
            	__uint(max_entries, 1);
            	__type(key, __u32);
            	__type(value, __u64);
            } seen_map SEC(".maps");

            static __always_inline void count(enum verdict_reason reason, __u64 bytes)
            {
            	__u32 first = 0;
            	__u64 *seen = bpf_map_lookup_elem(&seen_map, &first);

            	if (seen)
            		(*seen)++;
            """;

    private OtherBuild() {}

    /** Returns the packaged relay. */
    static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("lumenlink-relay-.*\\.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    /** Makes such a build in a folder, and returns its jar. */
    static Path make(Path folder) throws IOException {
        copy(Path.of("bpf"), folder.resolve("bpf"));
        copy(Path.of("scripts"), folder.resolve("scripts"));
        Path count = folder.resolve("bpf/count.h");
        String source = Files.readString(count);
        String changed = source.replaceFirst(
                "\\nstatic __always_inline void count\\(enum verdict_reason reason, __u64 bytes\\)\\n\\{\\n", COUNTER);
        if (changed.equals(source)) {
            throw new IllegalStateException("bpf/count.h has changed: adapt this test");
        }
        Files.writeString(count, changed);
        Shell.run(
                folder.resolve("scripts/build-ebpf.sh").toString(),
                folder.resolve("out").toString());
        Path jar = Files.copy(jar(), folder.resolve("lumenlink-relay-other.jar"));
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            Files.copy(
                    folder.resolve("out/lumenlink.bpf.o"),
                    inside.getPath("/BOOT-INF/classes/bpf/lumenlink.bpf.o"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return jar;
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path each : all) {
            Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
