package org.lumenlink.relay.registry.internal.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.lumenlink.relay.registry.EncryptionKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and makes files with an {@link EncryptionKey}: 64 hexadecimal digits. */
final class EncryptionKeyFile {

    private static final Logger log = LoggerFactory.getLogger(EncryptionKeyFile.class);

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{64}");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private EncryptionKeyFile() {}

    static EncryptionKey read(Path file) {
        try {
            warnIfOthersMayRead(file);
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
        } catch (NoSuchFileException e) {
            throw new EncryptionKeyException(
                    file + ", which is to have the key that token keys are encrypted under, does not exist",
                    "restore it, or name another; for a relay that has no encrypted token keys make one:"
                            + " (umask 077; openssl rand -hex 32 > %s)".formatted(file),
                    e);
        } catch (IOException e) {
            throw new EncryptionKeyException(
                    "%s, which has the key that token keys are encrypted under, cannot be read: %s".formatted(file, e),
                    "let the relay's user read it: chown %s %s".formatted(System.getProperty("user.name"), file),
                    e);
        }
    }

    /**
     * Reads a key from text.
     *
     * @param subject of the sentence that says what is wrong with it
     */
    static EncryptionKey parse(String text, String subject) {
        String digits = text.strip();
        if (!HEXADECIMAL.matcher(digits).matches()) {
            throw new EncryptionKeyException(
                    subject + " has no key to encrypt token keys under: that would be 64 hexadecimal digits",
                    "use the key that the relay had before; for a relay without encrypted token keys make one:"
                            + " openssl rand -hex 32",
                    null);
        }
        return new EncryptionKey(HexFormat.of().parseHex(digits));
    }

    /** Makes a key, and has it on disk, readable to the owner only, before it returns. */
    static EncryptionKey make(Path file, SecureRandom random) throws IOException {
        byte[] key = new byte[EncryptionKey.LENGTH];
        random.nextBytes(key);
        Path directory = file.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(
                directory, "." + file.getFileName(), null, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer content =
                        StandardCharsets.US_ASCII.encode(HexFormat.of().formatHex(key) + "\n");
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel channel = FileChannel.open(directory)) {
                channel.force(true);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
        return new EncryptionKey(key);
    }

    private static void warnIfOthersMayRead(Path file) throws IOException {
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            log.warn(
                    "Others than its owner may read or write {}, under which token keys are encrypted: chmod 0600 {}",
                    file,
                    file);
        }
    }
}
