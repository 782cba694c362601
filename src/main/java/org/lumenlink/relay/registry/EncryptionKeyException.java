package org.lumenlink.relay.registry;

import org.jspecify.annotations.Nullable;

/** The key that the token keys are encrypted under is missing, malformed or another one. */
public class EncryptionKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String mend;

    /**
     * @param what is wrong, in one sentence, without any key
     * @param mend the command or setting that mends it
     */
    public EncryptionKeyException(String what, String mend, @Nullable Throwable cause) {
        super(what, cause);
        this.mend = mend;
    }

    /** Returns the command or setting that mends it. */
    public String mend() {
        return mend;
    }
}
