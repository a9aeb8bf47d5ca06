package io.ptmtorrent.crawler.hub.modelhub;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.Listing;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the registry: {@code rows/<size>/<from>}, and behind it the version that an increment knows.
 *
 * @param size most rows a page, 1 to {@link #MOST_ROWS}
 * @param from rows before this page
 * @param known version that need not be read again; null where all is wanted
 */
record RegistryCursor(int size, int from, @Nullable String known) {
    /** A page is one transaction of a few requests a row: the whole registry of 2022, twice. */
    static final int MOST_ROWS = 64;

    private static final Pattern TEXT = Pattern.compile("rows/([0-9]{1,2})/([0-9]{1,6})(?:/(.{1,300}))?");
    private static final String FILTERED = "filtered";

    static Cursor first(Listing listing) {
        if (listing.filter() != null) {
            return new Cursor(FILTERED);
        }
        String known = listing.mode() == CrawlMode.INCREMENTAL ? listing.known() : null;
        return new RegistryCursor(Math.min(listing.pageSize(), MOST_ROWS), 0, known).cursor();
    }

    /** Empty for what {@link #first} and {@link #after} never wrote, and for a listing with a filter. */
    static Optional<RegistryCursor> parse(Cursor cursor) {
        Matcher text = TEXT.matcher(cursor.value());
        if (!text.matches()) {
            return Optional.empty();
        }
        int size = Integer.parseInt(text.group(1));
        int from = Integer.parseInt(text.group(2));
        return size < 1 || size > MOST_ROWS
                ? Optional.empty()
                : Optional.of(new RegistryCursor(size, from, text.group(3)));
    }

    /** The page behind this one: its registry was read, so that no version counts as known. */
    RegistryCursor after() {
        return new RegistryCursor(size, from + size, null);
    }

    Cursor cursor() {
        return new Cursor("rows/" + size + "/" + from + (known == null ? "" : "/" + known));
    }
}
