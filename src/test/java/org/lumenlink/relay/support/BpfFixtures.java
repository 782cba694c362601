package org.lumenlink.relay.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Compiles the BPF programs that tests bring, as {@code scripts/build-ebpf.sh} compiles the relay's. */
public final class BpfFixtures {

    private static final Map<String, byte[]> COMPILED = new ConcurrentHashMap<>();

    private BpfFixtures() {}

    /** Returns the object of {@code src/test/bpf/NAME.bpf.c}, compiled once. */
    public static byte[] compile(String name) {
        return COMPILED.computeIfAbsent(name, BpfFixtures::compileNow);
    }

    private static byte[] compileNow(String name) {
        String headers = "/usr/include/" + System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu";
        try {
            Path object = Files.createTempFile(name, ".bpf.o");
            try {
                Shell.line("clang -O2 -g -target bpf -mcpu=v3 -Wall -Wextra -Werror -std=gnu11 -I" + headers
                        + " -c src/test/bpf/" + name + ".bpf.c -o " + object);
                return Files.readAllBytes(object);
            } finally {
                Files.deleteIfExists(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
