package org.lumenlink.relay.lab;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.lumenlink.relay.support.OtherProgram;

/**
 * A build of the relay with another program: one that counts all packets that it sees in a map of its own as well, and has
 * another layout of the marks by which sessions are found.
 */
final class OtherBuild {

    /** The map that this build has and others have not: an array of one 64-bit number for each CPU. */
    static final String MAP = "seen_map";

    private static final String COUNT = """
            static __always_inline void count(enum verdict_reason reason, __u64 bytes)
            {
            """;

    private static final String COUNT_MORE = """
            struct {
            	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
            	__uint(max_entries, 1);
            	__type(key, __u32);
            	__type(value, __u64);
            } seen_map SEC(".maps");

            """ + COUNT + """
            	__u32 first = 0;
            	__u64 *seen = bpf_map_lookup_elem(&seen_map, &first);

            	if (seen)
            		(*seen)++;
            """;

    private static final String MARKS = "struct session_marks {\n";

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
        Path object = new OtherProgram(folder)
                .change("count.h", COUNT, COUNT_MORE)
                .change("relay_abi.h", MARKS, MARKS + "\t__u64 added;\n")
                .build();
        Path jar = Files.copy(jar(), folder.resolve("lumenlink-relay-other.jar"));
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            for (String name : List.of("lumenlink.bpf.o", "lumenlink-own-lock.bpf.o")) {
                Files.copy(
                        object.resolveSibling(name),
                        inside.getPath("/BOOT-INF/classes/bpf/" + name),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return jar;
    }
}
