package io.ptmtorrent.crawler.hub;

import io.ptmtorrent.avro.CrawlMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cursor of a hub whose whole listing is one page, for example the files of a git repository: it says what the
 * reader knows already.
 *
 * <pre>
 *   full                  everything is listed
 *   increment [version]   an unchanged catalogue lists nothing
 *   filter [text]         refused: a catalogue has no filter of its own
 * </pre>
 *
 * @param known version that need not be listed again; null lists everything
 * @param filter what the hub should have filtered by; null for a listing that can be had
 */
public record CatalogueCursor(
        @Nullable String known, @Nullable String filter) {
    private static final String FULL = "full";
    private static final String INCREMENT = "increment ";
    private static final String FILTER = "filter ";

    /** Longer filters are cut: the text only says what is refused. */
    private static final int SHOWN = 200;

    /** Where {@code listing} begins. */
    public static Cursor first(Listing listing) {
        String filter = listing.filter();
        if (filter != null) {
            return new Cursor(FILTER + filter.substring(0, Math.min(filter.length(), SHOWN)));
        }
        String known = listing.mode() == CrawlMode.INCREMENTAL ? listing.known() : null;
        return new Cursor(known == null ? FULL : INCREMENT + known);
    }

    /** Reads one back; empty for a text that {@link #first} does not write. */
    public static Optional<CatalogueCursor> parse(Cursor cursor) {
        String text = cursor.value();
        if (text.equals(FULL)) {
            return Optional.of(new CatalogueCursor(null, null));
        }
        if (text.startsWith(INCREMENT) && text.length() > INCREMENT.length()) {
            return Optional.of(new CatalogueCursor(text.substring(INCREMENT.length()), null));
        }
        return text.startsWith(FILTER)
                ? Optional.of(new CatalogueCursor(null, text.substring(FILTER.length())))
                : Optional.empty();
    }
}
