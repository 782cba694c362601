package org.lumenlink.relay.chart;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.lumenlink.relay.chart.Manifests.Manifest;
import org.springframework.util.FileSystemUtils;

/** The chart, rendered by Helm itself. */
final class Chart {

    static final Path FOLDER = Path.of("helm/lumenlink-relay");
    static final String RELEASE = "edge";
    static final String NAMESPACE = "relays";

    private Chart() {}

    /** Renders the chart, without its hooks; throws with Helm's words if it refuses. */
    static String template(String values) {
        return template(FOLDER, values);
    }

    /** What Helm says once it has installed the chart. */
    static String notes(String values) {
        return withFile(
                values,
                file -> new Helm(FOLDER)
                        .install()
                        .clientOnly()
                        .dryRun()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion("1.34.0")
                        .withValuesFile(file)
                        .call()
                        .getOutput());
    }

    /** Renders the chart, without its hooks, and reads every object strictly. */
    static List<Manifest> render(String values) {
        return Manifests.read(template(values));
    }

    /**
     * Renders what the chart has in a template, hooks too, and reads it strictly. Helm as a library leaves hooks out, so
     * they are none here: their annotations begin with {@code hook}, not {@code helm.sh/hook}.
     */
    static List<Manifest> renderHooks(String template, String values) {
        try {
            Path copy = Files.createTempDirectory("lumenlink-test-chart");
            try {
                FileSystemUtils.copyRecursively(FOLDER, copy);
                Path hooks = copy.resolve("templates").resolve(template);
                Files.writeString(hooks, Files.readString(hooks).replace("helm.sh/hook", "hook"));
                return Manifests.read(template(copy, values)).stream()
                        .filter(manifest ->
                                manifest.object().getMetadata().getAnnotations().containsKey("hook"))
                        .toList();
            } finally {
                FileSystemUtils.deleteRecursively(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String template(Path chart, String values) {
        return withFile(
                values,
                file -> new Helm(chart)
                        .template()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion("1.34.0")
                        .withValuesFile(file)
                        .call());
    }

    private static String withFile(String values, Function<Path, String> command) {
        try {
            Path file = Files.createTempFile("lumenlink-test-values", ".yaml");
            try {
                Files.writeString(file, values);
                return command.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
