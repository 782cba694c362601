package org.lumenlink.relay.registry;

import java.nio.file.Path;
import java.util.List;
import org.lumenlink.relay.registry.internal.sqlite.DirectoryExamination;

/** Looks at a data directory as a start would, and changes nothing; a relay may be running on it. */
public interface RegistryExamination {

    static List<Remark> of(Path dataDirectory) {
        return new DirectoryExamination(dataDirectory).run();
    }

    /**
     * What was found.
     *
     * @param severity how bad it is
     * @param what was found, in one sentence
     * @param mend what to do about it; empty if nothing is to be done
     */
    record Remark(Severity severity, String what, String mend) {}

    /** How bad something is. */
    enum Severity {
        FINE,
        /** The relay starts, but may lose something, or stop taking changes. */
        DOUBTFUL,
        /** The relay does not start. */
        BAD
    }
}
