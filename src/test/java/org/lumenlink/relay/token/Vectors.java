package org.lumenlink.relay.token;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the known answers of the wire format, which an implementation other than ours has made. */
public final class Vectors {

    private static final String RESOURCE = "/vectors/wire-format-v1.json";

    private static final JsonNode ROOT = read();

    private Vectors() {}

    /** Returns the answers of SipHash-2-4 with 64 bits of output. */
    public static List<Sip> sip64() {
        return ROOT.get("siphash24_64").valueStream().map(Sip::new).toList();
    }

    /** Returns the answers of SipHash-2-4 with 128 bits of output. */
    public static List<Sip> sip128() {
        return ROOT.get("siphash24_128").valueStream().map(Sip::new).toList();
    }

    /** Returns token keys, the keys derived from them, and tickets. */
    public static List<Issued> tickets() {
        return ROOT.get("tickets").valueStream().map(Issued::new).toList();
    }

    /** Returns packets as they are on the wire. */
    public static List<Packet> packets() {
        return ROOT.get("packets").valueStream().map(Packet::new).toList();
    }

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(JsonNode node, String field) {
        return HexFormat.of().parseHex(node.get(field).asString());
    }

    /** A SipHash answer. */
    public record Sip(JsonNode node) {

        public byte[] key() {
            return bytes(node, "key");
        }

        public byte[] message() {
            return bytes(node, "message");
        }

        public byte[] output() {
            return bytes(node, "output");
        }
    }

    /** A token key and a ticket issued under it. */
    public record Issued(JsonNode node) {

        public TokenKey tokenKey() {
            return new TokenKey(bytes(node, "masterKey"));
        }

        public byte[] tagKey() {
            return bytes(node, "tagKey");
        }

        public byte[] encryptionKey() {
            return bytes(node, "encryptionKey");
        }

        public byte[] sessionDerivationKey() {
            return bytes(node, "sessionDerivationKey");
        }

        public TicketContent content() {
            return new TicketContent(
                    node.get("userId").asLong(),
                    node.get("expiresAt").asLong(),
                    node.get("sessionId").asLong());
        }

        public byte[] ticket() {
            return bytes(node, "ticket");
        }

        public byte[] sessionKey() {
            return bytes(node, "sessionKey");
        }
    }

    /** A packet and what it was made from. */
    public record Packet(JsonNode node) {

        public byte[] ticket() {
            return bytes(node, "ticket");
        }

        public byte[] sessionKey() {
            return bytes(node, "sessionKey");
        }

        public int flags() {
            return node.get("flags").asInt();
        }

        public long packetNumber() {
            return node.get("packetNumber").asLong();
        }

        public byte[] payload() {
            return bytes(node, "payload");
        }

        public byte[] wire() {
            return bytes(node, "wire");
        }
    }
}
