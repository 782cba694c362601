package org.lumenlink.relay.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PictureTest {

    @Test
    void pictureWhenDrawnThenIsXmlWithABarForEachResult() throws Exception {
        BenchResult result = new BenchResult(
                new HostFacts("2026-06-01T12:00:00Z", "6.18", "a <CPU> & more", 0.1),
                List.of(
                        new PacketResult("FIB forward", 1, 60, 59, 61, 10, 60, 1, null, 1000, 0, null, null, null),
                        new PacketResult(
                                "forwarded",
                                1,
                                150,
                                140,
                                160,
                                10,
                                60,
                                2.5,
                                "forwarded",
                                1000,
                                1000,
                                512L,
                                "2.2 x FIB forward",
                                false)),
                List.of(new CrossingResult("LumenLink relay", 64, 4e6, 3e6, 5e6, 2, 1, 1, null, null, 2400.0, 3000.0)),
                new ControlResult(
                        List.of(
                                new LatencyResult("echo", 1, 100, 2e5, 5e5, 1, 1, null, null),
                                new LatencyResult("register a user", 8, 100, 6e5, 2e6, 3, 4, 3.0, false)),
                        List.of(
                                new ScaleResult(0, null, null, null, null, 2, 30 << 20, 150 << 20, 0.01),
                                new ScaleResult(
                                        100_000, 60_000.0, 70_000.0, 50_000.0, true, 3, 40 << 20, 150 << 20, 0.02))));

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Picture.of(result).getBytes(StandardCharsets.UTF_8)));

        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        // One more for the background.
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(8);
        assertThat(document.getDocumentElement().getTextContent())
                .contains(
                        "150 ns (2.50 x FIB, at most 2.2 x FIB forward)",
                        "4.00 Mpps",
                        "2.00 ms (4.0 x echo, at most 3.0 x), median 0.60 ms (3.0 x)",
                        "60,000/s, at least 50,000/s, again 70,000/s, ready in 3.0 s, 40 MiB of heap, 150 MiB of maps",
                        "a <CPU> & more");
    }
}
