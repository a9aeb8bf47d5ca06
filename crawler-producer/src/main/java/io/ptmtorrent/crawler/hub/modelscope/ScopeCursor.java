package io.ptmtorrent.crawler.hub.modelscope;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.Listing;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the listing: {@code <walk>/<size>/<page>/<seen>/<total>/<hidden>/<query>}.
 *
 * <pre>
 *   full       all models; where they are more than a query shows, each task's models after that
 *   changes    all models, as far back as the reader wants
 *   filtered   one query's models: owner=NAME, task=NAME, library=NAME or license=NAME
 * </pre>
 *
 * @param size models a page
 * @param page counted from 1
 * @param seen how many models the pages of this query before had: the hub may give fewer than are asked for
 * @param total how many models the hub has; 0 while the first query is read
 * @param hidden how many models of the tasks before were not shown
 * @param query what the models of the page have in common; null for all
 */
record ScopeCursor(
        Walk walk,
        int size,
        int page,
        long seen,
        long total,
        long hidden,
        @Nullable Query query) {
    /** What the hub's own clients take for the longest page. */
    static final int MOST_MODELS = 50;

    private static final Pattern TEXT = Pattern.compile(
            "(full|changes|filtered)/([1-9][0-9]?)/([1-9][0-9]{0,4})/([0-9]{1,12})/([0-9]{1,12})/([0-9]{1,12})/(?:([a-z.]+)=(.+))?");
    private static final Pattern FILTER = Pattern.compile("([a-z]+)=(.{1,200})");
    private static final String OWNER = "owner";
    private static final String TASK = "filter.task";
    private static final Set<String> QUERIES = Set.of(OWNER, TASK, "filter.library", "filter.license");

    /** How a listing goes on behind a query. */
    enum Walk {
        full,
        changes,
        filtered
    }

    /** A parameter of the hub's. */
    record Query(String name, String value) {
        static Query task(String name) {
            return new Query(TASK, name);
        }
    }

    /** Where {@code listing} begins; for a filter that the hub does not have a place that is none. */
    static Cursor first(Listing listing) {
        int size = Math.min(listing.pageSize(), MOST_MODELS);
        if (listing.filter() != null) {
            Matcher filter = FILTER.matcher(listing.filter());
            Query query = filter.matches() ? query(filter.group(1), filter.group(2)) : null;
            return query == null
                    ? new Cursor("no such filter")
                    : new ScopeCursor(Walk.filtered, size, 1, 0, 0, 0, query).cursor();
        }
        Walk walk = listing.mode() == CrawlMode.INCREMENTAL ? Walk.changes : Walk.full;
        return new ScopeCursor(walk, size, 1, 0, 0, 0, null).cursor();
    }

    /** Empty for what this class never wrote. */
    static Optional<ScopeCursor> parse(Cursor cursor) {
        Matcher text = TEXT.matcher(cursor.value());
        if (!text.matches() || (text.group(7) != null && !QUERIES.contains(text.group(7)))) {
            return Optional.empty();
        }
        return Optional.of(new ScopeCursor(
                Walk.valueOf(text.group(1)),
                Integer.parseInt(text.group(2)),
                Integer.parseInt(text.group(3)),
                Long.parseLong(text.group(4)),
                Long.parseLong(text.group(5)),
                Long.parseLong(text.group(6)),
                text.group(7) == null ? null : new Query(text.group(7), text.group(8))));
    }

    /**
     * Where the listing goes on.
     *
     * @param models how many the page had
     * @param found how many the hub says that the query finds
     * @param most how many it shows of a query
     */
    Next next(int models, long found, int most) {
        long all = seen + models;
        if (models > 0 && all < found && (page + 1L) * size <= most) {
            return new Next.Page(new ScopeCursor(walk, size, page + 1, all, total, hidden, query).cursor());
        }
        long unseen = Math.max(0, found - all);
        return switch (walk) {
            case full -> unseen == 0 && query == null ? new Next.End() : nextTask(found, unseen, most);
            case changes, filtered ->
                unseen == 0
                        ? new Next.End()
                        : new Next.Refused("the hub shows " + all + " of " + found + " models"
                                + (query == null ? ", not back to the last run: ask for a full one" : ", no more"));
        };
    }

    private Next nextTask(long found, long unseen, int most) {
        long all = query == null ? found : total;
        long notShown = query == null ? 0 : hidden + unseen;
        String task = ScopeTasks.after(query == null ? null : query.value());
        return task == null
                ? new Next.End("the hub has " + all + " models and shows " + most + " of a query: asked for the "
                        + ScopeTasks.count() + " tasks, it did not show " + notShown
                        + ", nor those of other tasks that are not among the " + most + " changed last")
                : new Next.Page(new ScopeCursor(walk, size, 1, 0, all, notShown, Query.task(task)).cursor());
    }

    Cursor cursor() {
        String text = query == null ? "" : query.name() + "=" + query.value();
        return new Cursor(walk + "/" + size + "/" + page + "/" + seen + "/" + total + "/" + hidden + "/" + text);
    }

    private static @Nullable Query query(String filter, String value) {
        String name = filter.equals(OWNER) ? OWNER : "filter." + filter;
        return QUERIES.contains(name) ? new Query(name, value) : null;
    }
}
