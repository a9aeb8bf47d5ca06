package io.ptmtorrent.inspection.judge;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFinding;
import io.ptmtorrent.avro.InspectionFlag;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges a stored report again under another rule set, without the file: its names are judged anew, and what was found by
 * its structure gets the severity and words of the new set. Pure.
 */
public final class Rejudgement {
    private Rejudgement() {}

    /**
     * The report that the new rule set makes of what the old one kept.
     *
     * @return the same object where it was judged by that set
     */
    public static Inspection of(Inspection report, RuleSet rules) {
        if (report.getRuleSetSha256().equals(rules.sha256())) {
            return report;
        }
        Findings findings = new Findings(rules);
        for (InspectionFinding finding : report.getFindings()) {
            Optional<Rule> rule = rule(finding.getRule());
            if (rule.isPresent() && rule.get() != Rule.MORE_FINDINGS && !Judgement.BY_NAME.contains(rule.get())) {
                findings.add(rule.get(), finding.getWhere(), finding.getOffset(), finding.getDetail());
            }
        }
        Judgement judgement = new Judgement(rules, findings);
        judgement.globals(report.getGlobals());
        judgement.operators(report.getOperators());
        long omitted = report.getOmitted() + findings.dropped();
        boolean truncated = report.getFlags().contains(InspectionFlag.TRUNCATED);
        // What was left out cannot be judged again: it must not look better for that.
        boolean floor = truncated && report.getVerdict().compareTo(findings.worst()) > 0;
        return new Inspection(
                report.getFormat(),
                floor ? report.getVerdict() : findings.worst(),
                report.getFlags(),
                report.getSize(),
                report.getCoverage(),
                report.getFacts(),
                report.getGlobals(),
                report.getOperators(),
                findings.sorted(omitted),
                report.getEngine(),
                rules.version(),
                rules.sha256(),
                omitted);
    }

    /** A rule that is no more has nothing to say. */
    private static Optional<Rule> rule(String id) {
        try {
            return Optional.of(Rule.valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_')));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
