/** Where each hub's runs stand, and how a run begins, goes on and ends; start at {@link io.ptmtorrent.crawler.checkpoint.Runs}. */
@NullMarked
package io.ptmtorrent.crawler.checkpoint;

import org.jspecify.annotations.NullMarked;
