package org.lumenlink.relay.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * A lab as {@code scripts/lab up --json} describes it.
 *
 * @param clientNamespace name of the network namespace that clients are in
 * @param relayNamespace name of the one that the relay is in
 * @param destinationNamespace name of the one that destinations are in
 * @param relayAddress where clients send to over IPv4
 * @param relayAddress6 where clients send to over IPv6
 * @param relayPort UDP port of both
 * @param destinationAddress IPv4 address of the destination
 * @param destinationAddress6 IPv6 address of the destination
 * @param api base URL of the API
 * @param management base URL of health and metrics
 * @param apiKeyFile file that holds an admin key
 * @param pinPath folder in which the maps are pinned
 */
record Lab(
        String clientNamespace,
        String relayNamespace,
        String destinationNamespace,
        String relayAddress,
        String relayAddress6,
        int relayPort,
        String destinationAddress,
        String destinationAddress6,
        URI api,
        URI management,
        Path apiKeyFile,
        Path pinPath) {

    /** Reads a description from a file. */
    static Lab read(Path file) throws IOException {
        return JsonMapper.shared().readValue(Files.readString(file), Lab.class);
    }

    /** Returns where clients send to. */
    InetSocketAddress relay(Family family) {
        return new InetSocketAddress(family == Family.IPV4 ? relayAddress : relayAddress6, relayPort);
    }

    /** Returns the destination's address with a port. */
    InetSocketAddress destination(Family family, int port) {
        return new InetSocketAddress(family == Family.IPV4 ? destinationAddress : destinationAddress6, port);
    }

    /** Returns the key that opens the API. */
    String apiKey() throws IOException {
        return Files.readString(apiKeyFile).trim();
    }
}
