package io.ptmtorrent.sink.inspect;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.inspection.InspectionFeed;
import io.ptmtorrent.inspection.Inspector;
import io.ptmtorrent.inspection.Reports;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file under an inspector: a fault of its is a report that says so, and no fault of the download. */
final class InspectorLook implements Inspections.Look {
    private static final Logger LOG = LoggerFactory.getLogger(InspectorLook.class);

    private final String name;
    private final InspectionFeed feed;
    private @Nullable Throwable fault;

    InspectorLook(Inspector inspector, String name, long size) {
        this.name = name;
        this.feed = inspector.feed(name, size);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (fault == null) {
            try {
                feed.write(bytes, from, length);
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        }
    }

    @Override
    public Inspection report(ObjectStore store, ObjectKey key, long size) {
        if (fault == null) {
            try (StoredBytes stored = new StoredBytes(store, key, size)) {
                return Reports.within(feed.finish(stored), Inspections.REPORT_BYTES);
            } catch (IOException | RuntimeException | StackOverflowError e) {
                failed(e);
            }
        }
        return Reports.failed(size, String.valueOf(fault));
    }

    private void failed(Throwable e) {
        fault = e;
        LOG.atWarn().addKeyValue("file", name).log("could not be inspected: {}", e.toString());
    }

    @Override
    public void close() {
        feed.close();
    }
}
