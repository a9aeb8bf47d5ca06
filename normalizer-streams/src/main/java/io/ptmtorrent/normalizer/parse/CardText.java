package io.ptmtorrent.normalizer.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's description in Markdown says in places that can be relied on: links to papers, the section on the
 * licence. For any thread.
 */
final class CardText {
    private static final Pattern ARXIV = Pattern.compile(
            "arxiv\\.org/(?:abs|pdf)/([0-9]{4}\\.[0-9]{4,5}|[a-z-]{2,20}(?:\\.[A-Z]{2})?/[0-9]{7})(?![0-9])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DOI =
            Pattern.compile("doi\\.org/(10\\.[0-9]{4,9}/[^\\s()<>\\[\\]\"'`]{1,200})", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEADING =
            Pattern.compile("#{1,6}\\s*licen[cs]e\\s*:?\\s*#*", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]*)\\]\\([^()]*\\)");
    private static final Pattern TAG = Pattern.compile("<[^<>]*>");
    private static final int LONGEST_LICENSE = 100;

    private CardText() {}

    /** Ids of the papers that it links at arXiv, without versions, sorted, each once. */
    static List<String> arxivIds(String text) {
        return found(ARXIV, text);
    }

    /** DOIs of the papers that it links, those at arXiv among them, sorted, each once. */
    static List<String> paperDois(String text, List<String> arxivIds) {
        TreeSet<String> dois = new TreeSet<>();
        found(DOI, text).forEach(doi -> dois.add(doi.replaceFirst("[.,;:]+$", "")));
        arxivIds.forEach(id -> dois.add("10.48550/arXiv." + id));
        return new ArrayList<>(dois);
    }

    /** The first line under a heading that says License; empty where there is none, or where it is a longer text. */
    static List<String> licenses(String text) {
        boolean under = false;
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (HEADING.matcher(line).matches()) {
                under = true;
            } else if (under && !line.isEmpty()) {
                return license(line);
            }
        }
        return List.of();
    }

    private static List<String> license(String line) {
        String plain =
                TAG.matcher(LINK.matcher(line).replaceAll("$1")).replaceAll("").strip();
        boolean isOne = !plain.isEmpty() && plain.length() <= LONGEST_LICENSE && !plain.startsWith("#");
        return isOne ? List.of(plain) : List.of();
    }

    private static List<String> found(Pattern pattern, String text) {
        TreeSet<String> found = new TreeSet<>();
        for (Matcher match = pattern.matcher(text); match.find(); ) {
            found.add(match.group(1));
        }
        return new ArrayList<>(found);
    }
}
