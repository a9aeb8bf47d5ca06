/** Git repositories on GitHub, read over HTTP and never cloned; start at {@link io.ptmtorrent.crawler.git.GitHub}. */
@NullMarked
package io.ptmtorrent.crawler.git;

import org.jspecify.annotations.NullMarked;
