/** What a hub tells of a revision's files, page by page, and how it joins the listed model. Start at {@link io.ptmtorrent.normalizer.details.DetailPages}. */
@NullMarked
package io.ptmtorrent.normalizer.details;

import org.jspecify.annotations.NullMarked;
