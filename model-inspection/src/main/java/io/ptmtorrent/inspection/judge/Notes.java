package io.ptmtorrent.inspection.judge;

import io.ptmtorrent.avro.InspectedGlobal;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFact;
import io.ptmtorrent.avro.InspectionFinding;
import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.avro.InspectionVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one inspection has seen so far, in bounded memory; becomes the record. One thread. */
public final class Notes {
    private static final int FINDINGS = 1_000;
    private static final int FINDINGS_OF_A_RULE = 200;
    private static final int FACTS = 1_000;
    private static final int GLOBALS = 10_000;
    private static final Comparator<InspectionFinding> ORDER = Comparator.comparing(
                    InspectionFinding::getSeverity, Comparator.reverseOrder())
            .thenComparing(InspectionFinding::getWhere)
            .thenComparing(InspectionFinding::getOffset, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(InspectionFinding::getRule)
            .thenComparing(InspectionFinding::getDetail);

    private final RuleSet rules;
    private final Set<String> formats = new LinkedHashSet<>();
    private final List<InspectionFinding> findings = new ArrayList<>();
    private final Map<Rule, Integer> seen = new HashMap<>();
    private final Set<InspectionFlag> flags = EnumSet.noneOf(InspectionFlag.class);
    private final Map<String, String> facts = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<Place, Use> globals = new TreeMap<>(
            Comparator.comparing(Place::where).thenComparing(Place::module).thenComparing(Place::name));
    private final Set<Place> judged = new HashSet<>();
    private InspectionVerdict worst = InspectionVerdict.CLEAN;
    private long dropped;

    private record Place(String where, String module, String name) {}

    private record Use(boolean called, long offset) {}

    public Notes(RuleSet rules) {
        this.rules = rules;
    }

    RuleSet rules() {
        return rules;
    }

    /** A format that the file itself has. */
    public void format(String format) {
        formats.add(format);
    }

    /** Whether any finding is at least this bad. */
    public boolean isAtLeast(InspectionVerdict verdict) {
        return worst.compareTo(verdict) >= 0;
    }

    void find(Rule rule, String where, @Nullable Long offset, String detail) {
        RuleSet.Text text = rules.text(rule);
        if (text.severity().compareTo(worst) > 0) {
            worst = text.severity();
        }
        if (findings.size() >= FINDINGS || seen.merge(rule, 1, Integer::sum) > FINDINGS_OF_A_RULE) {
            dropped++;
            return;
        }
        findings.add(finding(rule, text, where, offset, detail));
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

    void fact(String name, String value) {
        if (facts.size() < FACTS) {
            facts.putIfAbsent(Excerpt.of(name, 200), Excerpt.of(value, 990));
        }
    }

    void count(String name, long more) {
        if (counts.size() < FACTS || counts.containsKey(name)) {
            counts.merge(name, more, Notes::saturated);
        }
    }

    private static long saturated(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    void flag(InspectionFlag flag) {
        flags.add(flag);
    }

    void global(String where, String module, String name, boolean called, long offset) {
        String shownModule = Excerpt.of(module, 300);
        String shownName = Excerpt.of(name, 300);
        Place place = new Place(where, shownModule, shownName);
        Use use = globals.get(place);
        if (use == null && globals.size() >= GLOBALS) {
            find(Rule.LIMIT, where, offset, "names more than " + GLOBALS + " classes and functions");
            return;
        }
        if (use == null || (called && !use.called())) {
            globals.put(place, new Use(called, use == null ? offset : use.offset()));
        }
    }

    /**
     * Makes the record.
     *
     * @param size bytes of the file
     * @param coverage bytes that a parser accounted for
     */
    public Inspection toRecord(long size, long coverage) {
        globals.forEach((place, use) -> judge(place, use));
        if (coverage < size && worst.compareTo(InspectionVerdict.MALFORMED) < 0) {
            find(Rule.LIMIT, "", coverage, "only " + coverage + " of " + size + " bytes were accounted for");
        }
        List<InspectionFinding> sorted = new ArrayList<>(findings);
        sorted.sort(ORDER);
        if (dropped > 0) {
            sorted.add(finding(
                    Rule.MORE_FINDINGS, rules.text(Rule.MORE_FINDINGS), "", null, dropped + " more were found"));
        }
        counts.forEach((name, value) -> facts.putIfAbsent(Excerpt.of(name, 200), Long.toString(value)));
        return Inspection.newBuilder()
                .setFormat(formats.isEmpty() ? "unknown" : String.join("+", formats))
                .setVerdict(worst)
                .setFlags(List.copyOf(flags))
                .setSize(size)
                .setCoverage(coverage)
                .setFacts(facts.entrySet().stream()
                        .map(it -> new InspectionFact(it.getKey(), it.getValue()))
                        .toList())
                .setGlobals(globals.entrySet().stream()
                        .map(it -> new InspectedGlobal(
                                it.getKey().module(),
                                it.getKey().name(),
                                it.getValue().called(),
                                it.getKey().where(),
                                it.getValue().offset()))
                        .toList())
                .setFindings(sorted)
                .setEngine(engine())
                .setRuleSet(RuleSet.VERSION)
                .setRuleSetSha256(rules.sha256())
                .build();
    }

    private void judge(Place place, Use use) {
        if (!judged.add(place)) {
            return;
        }
        String shown = place.module() + " " + place.name() + (use.called() ? ", called" : ", imported");
        GlobalList.Known known = rules.globals().of(place.module(), place.name());
        String detail = known.reason().isEmpty() ? shown : shown + ": " + known.reason();
        Rule rule = ruleFor(known.kind(), use.called());
        if (rule != null) {
            find(rule, place.where(), use.offset(), detail);
        }
    }

    private static @Nullable Rule ruleFor(GlobalList.Kind kind, boolean called) {
        return switch (kind) {
            case WEIGHTS, DATA -> null;
            case UNKNOWN -> Rule.PICKLE_UNKNOWN_GLOBAL;
            case CODE -> Rule.PICKLE_CODE_GLOBAL;
            case STANDARD -> called ? Rule.PICKLE_STANDARD_LIBRARY_CALL : Rule.PICKLE_UNKNOWN_GLOBAL;
            case DANGEROUS -> Rule.PICKLE_DANGEROUS_GLOBAL;
        };
    }

    private static String engine() {
        String version = Notes.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
