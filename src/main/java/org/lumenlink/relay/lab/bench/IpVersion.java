package org.lumenlink.relay.lab.bench;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Who has which address in a {@link Network}. */
enum IpVersion {
    V4("10.0.0.0", "10.128.0.0", "192.0.2.1", "198.51.100.1"),
    V6("2001:db8:a::", "2001:db8:b::", "2001:db8:1::1", "2001:db8:2::1");

    private final InetAddress clients;
    private final InetAddress destinations;
    private final InetAddress near;
    private final InetAddress far;

    IpVersion(String clients, String destinations, String near, String far) {
        this.clients = parse(clients);
        this.destinations = parse(destinations);
        this.near = parse(near);
        this.far = parse(far);
    }

    /** Returns the address that clients send to. */
    InetAddress near() {
        return near;
    }

    /** Returns the address that destinations answer to. */
    InetAddress far() {
        return far;
    }

    InetAddress client(int number) {
        return plus(clients, number);
    }

    InetAddress destination(int number) {
        return plus(destinations, number);
    }

    private static InetAddress plus(InetAddress first, int number) {
        ByteBuffer bytes = ByteBuffer.wrap(first.getAddress());
        int last = bytes.limit() - Integer.BYTES;
        bytes.putInt(last, bytes.getInt(last) + number);
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private static InetAddress parse(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
