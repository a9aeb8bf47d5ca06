package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The papers that modelzoo.co names beside a model: an object of addresses by title. */
final class ModelzooPapers {
    private ModelzooPapers() {}

    static PaperLinks of(Row source) {
        PaperLinks links = new PaperLinks();
        JsonNode papers = source.get("papers");
        if (papers == null) {
            return links;
        }
        if (!papers.isObject()) {
            source.expected("an object", "papers", papers);
        }
        papers.forEach(address -> links.address(address.textValue()));
        return links;
    }

    /** The same with their titles, and those that have an address alone. */
    static PaperList listed(Row source) {
        PaperList list = new PaperList();
        JsonNode papers = source.get("papers");
        if (papers instanceof ObjectNode byTitle) {
            byTitle.properties()
                    .forEach(
                            paper -> list.address(paper.getValue().textValue(), paper.getKey(), source.path("papers")));
        } else if (papers != null) {
            papers.forEach(address -> list.address(address.textValue(), null, source.path("papers")));
        }
        return list;
    }
}
