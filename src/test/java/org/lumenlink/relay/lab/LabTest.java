package org.lumenlink.relay.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabTest {

    @Test
    void readWhenGivenWhatTheScriptPrintsThenHoldsIt(@TempDir Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("admin.key"), "the-key\n");
        Path file = Files.writeString(folder.resolve("lab.json"), """
                {
                  "clientNamespace": "lumenlink-x-client",
                  "relayNamespace": "lumenlink-x-relay",
                  "destinationNamespace": "lumenlink-x-destination",
                  "relayAddress": "10.201.0.1",
                  "relayAddress6": "fd00:201::1",
                  "relayPort": 7777,
                  "destinationAddress": "10.202.0.10",
                  "destinationAddress6": "fd00:202::10",
                  "api": "http://10.77.0.2:8080",
                  "management": "http://10.77.0.2:9090",
                  "apiKeyFile": "%s",
                  "pinPath": "/run/lumenlink/lab/x/bpf/lumenlink/v1"
                }
                """.formatted(key));
        Lab lab = Lab.read(file);
        assertThat(lab.relay(Family.IPV6)).isEqualTo(new InetSocketAddress("fd00:201::1", 7777));
        assertThat(lab.destination(Family.IPV4, 5000)).isEqualTo(new InetSocketAddress("10.202.0.10", 5000));
        assertThat(lab.apiKey()).isEqualTo("the-key");
    }
}
