package org.lumenlink.relay.registry.internal.sqlite;

import org.lumenlink.relay.registry.StoreProbe;
import org.springframework.stereotype.Component;

/** Skips a revision: all that matters of them is that they rise. */
@Component
class SqliteProbe implements StoreProbe {

    private final SqliteSession session;

    SqliteProbe(SqliteSession session) {
        this.session = session;
    }

    @Override
    public void write() {
        session.write(client ->
                client.sql("UPDATE registry_state SET revision = revision + 1").update());
    }
}
