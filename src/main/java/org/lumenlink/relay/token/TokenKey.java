package org.lumenlink.relay.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** Holds a token key: the secret that tickets are issued and opened under. {@link #toString} hides it. */
public final class TokenKey {

    /** Length of a token key in bytes. */
    public static final int LENGTH = 32;

    private static final byte[] INFO = "lumenlink relay v1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] secret;

    /**
     * Copies the secret.
     *
     * @param secret 32 random bytes
     * @throws IllegalArgumentException if it is not 32 bytes
     */
    public TokenKey(byte[] secret) {
        Lengths.require("token key", secret, LENGTH);
        this.secret = secret.clone();
    }

    /** Returns the 32 bytes. */
    public byte[] secret() {
        return secret.clone();
    }

    /** Derives the three keys that the dataplane holds, by HKDF-SHA256 (RFC 5869) with an empty salt. */
    public DerivedKeys derive() {
        int length = SipHash.KEY_LENGTH;
        byte[] output = expand(3 * length);
        return new DerivedKeys(
                Arrays.copyOfRange(output, 0, length),
                Arrays.copyOfRange(output, length, 2 * length),
                Arrays.copyOfRange(output, 2 * length, 3 * length));
    }

    private byte[] expand(int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(INFO, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HKDF-SHA256: use a JDK 25 or later", e);
        }
    }

    @Override
    public String toString() {
        return "TokenKey[hidden]";
    }
}
