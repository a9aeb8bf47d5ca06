package io.ptmtorrent.inspection.judge;

import io.ptmtorrent.avro.InspectionFinding;
import io.ptmtorrent.avro.InspectionVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found, in bounded memory: of each rule the first always, others up to a limit. One thread. */
final class Findings {
    private static final int MOST = 1_000;
    private static final int OF_A_RULE = 200;
    private static final Comparator<InspectionFinding> ORDER = Comparator.comparing(
                    InspectionFinding::getSeverity, Comparator.reverseOrder())
            .thenComparing(InspectionFinding::getWhere)
            .thenComparing(InspectionFinding::getOffset, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(InspectionFinding::getRule)
            .thenComparing(InspectionFinding::getDetail);

    private final RuleSet rules;
    private final List<InspectionFinding> all = new ArrayList<>();
    private final Map<Rule, Integer> seen = new HashMap<>();
    private InspectionVerdict worst = InspectionVerdict.CLEAN;
    private long dropped;

    Findings(RuleSet rules) {
        this.rules = rules;
    }

    void add(Rule rule, String where, @Nullable Long offset, String detail) {
        RuleSet.Text text = rules.text(rule);
        if (text.severity().compareTo(worst) > 0) {
            worst = text.severity();
        }
        int number = seen.merge(rule, 1, Integer::sum);
        if (number > 1 && (number > OF_A_RULE || all.size() >= MOST)) {
            dropped++;
        } else {
            all.add(finding(rule, text, where, offset, detail));
        }
    }

    private static InspectionFinding finding(
            Rule rule, RuleSet.Text text, String where, @Nullable Long offset, String detail) {
        return InspectionFinding.newBuilder()
                .setRule(rule.id())
                .setSeverity(text.severity())
                .setWhere(where)
                .setOffset(offset)
                .setDetail(Excerpt.of(detail, 490))
                .setReferences(text.references())
                .setAdvice(text.advice())
                .build();
    }

    InspectionVerdict worst() {
        return worst;
    }

    long dropped() {
        return dropped;
    }

    /**
     * Worst first.
     *
     * @param omitted how much is not told, findings and others
     */
    List<InspectionFinding> sorted(long omitted) {
        List<InspectionFinding> sorted = new ArrayList<>(all);
        sorted.sort(ORDER);
        if (omitted > 0) {
            RuleSet.Text text = rules.text(Rule.MORE_FINDINGS);
            sorted.add(finding(Rule.MORE_FINDINGS, text, "", null, omitted + " more were found"));
        }
        return sorted;
    }
}
