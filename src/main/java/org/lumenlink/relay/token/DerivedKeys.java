package org.lumenlink.relay.token;

/** Holds the keys that are derived from a token key; only these reach the kernel. {@link #toString} hides them. */
public final class DerivedKeys {

    private final byte[] tag;
    private final byte[] encryption;
    private final byte[] session;

    /**
     * Copies the keys, each of 16 bytes.
     *
     * @throws IllegalArgumentException if one is not 16 bytes
     */
    public DerivedKeys(byte[] tag, byte[] encryption, byte[] session) {
        Lengths.require("tag key", tag, SipHash.KEY_LENGTH);
        Lengths.require("encryption key", encryption, SipHash.KEY_LENGTH);
        Lengths.require("session derivation key", session, SipHash.KEY_LENGTH);
        this.tag = tag.clone();
        this.encryption = encryption.clone();
        this.session = session.clone();
    }

    /** Returns K_tag, which authenticates tickets. */
    public byte[] tag() {
        return tag.clone();
    }

    /** Returns K_enc, which encrypts tickets. */
    public byte[] encryption() {
        return encryption.clone();
    }

    /** Returns K_ses, which derives session keys. */
    public byte[] session() {
        return session.clone();
    }

    @Override
    public String toString() {
        return "DerivedKeys[hidden]";
    }
}
