package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.Paper;
import io.ptmtorrent.normalizer.enrich.Papers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects papers from several places of a source, each once: the first place that names it counts. */
final class PaperList {
    private static final Comparator<String> LAST = Comparator.nullsLast(Comparator.naturalOrder());
    private static final Comparator<Paper> ORDER =
            Comparator.comparing(Paper::getDoi, LAST).thenComparing(Paper::getUrl, LAST);

    private final Map<String, Paper> papers = new LinkedHashMap<>();

    /**
     * Adds papers by their DOIs.
     *
     * @param title of them all; null where it is not told
     * @param source field path
     */
    PaperList dois(List<String> dois, @Nullable String title, String source) {
        for (Paper paper : Papers.of(dois, source)) {
            papers.putIfAbsent(
                    paper.getDoi(),
                    new Paper(paper.getDoi(), paper.getArxivId(), title, paper.getUrl(), paper.getSource()));
        }
        return this;
    }

    /** Adds what a web address leads to: a paper by its DOI, else by the address. Another text is none. */
    PaperList address(@Nullable String url, @Nullable String title, String source) {
        PaperLinks links = new PaperLinks();
        links.address(url);
        if (!links.dois().isEmpty()) {
            return dois(links.dois(), title, source);
        }
        if (url != null && (url.startsWith("https://") || url.startsWith("http://"))) {
            papers.putIfAbsent(url, new Paper(null, null, title, url, source));
        }
        return this;
    }

    /** By DOI, then by address. */
    List<Paper> sorted() {
        List<Paper> sorted = new ArrayList<>(papers.values());
        sorted.sort(ORDER);
        return sorted;
    }
}
