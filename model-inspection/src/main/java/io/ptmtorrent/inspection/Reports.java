package io.ptmtorrent.inspection;

import io.ptmtorrent.avro.InspectedGlobal;
import io.ptmtorrent.avro.InspectedOperator;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFact;
import io.ptmtorrent.avro.InspectionFinding;
import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.inspection.judge.Budget;
import io.ptmtorrent.inspection.judge.Notes;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.RuleSet;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reports as whoever keeps them wants them. Pure. */
public final class Reports {
    private Reports() {}

    /** The report of a file that could not be looked into: unscannable, and why. */
    public static Inspection failed(long size, String why) {
        Notes notes = new Notes(RuleSet.current());
        Scope.ofFile(notes, (name, bytes, certainty, scope) -> false, new Budget(0))
                .find(Rule.INSPECTOR_FAULT, why);
        return notes.toRecord(size, 0);
    }

    /**
     * A report of no more than so many bytes as Avro: its lists lose their ends, halved until it fits, and say how much that
     * was. The verdict stays, and of each rule the first finding.
     */
    public static Inspection within(Inspection report, int bytes) {
        Inspection shorter = report;
        for (int most = 4096; most > 0 && size(shorter) > bytes; most /= 2) {
            shorter = cut(report, most);
        }
        return shorter;
    }

    private static int size(Inspection report) {
        try {
            return Inspection.getEncoder().encode(report).remaining();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Inspection cut(Inspection report, int most) {
        Set<InspectionFlag> flags = EnumSet.of(InspectionFlag.TRUNCATED);
        flags.addAll(report.getFlags());
        List<InspectionFact> facts = head(report.getFacts(), most);
        List<InspectedGlobal> globals = head(report.getGlobals(), most);
        List<InspectedOperator> operators = head(report.getOperators(), most);
        List<InspectionFinding> findings = findings(report.getFindings(), Math.min(most, 256));
        long kept = (long) facts.size() + globals.size() + operators.size() + findings.size();
        return new Inspection(
                report.getFormat(),
                report.getVerdict(),
                List.copyOf(flags),
                report.getSize(),
                report.getCoverage(),
                facts,
                globals,
                operators,
                findings,
                report.getEngine(),
                report.getRuleSet(),
                report.getRuleSetSha256(),
                report.getOmitted() + entries(report) - kept);
    }

    private static <T> List<T> head(List<T> list, int most) {
        return List.copyOf(list.subList(0, Math.min(most, list.size())));
    }

    private static List<InspectionFinding> findings(List<InspectionFinding> all, int most) {
        Set<String> rules = new HashSet<>();
        List<InspectionFinding> kept = new ArrayList<>();
        for (InspectionFinding finding : all) {
            if (rules.add(finding.getRule()) || kept.size() < most) {
                kept.add(finding);
            }
        }
        return kept;
    }

    private static long entries(Inspection report) {
        return (long) report.getFacts().size()
                + report.getGlobals().size()
                + report.getOperators().size()
                + report.getFindings().size();
    }
}
