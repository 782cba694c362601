package org.lumenlink.relay.chart;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.lumenlink.relay.chart.Manifests.Manifest;
import java.util.List;

/** The chart, rendered by Helm itself. */
final class Chart {

    static final Path FOLDER = Path.of("helm/lumenlink-relay");
    static final String RELEASE = "edge";
    static final String NAMESPACE = "relays";

    private Chart() {}

    /** Renders the chart as {@code helm template} does; throws with Helm's words if it refuses. */
    static String template(String values) {
        try {
            Path file = Files.createTempFile("lumenlink-test-values", ".yaml");
            try {
                Files.writeString(file, values);
                return new Helm(FOLDER)
                        .template()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withValuesFile(file)
                        .call();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Renders the chart and reads every object strictly. */
    static List<Manifest> render(String values) {
        return Manifests.read(template(values));
    }
}
