/** What a crawl will cost, said before it is begun. Start at {@link io.ptmtorrent.local.plan.CrawlPlan}. */
@NullMarked
package io.ptmtorrent.local.plan;

import org.jspecify.annotations.NullMarked;
