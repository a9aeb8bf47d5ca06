package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers {@code GET /api/models}: pages of rows, rendered when asked for, and the way to the next page. */
final class ListingEndpoint {
    private static final int TYPICAL_ROW = 2_048;

    private final ModelFacts facts;
    private final String publicUrl;
    private final FaultScript script;

    ListingEndpoint(ModelFacts facts, String publicUrl, FaultScript script) {
        this.facts = facts;
        this.publicUrl = publicUrl;
        this.script = script;
    }

    Answer answer(Snapshot snapshot, Query query) {
        ListingQuery asked;
        try {
            asked = ListingQuery.parse(query);
        } catch (IllegalArgumentException e) {
            return ErrorAnswer.of(400, "", String.valueOf(e.getMessage()));
        }
        ListingOrder order = snapshot.order(asked.byModified(), asked.descending());
        int place = order.placeAfter(asked.cursor());
        List<FaultScript.Strike> strikes = strikes(order, place, asked.limit());
        Page page = page(snapshot.state(), order, place, asked, strikes);
        Answer answer = Answer.json(200, page.body());
        String next = next(query, page, strikes);
        if (next != null) {
            answer = answer.with("link", "<" + publicUrl + "/api/models?" + next + ">; rel=\"next\"");
        }
        return script.spoil(answer, strikes, "");
    }

    private List<FaultScript.Strike> strikes(ListingOrder order, int place, int limit) {
        return script.empty()
                ? List.of()
                : script.strike(FaultKind.Spot.LISTING, order.liveBefore(place) / limit + 1, Fault.ANY);
    }

    /** The query of the next page; null behind the last. */
    private static @Nullable String next(Query query, Page page, List<FaultScript.Strike> strikes) {
        if (FaultScript.repeatsCursor(strikes)) {
            return query.with("cursor", query.first("cursor", ""));
        }
        Cursor next = page.next();
        return next == null ? null : query.with("cursor", next.text());
    }

    private Page page(
            HubState state, ListingOrder order, int from, ListingQuery asked, List<FaultScript.Strike> strikes) {
        PageBody body = new PageBody(asked.limit());
        int last = -1;
        for (int place = from; place < order.size(); place++) {
            int index = order.modelAt(place);
            if (!state.live(index)) {
                continue;
            }
            ModelDocument model = ModelDocument.listed(facts, state, index);
            if (asked.selective() && !fits(model, asked)) {
                continue;
            }
            if (body.rows == asked.limit()) {
                return new Page(body.finish(), order.cursorAt(last));
            }
            body.add(row(model, asked.fields()));
            if (body.rows == (asked.limit() + 1) / 2) {
                strikes.forEach(strike -> FaultRows.of(strike.fault()).ifPresent(body::insert));
            }
            last = place;
        }
        return new Page(body.finish(), null);
    }

    private static byte[] row(ModelDocument model, @Nullable Set<Field> fields) {
        return (fields == null ? Rows.usual(model, Rows.LISTED) : Rows.asked(model, fields)).bytes();
    }

    private static boolean fits(ModelDocument model, ListingQuery asked) {
        String author = asked.author();
        return model.tags().containsAll(asked.filters())
                && (author == null || author.equalsIgnoreCase(ModelFacts.owner(model.path())));
    }

    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    private record Page(byte[] body, @Nullable Cursor next) {}

    private static final class PageBody {
        private final ByteArrayOutputStream out;
        private int rows;
        private boolean comma;

        PageBody(int rows) {
            this.out = new ByteArrayOutputStream(rows * TYPICAL_ROW);
            out.write('[');
        }

        void add(byte[] row) {
            insert(row);
            rows++;
        }

        void insert(byte[] row) {
            if (comma) {
                out.write(',');
            }
            out.writeBytes(row);
            comma = true;
        }

        byte[] finish() {
            out.write(']');
            return out.toByteArray();
        }
    }
}
