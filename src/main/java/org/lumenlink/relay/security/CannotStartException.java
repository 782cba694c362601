package org.lumenlink.relay.security;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The relay cannot be guarded as it must be: a setting would let in others than was meant, or a file cannot be written. */
class CannotStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String mend;

    CannotStartException(String what, String mend, @Nullable Throwable cause) {
        super(what, cause);
        this.mend = mend;
    }

    /** Says that something in the data directory cannot be written. */
    static CannotStartException cannotWrite(Path path, IOException cause) {
        return new CannotStartException(
                "cannot write %s: %s".formatted(path, cause),
                "make room on its disk, or let the relay's user write there: chown -R %s %s"
                        .formatted(System.getProperty("user.name"), path.getParent()),
                cause);
    }

    /** Returns the command or setting that mends it. */
    String mend() {
        return mend;
    }
}
