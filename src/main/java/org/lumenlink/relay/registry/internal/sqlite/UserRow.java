package org.lumenlink.relay.registry.internal.sqlite;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.User;
import org.lumenlink.relay.registry.UserLimit;

/** Translates between users and rows of relay_user. */
final class UserRow {

    /** In the order of what reads and writes them: by number, since SQLite takes long to find a column by its name. */
    static final String COLUMNS = "id, destination_address, destination_port, packets_per_second, burst_packets,"
            + " bytes_per_second, burst_bytes, enabled, label, max_sessions, generation, version, created_at, updated_at";

    private UserRow() {}

    /** Reads a row of {@link #COLUMNS}. */
    static User read(ResultSet row, int number) throws SQLException {
        return new User(
                row.getLong(1),
                InetAddress.ofLiteral(row.getString(2)),
                row.getInt(3),
                limit(row),
                row.getBoolean(8),
                row.getString(9),
                (Integer) row.getObject(10),
                row.getInt(11),
                row.getLong(12),
                Instant.ofEpochMilli(row.getLong(13)),
                Instant.ofEpochMilli(row.getLong(14)));
    }

    private static @Nullable UserLimit limit(ResultSet row) throws SQLException {
        long packetsPerSecond = row.getLong(4);
        return row.wasNull() ? null : new UserLimit(packetsPerSecond, row.getLong(5), row.getLong(6), row.getLong(7));
    }

    /** Sets the parameters of a statement to what is in {@link #COLUMNS}, from the first on; returns the next one. */
    static int write(User user, PreparedStatement statement) throws SQLException {
        UserLimit limit = user.limit();
        statement.setLong(1, user.id());
        statement.setString(2, address(user.destinationAddress()));
        statement.setInt(3, user.destinationPort());
        statement.setObject(4, limit == null ? null : limit.packetsPerSecond());
        statement.setObject(5, limit == null ? null : limit.burstPackets());
        statement.setObject(6, limit == null ? null : limit.bytesPerSecond());
        statement.setObject(7, limit == null ? null : limit.burstBytes());
        statement.setBoolean(8, user.enabled());
        statement.setString(9, user.label());
        statement.setObject(10, user.maxSessions());
        statement.setInt(11, user.generation());
        statement.setLong(12, user.version());
        statement.setLong(13, user.createdAt().toEpochMilli());
        statement.setLong(14, user.updatedAt().toEpochMilli());
        return 15;
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
