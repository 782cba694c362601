package org.lumenlink.relay.registry.internal.sqlite;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Encrypts token keys by AES-256-GCM. {@link #toString} hides the key. */
final class EncryptionKey {

    static final int LENGTH = 32;

    private static final int NONCE_LENGTH = 12;
    private static final int TAG_LENGTH = 16;
    private static final int ID_DIGITS = 16;
    private static final byte[] PURPOSE = "lumenlink token key".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final String id;

    EncryptionKey(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("a key for AES-256 has 32 bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.id = digest(key);
    }

    /** Returns what the key is told from others by, which says nothing of the key itself. */
    String id() {
        return id;
    }

    Sealed seal(byte[] secret) {
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        try {
            byte[] output = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(secret);
            byte[] seal = Arrays.copyOf(nonce, NONCE_LENGTH + TAG_LENGTH);
            System.arraycopy(output, secret.length, seal, NONCE_LENGTH, TAG_LENGTH);
            return new Sealed(Arrays.copyOf(output, secret.length), seal, id);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        }
    }

    /**
     * Decrypts.
     *
     * @throws AEADBadTagException if it was encrypted under another key, or changed since
     */
    byte[] open(Sealed sealed) throws AEADBadTagException {
        if (sealed.seal().length != NONCE_LENGTH + TAG_LENGTH) {
            throw new AEADBadTagException("no nonce and tag");
        }
        byte[] input = Arrays.copyOf(sealed.ciphertext(), sealed.ciphertext().length + TAG_LENGTH);
        System.arraycopy(sealed.seal(), NONCE_LENGTH, input, sealed.ciphertext().length, TAG_LENGTH);
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed.seal(), NONCE_LENGTH))
                    .doFinal(input);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce));
        cipher.updateAAD(PURPOSE);
        return cipher;
    }

    private static String digest(byte[] key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update("id of ".getBytes(StandardCharsets.US_ASCII));
            sha256.update(PURPOSE);
            return HexFormat.of().formatHex(sha256.digest(key)).substring(0, ID_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "EncryptionKey[" + id + "]";
    }

    /**
     * A token key as it is stored.
     *
     * @param ciphertext as long as the key; the key itself if it is not encrypted
     * @param seal nonce and tag; empty if it is not encrypted
     * @param sealedBy {@link #id} of the key that it is encrypted under; null if it is not
     */
    record Sealed(byte[] ciphertext, byte[] seal, @Nullable String sealedBy) {

        static Sealed read(ResultSet row) throws SQLException {
            byte[] seal = row.getBytes("seal");
            return new Sealed(row.getBytes("secret"), seal == null ? new byte[0] : seal, row.getString("sealed_by"));
        }
    }
}
