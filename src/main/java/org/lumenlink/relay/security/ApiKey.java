package org.lumenlink.relay.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as it is kept: its hash only.
 *
 * <p>Keys are 32 random bytes, so that one round of SHA-256 is enough: there is nothing to guess, and nothing for a
 * slow hash to slow down but the API.
 *
 * @param role what the key may do
 * @param hash SHA-256 of the key's characters, 64 lower-case hexadecimal digits
 * @param name who has it, for people
 */
record ApiKey(Role role, String hash, String name) {

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([0-9a-f]{64})\\s+([A-Za-z0-9._@-]{1,64})");

    /** Reads a line of the key file; empty if it is not one. */
    static Optional<ApiKey> parse(String line) {
        Matcher parts = LINE.matcher(line.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Role.named(parts.group(1)).map(role -> new ApiKey(role, parts.group(2), parts.group(3)));
    }

    static String hash(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Compares in a time that does not depend on where the hashes differ. */
    boolean hasHash(String other) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    String line() {
        return role.label() + " " + hash + " " + name;
    }

    @Override
    public String toString() {
        return "ApiKey[" + role.label() + " " + name + "]";
    }
}
