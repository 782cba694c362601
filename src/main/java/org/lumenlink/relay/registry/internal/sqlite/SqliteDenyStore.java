package org.lumenlink.relay.registry.internal.sqlite;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.registry.DeniedNetwork;
import org.lumenlink.relay.registry.DenyStore;
import org.springframework.stereotype.Repository;

@Repository
class SqliteDenyStore implements DenyStore {

    private static final int MAPPED_PREFIX_LENGTH = 96;
    private static final int IPV6_LENGTH = 16;

    private final SqliteSession session;

    SqliteDenyStore(SqliteSession session) {
        this.session = session;
    }

    @Override
    public Optional<DeniedNetwork> find(InetAddress address, int prefixLength) {
        return session.read(client -> client.sql("SELECT * FROM denied_network WHERE address = ? AND prefix_length = ?")
                .params(mapped(address), mapped(address, prefixLength))
                .query(SqliteDenyStore::read)
                .optional());
    }

    @Override
    public boolean add(DeniedNetwork network) {
        return session.write(client -> client.sql("""
                        INSERT INTO denied_network (address, prefix_length, created_at) VALUES (?, ?, ?)
                        ON CONFLICT DO NOTHING""")
                        .params(
                                mapped(network.address()),
                                mapped(network.address(), network.prefixLength()),
                                network.createdAt().toEpochMilli())
                        .update()
                == 1);
    }

    @Override
    public boolean remove(InetAddress address, int prefixLength) {
        return session.write(client -> client.sql("DELETE FROM denied_network WHERE address = ? AND prefix_length = ?")
                        .params(mapped(address), mapped(address, prefixLength))
                        .update()
                == 1);
    }

    @Override
    public List<DeniedNetwork> list(@Nullable DeniedNetwork after, int limit) {
        byte[] address = after == null ? new byte[IPV6_LENGTH] : mapped(after.address());
        int prefixLength = after == null ? -1 : mapped(after.address(), after.prefixLength());
        return session.read(client -> client.sql("""
                        SELECT * FROM denied_network WHERE (address, prefix_length) > (?, ?)
                        ORDER BY address, prefix_length LIMIT ?""")
                .params(address, prefixLength, limit)
                .query(SqliteDenyStore::read)
                .list());
    }

    @Override
    public long count() {
        return session.read(client -> client.sql("SELECT count(*) FROM denied_network")
                .query(Long.class)
                .single());
    }

    private static DeniedNetwork read(ResultSet row, int number) throws SQLException {
        try {
            // A mapped address is read as one of IPv4; ::/95 and shorter are no networks of mapped addresses.
            InetAddress address = InetAddress.getByAddress(row.getBytes("address"));
            int prefixLength = row.getInt("prefix_length");
            return new DeniedNetwork(
                    address,
                    address instanceof Inet4Address ? prefixLength - MAPPED_PREFIX_LENGTH : prefixLength,
                    Instant.ofEpochMilli(row.getLong("created_at")));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are always an address", e);
        }
    }

    private static int mapped(InetAddress address, int prefixLength) {
        return address instanceof Inet4Address ? prefixLength + MAPPED_PREFIX_LENGTH : prefixLength;
    }

    private static byte[] mapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == IPV6_LENGTH) {
            return bytes;
        }
        byte[] mapped = new byte[IPV6_LENGTH];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(bytes, 0, mapped, 12, bytes.length);
        return mapped;
    }
}
