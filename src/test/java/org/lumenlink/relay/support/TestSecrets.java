package org.lumenlink.relay.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * Writes down the tickets, session keys and API keys that tests get from relays, so that scripts/test can look for them
 * in all logs of the run.
 */
public final class TestSecrets {

    private static final Path FILE = Path.of("target/test-secrets");
    private static final Pattern IN_JSON =
            Pattern.compile("\"(?:ticket|sessionKey|key)\"\\s*:\\s*\"([A-Za-z0-9_-]{22,})\"");

    /** Of a relay without a kernel: no secret, and found wherever zeros are. */
    private static final Pattern ZEROS = Pattern.compile("A+");

    private TestSecrets() {}

    /** Notes what is secret in an answer of the API. */
    public static void noteIn(String body) {
        IN_JSON.matcher(body)
                .results()
                .map(found -> found.group(1))
                .filter(secret -> !ZEROS.matcher(secret).matches())
                .forEach(TestSecrets::note);
    }

    public static synchronized void note(String secret) {
        try {
            Files.writeString(FILE, secret + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
