package org.lumenlink.relay.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.lumenlink.relay.chart.Manifests.Manifest;
import org.yaml.snakeyaml.Yaml;

/**
 * What is made from the chart is as the chart is. With {@code -Dlumenlink.write-documents=true} these tests write it first.
 */
class ChartDocumentsTest {

    private static final boolean WRITE = Boolean.getBoolean("lumenlink.write-documents");
    private static final Path README = Chart.FOLDER.resolve("README.md");
    private static final Path POD = Path.of("docs/pod.yaml");
    private static final Pattern HELM = Pattern.compile("(?m)^ +helm (install|upgrade) edge .*$");
    private static final Pattern SET = Pattern.compile("--set ['\"]?(\\S+?)=([^'\"\\s]+)");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- values -->\n).*(<!-- /values -->)");

    @Test
    void readmeThenHasEveryValueWithItsDefaultAndItsComment() throws IOException {
        String readme = Files.readString(README);
        String table = ValuesTable.of(Files.readString(Chart.FOLDER.resolve("values.yaml")));
        String wanted = TABLE.matcher(readme).replaceFirst("$1" + Matcher.quoteReplacement(table) + "$2");
        if (WRITE) {
            Files.writeString(README, wanted);
        }

        assertThat(Files.readString(README)).isEqualTo(wanted).contains("| `relay.interfaces` |");
    }

    @Test
    void plainPodThenIsWhatTheChartRenders() throws IOException {
        String rendered = Chart.template(
                        "{kind: Pod, fullnameOverride: lumenlink-relay, serviceAccount: {create: false}}")
                .replaceFirst("(?s)^---\n# Source: [^\n]*\n", "")
                .replaceAll("(?m)^ +(helm.sh/chart|app.kubernetes.io/managed-by): .*\n", "")
                .replace("app.kubernetes.io/instance: edge", "app.kubernetes.io/instance: lumenlink-relay");
        String wanted = """
                # A relay without Helm, made from the chart: one pod on the node that it is applied to, or laid into the kubelet's
                # folder of static pods. Set RELAY_INTERFACE to the node's interfaces, and read docs/deploy.md.
                """ + rendered;
        if (WRITE) {
            Files.writeString(POD, wanted);
        }

        assertThat(Files.readString(POD)).isEqualTo(wanted);
        assertThat(Manifests.read(Files.readString(POD)))
                .singleElement()
                .extracting(Manifest::kind)
                .isEqualTo("Pod");
    }

    /** Each builds on the values of those before, as {@code --reuse-values} does. */
    @Test
    void helmCommandsOfTheDocumentThenRender() throws IOException {
        String document = Files.readString(Path.of("docs/deploy.md")).replace("\\\n", " ");
        TemplateCommand template =
                new Helm(Chart.FOLDER).template().withName(Chart.RELEASE).withKubeVersion("1.34.0");
        List<Integer> objects = new ArrayList<>();
        for (MatchResult command : HELM.matcher(document).results().toList()) {
            SET.matcher(command.group())
                    .results()
                    .forEach(set ->
                            template.set(set.group(1), set.group(2).startsWith("$") ? "0".repeat(64) : set.group(2)));
            objects.add(Manifests.read(template.call()).size());
        }

        assertThat(objects)
                .as("objects after install, keys, monitoring and another image")
                .containsExactly(2, 3, 6, 6);
    }

    @Test
    void versionsOfTheChartThenAreThatOfTheProject() throws IOException {
        Map<String, Object> chart = new Yaml().load(Files.readString(Chart.FOLDER.resolve("Chart.yaml")));
        Matcher version = Pattern.compile("<artifactId>lumenlink-relay</artifactId>\\s*<version>(.*?)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(chart)
                .containsEntry("version", Objects.requireNonNull(version.group(1)))
                .containsEntry("appVersion", version.group(1));
    }
}
