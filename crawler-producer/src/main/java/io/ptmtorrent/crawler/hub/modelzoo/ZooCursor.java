package io.ptmtorrent.crawler.hub.modelzoo;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.Listing;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the listing: {@code models/<size>/<offset>/<position>/<known>/<first>/<previous>}.
 *
 * @param size most models a page of ours, 1 to {@link #MOST_MODELS}: each costs requests of its own
 * @param offset number in the address of the hub's page
 * @param position models of that page which came before
 * @param known digest of the hub's first page that need not be read again; empty where all is wanted
 * @param first digest of the hub's first page; empty at it
 * @param previous digest of the hub's page before; empty at the first
 */
record ZooCursor(int size, int offset, int position, String known, String first, String previous) {
    static final int MOST_MODELS = 25;

    /** Far beyond what the site ever had: where a listing that never ends is ended. */
    static final int LAST_OFFSET = 100_000;

    private static final String DIGEST = "([0-9a-f]{64}|)";
    private static final Pattern TEXT =
            Pattern.compile("models/([0-9]{1,2})/([0-9]{1,6})/([0-9]{1,6})/" + DIGEST + "/" + DIGEST + "/" + DIGEST);
    private static final String FILTERED = "filtered";

    static Cursor first(Listing listing) {
        if (listing.filter() != null) {
            return new Cursor(FILTERED);
        }
        String known = listing.mode() == CrawlMode.INCREMENTAL ? listing.known() : null;
        int size = Math.min(listing.pageSize(), MOST_MODELS);
        String digest = known != null && known.matches("[0-9a-f]{64}") ? known : "";
        return new ZooCursor(size, 0, 0, digest, "", "").cursor();
    }

    /** Empty for what this class never wrote, and for a listing with a filter. */
    static Optional<ZooCursor> parse(Cursor cursor) {
        Matcher text = TEXT.matcher(cursor.value());
        if (!text.matches()) {
            return Optional.empty();
        }
        ZooCursor place = new ZooCursor(
                Integer.parseInt(text.group(1)),
                Integer.parseInt(text.group(2)),
                Integer.parseInt(text.group(3)),
                text.group(4),
                text.group(5),
                text.group(6));
        return place.size < 1 || place.size > MOST_MODELS ? Optional.empty() : Optional.of(place);
    }

    /** Whether a page of the hub holds what an earlier one held: it counts no offsets, or is at its end. */
    boolean repeats(String digest) {
        return position == 0 && (digest.equals(first) || digest.equals(previous));
    }

    /** Further on in the same page of the hub. */
    ZooCursor further() {
        return new ZooCursor(size, offset, position + size, "", first, previous);
    }

    /** At the hub's next page. */
    ZooCursor after(int models, String digest) {
        return new ZooCursor(size, offset + models, 0, "", first.isEmpty() ? digest : first, digest);
    }

    Cursor cursor() {
        return new Cursor(
                "models/" + size + "/" + offset + "/" + position + "/" + known + "/" + first + "/" + previous);
    }
}
