package org.lumenlink.relay.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/dataplane.md against the verdicts that there are. */
class DataplaneDocTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE);

    @Test
    void verdictsWhenListedThenAreAllInOrderAndNoOthers() throws IOException {
        List<String> listed = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("docs", "dataplane.md")));
        while (row.find()) {
            listed.add(row.group(1));
        }
        assertThat(listed)
                .isEqualTo(Stream.of(VerdictReason.values())
                        .map(VerdictReason::label)
                        .toList());
    }
}
