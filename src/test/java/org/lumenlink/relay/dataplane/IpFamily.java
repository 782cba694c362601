package org.lumenlink.relay.dataplane;

import java.net.InetAddress;

/** The addresses of {@link PacketRig} in one family. */
enum IpFamily {
    IPV4("192.0.2.10", "192.0.2.1", "198.51.100.1", "198.51.100.10"),
    IPV6("2001:db8:1::10", "2001:db8:1::1", "2001:db8:2::1", "2001:db8:2::10");

    final InetAddress client;
    final InetAddress relay;
    final InetAddress egress;
    final InetAddress destination;

    IpFamily(String client, String relay, String egress, String destination) {
        this.client = PacketRig.address(client);
        this.relay = PacketRig.address(relay);
        this.egress = PacketRig.address(egress);
        this.destination = PacketRig.address(destination);
    }

    IpFamily other() {
        return this == IPV4 ? IPV6 : IPV4;
    }

    /** Returns the frame in which a client sends a payload to the relay. */
    Frame fromClient(byte[] payload) {
        return Frame.of(client, PacketRig.CLIENT_PORT, relay, PacketRig.RELAY_PORT, payload);
    }
}
