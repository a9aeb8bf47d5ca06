package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row's tags, and what the hub derived into them under a prefix: licence, data sets, papers.
 *
 * <p>arXiv ids: arxiv.org/help/arxiv_identifier; a paper's DOI there is {@code 10.48550/arXiv.<id>}. Both are without
 * version: a paper is one, whichever version of it a tag names.
 */
final class HuggingFaceTags {
    private static final Pattern ARXIV =
            Pattern.compile("(?<paper>\\d{4}\\.\\d{4,5}|[a-z-]+(?:\\.[A-Z]{2})?/\\d{7})(?:v\\d+)?");
    private static final Pattern DOI = Pattern.compile("(?<paper>10\\.\\d{4,9}/\\S+)");

    private final Row row;
    private final List<String> tags;

    HuggingFaceTags(Row row) {
        this.row = row;
        List<String> given = new ArrayList<>();
        for (JsonNode tag : row.list("tags")) {
            if (tag.isTextual()) {
                given.add(tag.textValue());
            } else {
                row.expected("text", "tags", tag);
            }
        }
        tags = sortedOnce(given);
    }

    private static List<String> sortedOnce(List<String> given) {
        String[] sorted = given.toArray(new String[0]);
        Arrays.sort(sorted);
        List<String> once = new ArrayList<>(sorted.length);
        for (String tag : sorted) {
            if (once.isEmpty() || !once.getLast().equals(tag)) {
                once.add(tag);
            }
        }
        return once;
    }

    /** All of them, sorted, each once. */
    List<String> all() {
        return tags;
    }

    /** What follows {@code prefix} in the tags that start with it, sorted. */
    List<String> after(String prefix) {
        List<String> found = new ArrayList<>();
        int first = Collections.binarySearch(tags, prefix);
        // The tag that is the prefix alone says nothing.
        for (String tag : tags.subList(first < 0 ? -first - 1 : first + 1, tags.size())) {
            if (!tag.startsWith(prefix)) {
                break;
            }
            found.add(tag.substring(prefix.length()));
        }
        return found;
    }

    /** Ids of the tagged papers, without version, sorted, each once. */
    List<String> arxivIds() {
        return papers("arxiv:", ARXIV, "an arXiv id");
    }

    /** DOIs of the tagged papers, sorted, each once. */
    List<String> paperDois(List<String> arxivIds) {
        TreeSet<String> dois = new TreeSet<>(papers("doi:", DOI, "a DOI"));
        for (String id : arxivIds) {
            dois.add("10.48550/arXiv." + id);
        }
        return new ArrayList<>(dois);
    }

    private List<String> papers(String prefix, Pattern pattern, String what) {
        List<String> tagged = after(prefix);
        if (tagged.isEmpty()) {
            return tagged;
        }
        TreeSet<String> papers = new TreeSet<>();
        for (String text : tagged) {
            Matcher paper = pattern.matcher(text);
            if (paper.matches()) {
                papers.add(paper.group("paper"));
            } else {
                row.issue("tags", "expected " + what + " after " + prefix);
            }
        }
        return new ArrayList<>(papers);
    }
}
