package org.lumenlink.relay.registry.internal.sqlite;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks at every page of a database: an index that disagrees with its table would hide users. */
final class IntegrityCheck {

    private static final String HEADING = "^\\Q*** in database main ***\\E\n";

    private IntegrityCheck() {}

    /**
     * Returns what is wrong, or empty if nothing is. Takes a third of a second for 100,000 users.
     *
     * @throws org.springframework.dao.DataAccessException if the database cannot be opened or read
     */
    static Optional<String> run(JdbcClient database) {
        String found =
                database.sql("PRAGMA integrity_check(1)").query(String.class).single();
        return found.equals("ok") ? Optional.empty() : Optional.of(found.replaceFirst(HEADING, ""));
    }
}
