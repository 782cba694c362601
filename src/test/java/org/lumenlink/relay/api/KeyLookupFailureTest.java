package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that cannot be read is not taken for a wrong key, nor answered with its internals. */
class KeyLookupFailureTest {

    @TempDir
    Path dataDir;

    @Test
    void callerWhenTheRegistryCannotBeReadThenUnavailableAndNotUnauthorized() throws SQLException {
        try (OwnWebLayer relay = new OwnWebLayer(dataDir)) {
            assertThat(relay.api().send("GET", "/api/v1/users").status()).isEqualTo(200);

            try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("relay.db"));
                    Statement statement = database.createStatement()) {
                statement.execute("ALTER TABLE api_key RENAME TO gone");
            }

            ApiClient.Answer answer = relay.api().send("GET", "/api/v1/users");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(String.valueOf(answer.problem()))
                    .contains("registry")
                    .doesNotContain("SQL", "Exception", "api_key");
        }
    }
}
