package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.normalizer.details.DetailPages;
import io.ptmtorrent.normalizer.details.FileDetails;
import io.ptmtorrent.normalizer.models.ModelRow;
import io.ptmtorrent.normalizer.parse.FilePage;
import io.ptmtorrent.normalizer.parse.HubParser;
import io.ptmtorrent.normalizer.parse.ParsedPage;
import io.ptmtorrent.normalizer.parse.Parsers;
import io.ptmtorrent.normalizer.parse.Rejected;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What a page of details does to its model.
 *
 * <pre>
 * another revision than the model's ─► nothing
 * not readable                      ─► the revision stays without details
 * not the last page                 ─► gathered
 * the last, with what is held       ─► nothing
 * the last                          ─► the Model is filled in, without an update; its package opens
 * </pre>
 *
 * Whether anybody waits makes no difference to the Model: it is a function of its observations alone. The same answer
 * may come again, also from a history that a newer parser reads. For the task's thread.
 */
final class Details {
    /** Far more than any hub has of one model, and few enough to count in an int. */
    private static final int MOST_PAGES = 10_000;

    private final KeyValueStore<String, byte[]> models;
    private final ModelReader reader;
    private final Outbox outbox;
    private final DetailPages pages;
    private final Pursuit pursuit;

    Details(
            KeyValueStore<String, byte[]> models,
            ModelReader reader,
            Outbox outbox,
            DetailPages pages,
            Pursuit pursuit) {
        this.models = models;
        this.reader = reader;
        this.outbox = outbox;
        this.pages = pages;
        this.pursuit = pursuit;
    }

    /** Applies a page; gives what is wrong with it, null where nothing is. */
    @Nullable
    Defect apply(String key, ModelRow row, Observation observation) {
        String revision = observation.getRevision();
        if (row.isGone() || revision == null || !revision.equals(row.identity().revision())) {
            return null;
        }
        Integer page = observation.getPage();
        ByteBuffer body = observation.getBody();
        if (page == null || page < 0 || page > MOST_PAGES || observation.getLast() == null || body == null) {
            return new Defect(
                    DeadLetterReason.BAD_RECORD, "DETAILED needs a body, last, and a page of 0 to " + MOST_PAGES);
        }
        HubParser parser = Parsers.of(observation.getHub()).orElseThrow();
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        ParsedPage parsed = parser.parsePage(bytes);
        if (parsed instanceof FilePage files) {
            FileDetails all = pages.add(key, page, observation.getLast(), bytes, files, parser);
            Defect tooLarge = all == null ? null : fillIn(key, row, all);
            return tooLarge == null ? unfit(files) : tooLarge;
        }
        return unreadable(key, row, (Rejected) parsed);
    }

    private @Nullable Defect fillIn(String key, ModelRow row, FileDetails details) {
        Model model = reader.decode(row);
        boolean sameFiles =
                row.isDetailed() && FileDetails.heldBy(model).files().equals(details.files());
        details.fillIn(model);
        byte[] framed = outbox.encode(model);
        if (framed == null) {
            String message = "the model with its files is larger than its topic allows";
            stayWithout(key, row, message);
            return new Defect(DeadLetterReason.TOO_LARGE, message);
        }
        if (!row.isDetailed() || !row.holds(framed)) {
            outbox.model(key, framed);
            models.put(
                    key,
                    ModelRow.live(row.sighting(), row.identity(), true, framed).write());
        }
        if (!sameFiles) {
            pursuit.detailed(key, row, model);
        }
        return null;
    }

    private Defect unreadable(String key, ModelRow row, Rejected rejected) {
        pages.drop(key);
        stayWithout(key, row, "the hub's list of files cannot be read: " + rejected.message());
        return new Defect(rejected.reason(), rejected.message());
    }

    /** An answer that is of no use takes nothing away from one that was. */
    private void stayWithout(String key, ModelRow row, String reason) {
        if (!row.isDetailed()) {
            pursuit.withoutDetails(key, row, reason);
        }
    }

    private static @Nullable Defect unfit(FilePage files) {
        return files.unfit() == null ? null : new Defect(DeadLetterReason.BAD_FILE, files.unfit());
    }
}
