package org.lumenlink.relay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.lumenlink.relay.api.ApiClient;
import org.lumenlink.relay.api.RealRelay;
import org.lumenlink.relay.support.UdpFrame;
import org.lumenlink.relay.token.RelayHeader;
import tools.jackson.databind.JsonNode;

/** A real relay with one user, whose client and destination have the program see their packets. */
final class MonitoredRelay implements AutoCloseable {

    /** A number that nothing else on a page of metrics has. */
    static final long USER = 3_141_592_653L;

    static final String CLIENT = "192.0.2.10";
    static final String DESTINATION = "192.0.2.20";

    private static final int CAPACITY = 4;
    private static final InetAddress RELAY = InetAddress.ofLiteral("192.0.2.1");
    private static final int CLIENT_PORT = 50_000;
    private static final int RELAY_PORT = 443;
    private static final int DESTINATION_PORT = 51_820;
    private static final int UDP_OFFSET = 34;
    private static final byte[] PAYLOAD = new byte[100];

    private final RealRelay relay;
    private final Path dataDir;
    private final int near;
    private final byte[] ticket;
    private final byte[] sessionKey;
    private long number;

    MonitoredRelay(Path dataDir, String... settings) throws IOException {
        this.dataDir = dataDir;
        relay = new RealRelay(dataDir, CAPACITY, settings);
        for (String address : List.of(CLIENT, DESTINATION)) {
            relay.namespace().ip("neigh replace " + address + " lladdr 02:00:00:00:00:10 dev near nud permanent");
        }
        String link = relay.namespace().ip("-o link show dev near");
        near = Integer.parseInt(link.substring(0, link.indexOf(':')));
        String user = "/api/v1/users/" + USER;
        ApiClient.Answer registered = api().send(
                        "PUT",
                        user,
                        "{\"destination\":{\"address\":\"%s\",\"port\":%d},\"label\":\"somebody\",\"rateLimit\":{\"packetsPerSecond\":100000000,\"burstPackets\":100000000}}"
                                .formatted(DESTINATION, DESTINATION_PORT));
        assertThat(registered.status()).isEqualTo(201);
        JsonNode token = api().send("POST", user + "/tokens").json();
        ticket = bytes(token, "/ticket");
        sessionKey = bytes(token, "/sessionKey");
    }

    ApiClient api() throws IOException {
        return relay.api();
    }

    ApiClient management() {
        return relay.management();
    }

    String adminKey() throws IOException {
        return Files.readString(dataDir.resolve("admin.key")).strip();
    }

    /** Returns where Prometheus finds the page, as {@code address:port}. */
    String managementAddress() {
        return relay.management().address();
    }

    RealRelay relay() {
        return relay;
    }

    /** Returns the page that Prometheus reads. */
    String page() {
        ApiClient.Answer answer = management().send("GET", "/metrics");
        assertThat(answer.status()).isEqualTo(200);
        return answer.response().body();
    }

    /** Has the client send some packets, the destination answer each, and a stranger send as many of garbage. */
    void carry(int packets) {
        relay.namespace().call(() -> {
            for (int i = 0; i < packets; i++) {
                byte[] arrived = relay.dataplane().run(fromClient(), near).packet();
                relay.dataplane().run(answer(arrived), near);
                relay.dataplane().run(garbage(), near);
            }
            return packets;
        });
    }

    private byte[] fromClient() {
        byte[] header = RelayHeader.encode(ticket, sessionKey, number, PAYLOAD);
        number++;
        byte[] datagram = ByteBuffer.allocate(header.length + PAYLOAD.length)
                .put(header)
                .put(PAYLOAD)
                .array();
        return UdpFrame.of(InetAddress.ofLiteral(CLIENT), CLIENT_PORT, RELAY, RELAY_PORT, datagram);
    }

    private static byte[] answer(byte[] arrived) {
        int egressPort = Short.toUnsignedInt(ByteBuffer.wrap(arrived).getShort(UDP_OFFSET));
        return UdpFrame.of(InetAddress.ofLiteral(DESTINATION), DESTINATION_PORT, RELAY, egressPort, PAYLOAD);
    }

    private static byte[] garbage() {
        return UdpFrame.of(InetAddress.ofLiteral("192.0.2.66"), CLIENT_PORT, RELAY, RELAY_PORT, new byte[10]);
    }

    private static byte[] bytes(JsonNode token, String field) {
        return Base64.getUrlDecoder().decode(token.at(field).asString());
    }

    @Override
    public void close() {
        relay.close();
    }
}
