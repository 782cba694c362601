package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/dataplane.md against the verdicts that there are. */
class DataplaneDocTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z_]+)` \\| (.*) \\| (-|sender|operator) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)|\\*([^*]+)\\*");

    @Test
    void verdictsWhenListedThenAreAllInOrderWithTheTextsOfTheApi() throws IOException {
        List<String> listed = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs", "dataplane.md")));
        while (row.find()) {
            listed.add(String.join(" | ", row.group(1), plain(row.group(2)), row.group(3), plain(row.group(4))));
        }
        Properties texts = texts("verdicts.properties");
        assertThat(listed)
                .isEqualTo(Stream.of(VerdictReason.values())
                        .map(reason -> String.join(
                                " | ",
                                reason.label(),
                                texts.getProperty(reason.label() + ".cause"),
                                concern(reason),
                                texts.getProperty(reason.label() + ".remedy")))
                        .toList());
    }

    @Test
    void textsWhenTranslatedThenAreTheSameOnesWithTheSameCommands() throws IOException {
        Properties english = texts("verdicts.properties");
        Properties persian = texts("verdicts_fa.properties");

        assertThat(persian.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String name : english.stringPropertyNames()) {
            assertThat(commands(persian.getProperty(name))).as(name).isEqualTo(commands(english.getProperty(name)));
        }
    }

    private static String concern(VerdictReason reason) {
        return switch (reason.concern()) {
            case NOBODY -> "-";
            case SENDER -> "sender";
            case OPERATOR -> "operator";
        };
    }

    private static String plain(String markdown) {
        return LINK.matcher(markdown)
                .replaceAll(
                        found -> Matcher.quoteReplacement(found.group(1) == null ? found.group(2) : found.group(1)));
    }

    private static List<String> commands(String text) {
        String[] parts = text.split("`", -1);
        return IntStream.range(0, parts.length)
                .filter(i -> i % 2 == 1)
                .mapToObj(i -> parts[i])
                .toList();
    }

    private static Properties texts(String file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src", "main", "resources", file))) {
            texts.load(reader);
        }
        return texts;
    }
}
