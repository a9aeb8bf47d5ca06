/** Answers what the normalizer asks about single models; start at {@link io.ptmtorrent.crawler.detail.DetailAnswers}. */
@NullMarked
package io.ptmtorrent.crawler.detail;

import org.jspecify.annotations.NullMarked;
