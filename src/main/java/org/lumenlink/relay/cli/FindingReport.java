package org.lumenlink.relay.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.lumenlink.relay.dataplane.Finding;
import org.lumenlink.relay.dataplane.Finding.Level;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Prints findings, for people or for programs. */
final class FindingReport {

    private final List<Finding> findings;

    FindingReport(List<Finding> findings) {
        this.findings = List.copyOf(findings);
    }

    long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            printJson(out);
        } else {
            printTable(out);
        }
    }

    private void printTable(PrintWriter out) {
        int width = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .max()
                .orElse(0);
        String row = "%-8s %-" + Math.max(width, 1) + "s  %s%n";
        for (Finding finding : findings) {
            out.printf(row, word(finding), finding.subject(), finding.what());
            if (!finding.mend().isEmpty()) {
                out.printf(row, "", "", "mend it: " + finding.mend());
            }
        }
        out.printf("%n%d problems, %d warnings%n", count(Level.PROBLEM), count(Level.WARNING));
    }

    private void printJson(PrintWriter out) {
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode report = mapper.createObjectNode();
        ArrayNode list = report.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("level", word(finding))
                    .put("subject", finding.subject())
                    .put("what", finding.what())
                    .put("mend", finding.mend());
        }
        report.put("problems", count(Level.PROBLEM)).put("warnings", count(Level.WARNING));
        out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report));
    }

    private static String word(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }
}
