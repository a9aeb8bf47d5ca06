package io.ptmtorrent.normalizer.enrich;

import io.ptmtorrent.avro.Paper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Papers by their DOIs; an arXiv paper's is {@code 10.48550/arXiv.<id>}. For any thread. */
public final class Papers {
    private static final String ARXIV = "10.48550/arXiv.";

    /** Of the repository itself, which the hub registers for it. */
    private static final String OF_A_REPOSITORY = "10.57967/hf/";

    private Papers() {}

    /**
     * One paper a DOI, sorted as they are.
     *
     * @param dois sorted, each once, those of arXiv papers among them
     * @param source field path
     */
    public static List<Paper> of(List<String> dois, String source) {
        if (dois.isEmpty()) {
            return List.of();
        }
        List<Paper> papers = new ArrayList<>(dois.size());
        for (String doi : dois) {
            if (!doi.startsWith(OF_A_REPOSITORY)) {
                String arxivId = doi.startsWith(ARXIV) ? doi.substring(ARXIV.length()) : null;
                papers.add(new Paper(doi, arxivId, null, url(doi, arxivId), source));
            }
        }
        return papers;
    }

    private static @Nullable String url(String doi, @Nullable String arxivId) {
        if (arxivId != null) {
            return "https://arxiv.org/abs/" + arxivId;
        }
        for (int i = 0; i < doi.length(); i++) {
            if (!isPlain(doi.charAt(i))) {
                return null;
            }
        }
        return "https://doi.org/" + doi;
    }

    /** What needs no escape in an address. */
    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "-._~/():;".indexOf(c) >= 0;
    }
}
