package io.ptmtorrent.inspection.print;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFact;
import io.ptmtorrent.avro.InspectionFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report for people: the verdict first, then a line for each finding with why it matters, then facts. Pure. */
public final class ReportText {
    private ReportText() {}

    /**
     * All lines of a report.
     *
     * @param file as it is to be named, already fit to be shown
     */
    public static List<String> of(String file, Inspection report) {
        List<String> lines = new ArrayList<>();
        String flags = report.getFlags().stream().map(Words::of).collect(Collectors.joining(", ", " (", ")"));
        lines.add(
                file + ": " + Words.of(report.getVerdict()) + (report.getFlags().isEmpty() ? "" : flags) + ", "
                        + report.getFormat() + ", " + report.getSize() + " bytes");
        report.getFindings().forEach(finding -> lines.add("  " + line(finding)));
        if (!report.getFacts().isEmpty()) {
            lines.add(report.getFacts().stream()
                    .limit(20)
                    .map(ReportText::fact)
                    .collect(Collectors.joining(", ", "  facts: ", "")));
        }
        return lines;
    }

    private static String fact(InspectionFact fact) {
        return fact.getName() + "=" + fact.getValue();
    }

    private static String line(InspectionFinding finding) {
        String where = finding.getWhere().isEmpty() ? "" : " in " + finding.getWhere();
        String at = finding.getOffset() == null ? "" : " at " + finding.getOffset();
        String references =
                finding.getReferences().isEmpty() ? "" : " [" + String.join(", ", finding.getReferences()) + "]";
        return Words.of(finding.getSeverity()) + " " + finding.getRule() + where + at + ": " + finding.getDetail()
                + ". " + finding.getAdvice() + references;
    }
}
