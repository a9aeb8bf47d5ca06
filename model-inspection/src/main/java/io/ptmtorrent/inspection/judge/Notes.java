package io.ptmtorrent.inspection.judge;

import io.ptmtorrent.avro.InspectedGlobal;
import io.ptmtorrent.avro.InspectedOperator;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFact;
import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.avro.InspectionVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one inspection has seen so far, in bounded memory; becomes the record. One thread. */
public final class Notes {
    private static final int FACTS = 1_000;
    private static final int GLOBALS = 10_000;
    private static final int OPERATORS = 10_000;

    private final RuleSet rules;
    private final Set<String> formats = new LinkedHashSet<>();
    private final Findings findings;
    private final Set<InspectionFlag> flags = EnumSet.noneOf(InspectionFlag.class);
    private final Map<String, String> facts = new TreeMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<Place, Use> globals = new TreeMap<>(
            Comparator.comparing(Place::where).thenComparing(Place::module).thenComparing(Place::name));
    private final Map<Place, Use> operators = new TreeMap<>(
            Comparator.comparing(Place::where).thenComparing(Place::module).thenComparing(Place::name));
    private long dropped;

    /** A class or function by its module, or an operator by its system. */
    private record Place(String where, String module, String name) {}

    private record Use(boolean called, long offset, long count) {}

    public Notes(RuleSet rules) {
        this.rules = rules;
        this.findings = new Findings(rules);
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
        return findings.worst().compareTo(verdict) >= 0;
    }

    void find(Rule rule, String where, @Nullable Long offset, String detail) {
        findings.add(rule, where, offset, detail);
    }

    void fact(String name, String value) {
        String shown = Excerpt.of(name, 200);
        if (facts.size() < FACTS || facts.containsKey(shown)) {
            facts.putIfAbsent(shown, Excerpt.of(value, 990));
        } else {
            dropped++;
        }
    }

    void count(String name, long more) {
        if (counts.size() < FACTS || counts.containsKey(name)) {
            counts.merge(name, more, Notes::saturated);
        } else {
            dropped++;
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
            globals.put(place, new Use(called, use == null ? offset : use.offset(), 1));
        }
    }

    void operator(String where, String system, String name, long offset) {
        Place place = new Place(where, system, Excerpt.of(name, 300));
        Use use = operators.get(place);
        if (use == null && operators.size() >= OPERATORS) {
            find(Rule.LIMIT, where, offset, "has more than " + OPERATORS + " kinds of operators");
            return;
        }
        operators.put(place, use == null ? new Use(true, offset, 1) : new Use(true, use.offset(), use.count() + 1));
    }

    /**
     * Makes the record.
     *
     * @param size bytes of the file
     * @param coverage bytes that a parser accounted for
     */
    public Inspection toRecord(long size, long coverage) {
        List<InspectedGlobal> globalRecords = globalRecords();
        List<InspectedOperator> operatorRecords = operatorRecords();
        Judgement judgement = new Judgement(rules, findings);
        judgement.globals(globalRecords);
        judgement.operators(operatorRecords);
        if (coverage < size && findings.worst().compareTo(InspectionVerdict.MALFORMED) < 0) {
            find(Rule.LIMIT, "", coverage, "only " + coverage + " of " + size + " bytes were accounted for");
        }
        counts.forEach((name, value) -> facts.putIfAbsent(Excerpt.of(name, 200), Long.toString(value)));
        long omitted = dropped + findings.dropped();
        if (omitted > 0) {
            flag(InspectionFlag.TRUNCATED);
        }
        return Inspection.newBuilder()
                .setFormat(formats.isEmpty() ? "unknown" : String.join("+", formats))
                .setVerdict(findings.worst())
                .setFlags(List.copyOf(flags))
                .setSize(size)
                .setCoverage(coverage)
                .setFacts(facts.entrySet().stream()
                        .map(it -> new InspectionFact(it.getKey(), it.getValue()))
                        .toList())
                .setGlobals(globalRecords)
                .setOperators(operatorRecords)
                .setFindings(findings.sorted(omitted))
                .setOmitted(omitted)
                .setEngine(engine())
                .setRuleSet(rules.version())
                .setRuleSetSha256(rules.sha256())
                .build();
    }

    private List<InspectedGlobal> globalRecords() {
        return globals.entrySet().stream()
                .map(it -> new InspectedGlobal(
                        it.getKey().module(),
                        it.getKey().name(),
                        it.getValue().called(),
                        it.getKey().where(),
                        it.getValue().offset()))
                .toList();
    }

    /** The histogram is among the facts, too, where people look. */
    private List<InspectedOperator> operatorRecords() {
        List<InspectedOperator> records = new ArrayList<>();
        operators.forEach((place, use) -> {
            records.add(new InspectedOperator(place.module(), place.name(), use.count(), place.where(), use.offset()));
            if (!Judgement.UNCOUNTED.contains(place.module())) {
                count("operator." + place.name(), use.count());
            }
        });
        return records;
    }

    private static String engine() {
        String version = Notes.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
