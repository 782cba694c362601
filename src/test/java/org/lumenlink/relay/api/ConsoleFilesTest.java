package org.lumenlink.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The texts and scripts of the console, as they are in the source. */
class ConsoleFilesTest {

    private static final Path CONSOLE = Path.of("src", "main", "resources", "static", "console");
    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");

    /** A key that a script names in full, and the beginning of one that it puts together. */
    private static final Pattern KEY = Pattern.compile("\\bt\\(\\s*'([^']+)'");

    private static final Pattern BEGINNING = Pattern.compile("\\bt\\(\\s*`([^`$]+)\\$");

    @Test
    void textsWhenTranslatedThenHaveTheSameKeysPlacesAndParts() throws IOException {
        Map<String, String> english = texts("en");
        Map<String, String> persian = texts("fa");

        assertThat(persian.keySet()).isEqualTo(english.keySet());
        english.forEach((key, text) -> {
            String translated = persian.getOrDefault(key, "");
            assertThat(places(translated)).as(key).isEqualTo(places(text));
            assertThat(translated.split("\\|")).as(key).hasSameSizeAs(text.split("\\|"));
        });
    }

    @Test
    void textsWhenNamedByScriptsThenAreThere() throws IOException {
        Set<String> keys = texts("en").keySet();
        String scripts = scripts();

        assertThat(found(KEY, scripts)).isNotEmpty().isSubsetOf(keys);
        assertThat(found(BEGINNING, scripts))
                .isNotEmpty()
                .allSatisfy(beginning -> assertThat(keys).anyMatch(key -> key.startsWith(beginning)));
    }

    @Test
    void pageWhenLoadedThenEveryScriptIsAskedForAtOnce() throws IOException {
        String page = Files.readString(CONSOLE.resolveSibling("index.html"));

        assertThat(scriptFiles())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(page)
                        .contains("<link rel=\"modulepreload\" href=\"/console/" + CONSOLE.relativize(file) + "\">"));
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(Pattern pattern, String scripts) {
        return pattern.matcher(scripts).results().map(result -> result.group(1)).collect(Collectors.toSet());
    }

    private static String scripts() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : scriptFiles()) {
            all.append(Files.readString(file));
        }
        return all.toString();
    }

    private static List<Path> scriptFiles() throws IOException {
        try (Stream<Path> files = Files.walk(CONSOLE)) {
            return files.filter(path -> path.toString().endsWith(".js")).toList();
        }
    }

    private static Map<String, String> texts(String language) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        JsonMapper.shared()
                .readTree(Files.readString(CONSOLE.resolve("messages").resolve(language + ".json")))
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
        return texts;
    }
}
