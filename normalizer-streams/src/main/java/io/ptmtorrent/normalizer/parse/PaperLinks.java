package io.ptmtorrent.normalizer.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds papers by the addresses that lead to them: arXiv's own, and DOIs, at doi.org or within a publisher's address.
 *
 * <p>arXiv ids: arxiv.org/help/arxiv_identifier, kept without version; a paper's DOI there is {@code
 * 10.48550/arXiv.<id>}. DOIs: doi.org handbook, 2.2. Not for several threads.
 */
final class PaperLinks {
    private static final String ID = "(\\d{4}\\.\\d{4,5}|[a-z-]+(?:\\.[A-Z]{2})?/\\d{7})(?:v\\d+)?";
    private static final Pattern ARXIV =
            Pattern.compile("(?i:arxiv\\.org/(?:abs|pdf|html|format)/|10\\.48550/arxiv\\.)" + ID);
    private static final Pattern DOI = Pattern.compile("(?:^|[/=])(10\\.\\d{4,9}/[^\\s?#&{}\"<>,]{1,200})");

    /** What publishers write behind a DOI in the address of a page. */
    private static final Pattern PAGE = Pattern.compile("(?:/(?:full|pdf|epdf|abstract|meta|html)|\\.pdf|/|\\.|;)$");

    /** In a bibliography's entry: {@code doi = {10.…}}. */
    private static final Pattern BIBTEX_DOI = Pattern.compile("(?i)\\bdoi\\s*=\\s*[{\"]\\s*([^\\s{}\"]{1,250})");

    private static final int LONGEST = 20_000;

    private final TreeSet<String> arxivIds = new TreeSet<>();
    private final TreeSet<String> dois = new TreeSet<>();

    /** Takes what an address leads to; nothing where that is no paper that can be told. */
    void address(@Nullable String url) {
        if (url == null || url.length() > LONGEST) {
            return;
        }
        Matcher arxiv = ARXIV.matcher(url);
        if (arxiv.find()) {
            arxivIds.add(arxiv.group(1));
            dois.add("10.48550/arXiv." + arxiv.group(1));
            return;
        }
        Matcher doi = DOI.matcher(url);
        if (doi.find()) {
            dois.add(PAGE.matcher(doi.group(1)).replaceFirst(""));
        }
    }

    /** Takes the DOI of a BibTeX entry, written bare or as an address. */
    void bibtex(@Nullable String entry) {
        if (entry == null || entry.length() > LONGEST) {
            return;
        }
        Matcher doi = BIBTEX_DOI.matcher(entry);
        while (doi.find()) {
            address(doi.group(1));
        }
    }

    /** Sorted, each once. */
    List<String> arxivIds() {
        return new ArrayList<>(arxivIds);
    }

    /** Sorted, each once. */
    List<String> dois() {
        return new ArrayList<>(dois);
    }
}
