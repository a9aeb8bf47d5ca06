package io.ptmtorrent.inspection.judge;

import io.ptmtorrent.avro.InspectionVerdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The rules' severities and words, the lists of globals and of operators, as one versioned whole. Immutable, safe for all threads. */
public final class RuleSet {
    /** Grows with every change of a data file. */
    private static final String VERSION = "2";

    private static final RuleSet CURRENT = load();

    private final Map<Rule, Text> texts;
    private final GlobalList globals;
    private final OperatorList operators;
    private final String version;
    private final String sha256;

    /**
     * What is said of a rule.
     *
     * @param severity what a finding makes of the verdict, at least
     * @param references CWE, CVE and advisory ids
     * @param advice why it matters and what to do
     */
    public record Text(InspectionVerdict severity, List<String> references, String advice) {}

    private RuleSet(Map<Rule, Text> texts, GlobalList globals, OperatorList operators, String version, String sha256) {
        this.texts = texts;
        this.globals = globals;
        this.operators = operators;
        this.version = version;
        this.sha256 = sha256;
    }

    /** The one that comes with this version. */
    public static RuleSet current() {
        return CURRENT;
    }

    public Text text(Rule rule) {
        return Objects.requireNonNull(texts.get(rule));
    }

    public GlobalList globals() {
        return globals;
    }

    public OperatorList operators() {
        return operators;
    }

    public String version() {
        return version;
    }

    public String sha256() {
        return sha256;
    }

    private static RuleSet load() {
        return parse(VERSION, resource("rules.tsv"), resource("globals.tsv"), resource("operators.tsv"));
    }

    /**
     * Reads a rule set from the texts of its data files.
     *
     * @param rules every rule of {@link Rule}, once
     * @throws IllegalStateException where a row is none
     */
    public static RuleSet parse(String version, byte[] rules, byte[] globals, byte[] operators) {
        Map<Rule, Text> texts = new EnumMap<>(Rule.class);
        for (List<String> row : rows(rules, 4)) {
            Rule rule = Rule.valueOf(row.get(0).toUpperCase(Locale.ROOT).replace('-', '_'));
            List<String> references = Arrays.stream(row.get(2).split(",", -1))
                    .filter(it -> !it.isEmpty())
                    .toList();
            InspectionVerdict severity = InspectionVerdict.valueOf(row.get(1).toUpperCase(Locale.ROOT));
            if (texts.put(rule, new Text(severity, references, row.get(3))) != null) {
                throw new IllegalStateException("rules.tsv: " + rule.id() + " is there twice");
            }
        }
        for (Rule rule : Rule.values()) {
            if (!texts.containsKey(rule)) {
                throw new IllegalStateException("rules.tsv: " + rule.id() + " is missing");
            }
        }
        return new RuleSet(
                texts,
                GlobalList.parse(rows(globals, 4)),
                OperatorList.parse(rows(operators, 4)),
                version,
                digest(rules, globals, operators));
    }

    private static List<List<String>> rows(byte[] file, int columns) {
        return new String(file, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> {
                    List<String> cells = List.of(line.split("\t", -1));
                    if (cells.size() != columns) {
                        throw new IllegalStateException("'" + line + "' has no " + columns + " columns");
                    }
                    return cells;
                })
                .toList();
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(RuleSet.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(byte[]... files) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] file : files) {
                sha256.update(file);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
