package io.ptmtorrent.crawler.hub;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of asking for a page of a listing. */
public sealed interface HubPage {
    /**
     * The hub answered.
     *
     * @param url what was asked, without secrets
     * @param items rows and what should have been rows, in the hub's order
     * @param rest what could not be taken apart, from the first such byte on; null where the page was read whole
     * @param next where the listing goes on
     * @param clock the hub's own time; null where it did not say
     * @param version of the catalogue that this page is of, for example a commit; null where the hub has none. An
     *     increment over one lists nothing where the version is the known one, else everything
     */
    record Listed(
            String url,
            List<HubItem> items,
            @Nullable HubReject rest,
            Next next,
            @Nullable Instant clock,
            @Nullable String version)
            implements HubPage {
        public Listed {
            items = List.copyOf(items);
        }
    }

    /**
     * The hub will never give this page.
     *
     * @param reason for people: what was asked and what came back
     */
    record Refused(String reason) implements HubPage {}

    /** Where a listing goes on. */
    sealed interface Next {
        /** At {@code cursor}. */
        record Page(Cursor cursor) implements Next {}

        /**
         * Nowhere: this was the last page.
         *
         * @param hidden for people: how many models the hub has that no page shows. Such a listing tells the hub's changes
         *     from its start on, and of no model that it is gone; null where every model was on a page
         */
        record End(@Nullable String hidden) implements Next {
            public End() {
                this(null);
            }
        }

        /**
         * The hub names a page that must not be followed, for example on another host.
         *
         * @param reason for people
         */
        record Refused(String reason) implements Next {}
    }
}
