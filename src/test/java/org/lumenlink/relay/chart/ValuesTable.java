package org.lumenlink.relay.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** The values of the chart as a table, from the comments above them. */
final class ValuesTable {

    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):(.*)");
    private static final Pattern COMMENT = Pattern.compile(" *# (.*)");
    private static final int INDENT = 2;

    private final Map<String, Object> values;
    private final StringBuilder table = new StringBuilder("| value | default | what it is |\n|-|-|-|\n");
    private final List<String> path = new ArrayList<>();
    private String comment = "";
    /** Deeper lines are part of a value that has been told of. */
    private int toldAt = Integer.MAX_VALUE;

    private ValuesTable(Map<String, Object> values) {
        this.values = values;
    }

    /** Makes the table; a value without a comment of its own, or of the values below it, is an error. */
    static String of(String yaml) {
        ValuesTable table = new ValuesTable(new Yaml().load(yaml));
        // The head of the file is not a comment of a value.
        yaml.substring(yaml.indexOf("\n\n")).lines().forEach(table::read);
        return table.table.toString();
    }

    private void read(String line) {
        Matcher remark = COMMENT.matcher(line);
        Matcher key = KEY.matcher(line);
        if (remark.matches()) {
            comment = comment.isEmpty() ? remark.group(1) : comment + " " + remark.group(1);
        } else if (key.matches() && key.group(1).length() <= toldAt) {
            enter(key.group(1).length(), key.group(2), key.group(3).strip());
        } else if (!line.isBlank() && toldAt == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not understood: " + line);
        }
    }

    private void enter(int indent, String name, String rest) {
        path.subList(indent / INDENT, path.size()).clear();
        path.add(name);
        toldAt = Integer.MAX_VALUE;
        if (!comment.isEmpty()) {
            table.append("| `%s` | `%s` | %s |\n"
                    .formatted(
                            String.join(".", path), JsonMapper.shared().writeValueAsString(defaultValue()), comment));
            comment = "";
            toldAt = indent;
        } else if (!rest.isEmpty()) {
            throw new IllegalArgumentException(String.join(".", path) + " has no comment");
        }
    }

    private Object defaultValue() {
        Object value = values;
        for (String name : path) {
            value = Objects.requireNonNull(((Map<?, ?>) value).get(name), name);
        }
        return value;
    }
}
