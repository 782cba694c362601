package org.lumenlink.relay.registry.internal.sqlite;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserLimit;

/** Translates between users and rows of relay_user. */
final class UserRow {

    private UserRow() {}

    static User read(ResultSet row, int number) throws SQLException {
        return new User(
                row.getLong("id"),
                InetAddress.ofLiteral(row.getString("destination_address")),
                row.getInt("destination_port"),
                limit(row),
                row.getBoolean("enabled"),
                row.getString("label"),
                (Integer) row.getObject("max_sessions"),
                row.getInt("generation"),
                row.getLong("version"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }

    private static @Nullable UserLimit limit(ResultSet row) throws SQLException {
        long packetsPerSecond = row.getLong("packets_per_second");
        if (row.wasNull()) {
            return null;
        }
        return new UserLimit(
                packetsPerSecond,
                row.getLong("burst_packets"),
                row.getLong("bytes_per_second"),
                row.getLong("burst_bytes"));
    }

    /** Returns the address as text that is the same for every way of writing it: no scope, no compression. */
    static String address(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not 4 or 16 bytes", e);
        }
    }
}
