package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.Model;

/**
 * A row that describes a model.
 *
 * @param model the model, without what only its history tells ({@code formerIds} is empty)
 * @param popularity its counters, which are kept out of the model
 */
public record Accepted(Model model, Popularity popularity) implements Parsed {}
