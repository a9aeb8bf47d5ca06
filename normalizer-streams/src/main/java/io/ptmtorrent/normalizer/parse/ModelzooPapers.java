package io.ptmtorrent.normalizer.parse;

import com.fasterxml.jackson.databind.JsonNode;

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
}
