package org.lumenlink.relay.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the worked example of docs/wire-format.md to the known answers. */
class WireFormatDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/wire-format.md");
    private static final Vectors.Issued ISSUED = Vectors.tickets().get(1);
    private static final Vectors.Packet PACKET = packet();

    static Stream<List<String>> exampleLines() {
        byte[] header = Arrays.copyOf(PACKET.wire(), RelayHeader.LENGTH);
        byte[] tag = Arrays.copyOfRange(header, 28, 36);
        return Stream.of(
                line("token key", ISSUED.tokenKey().secret()),
                line("K_tag", ISSUED.tagKey()),
                line("K_enc", ISSUED.encryptionKey()),
                line("K_ses", ISSUED.sessionDerivationKey()),
                line("T", Arrays.copyOf(ISSUED.ticket(), 8)),
                line("C", Arrays.copyOfRange(ISSUED.ticket(), 8, 20)),
                line("ticket", ISSUED.ticket()),
                line("S", ISSUED.sessionKey()),
                line("payload", PACKET.payload()),
                line("tag", tag),
                line("M", SipHash.sip(ISSUED.sessionKey(), tag)),
                line("first byte", Arrays.copyOf(header, 1)),
                line("masked N", Arrays.copyOfRange(header, 21, 28)),
                line("header", header));
    }

    @ParameterizedTest
    @MethodSource("exampleLines")
    void exampleWhenComputedThenIsAsDocumented(List<String> nameAndValue) throws IOException {
        String line = "    %-16s%s".formatted(nameAndValue.get(0), nameAndValue.get(1));
        assertThat(Files.readAllLines(DOCUMENT)).anyMatch(l -> l.equals(line) || l.startsWith(line + " "));
    }

    @Test
    void exampleWhenAnsweredByTheApiThenIsTheSameTicket() throws IOException {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        assertThat(Files.readString(DOCUMENT))
                .contains("\"ticket\": \"" + base64.encodeToString(ISSUED.ticket()) + '"')
                .contains("\"sessionKey\": \"" + base64.encodeToString(ISSUED.sessionKey()) + '"');
    }

    private static Vectors.Packet packet() {
        return Vectors.packets().stream()
                .filter(packet -> Arrays.equals(packet.ticket(), ISSUED.ticket()))
                .filter(packet -> packet.packetNumber() == 255)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> line(String name, byte[] value) {
        return List.of(name, HexFormat.of().formatHex(value));
    }
}
