package org.lumenlink.relay.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds what {@code POST /api/v1/users/{userId}/tokens} answers.
 *
 * @param credentials ticket and session key
 * @param endpoints where the relay listens; may be empty
 */
record TicketFile(Credentials credentials, List<InetSocketAddress> endpoints) {

    private static final JsonMapper JSON = JsonMapper.shared();

    TicketFile {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Reads the JSON.
     *
     * @throws IOException if it cannot be read, or is not that JSON; the message never contains what was read
     */
    static TicketFile read(InputStream in) throws IOException {
        JsonNode root = parse(in.readAllBytes());
        try {
            Credentials credentials = new Credentials(bytes(root, "ticket"), bytes(root, "sessionKey"));
            List<InetSocketAddress> endpoints = root.path("endpoints")
                    .valueStream()
                    .map(TicketFile::endpoint)
                    .toList();
            return new TicketFile(credentials, endpoints);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage() + ": save the whole answer of POST /api/v1/users/{userId}/tokens", e);
        }
    }

    // The parser's own messages quote the text, which is secret: neither they nor their exception go further.
    private static JsonNode parse(byte[] json) throws IOException {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IOException("it is not JSON: save the whole answer of POST /api/v1/users/{userId}/tokens");
        }
    }

    private static byte[] bytes(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (!value.isString()) {
            throw new IllegalArgumentException("the field %s is missing".formatted(field));
        }
        try {
            return Base64.getUrlDecoder().decode(value.asString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the field %s is not base64url".formatted(field));
        }
    }

    private static InetSocketAddress endpoint(JsonNode node) {
        String address = node.path("address").asString("");
        int port = node.path("port").asInt(0);
        return Endpoint.parse((address.contains(":") ? "[%s]:%d" : "%s:%d").formatted(address, port));
    }
}
