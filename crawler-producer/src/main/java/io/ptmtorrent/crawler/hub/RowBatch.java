package io.ptmtorrent.crawler.hub;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.http.NotBeforeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking for each row of a page on its own: a row that fails now does not spoil the others.
 *
 * @param items of the rows that could be asked for, in order
 * @param rest the others; null where there are none
 */
public record RowBatch(List<HubItem> items, @Nullable HubReject rest) {

    /** Asks for one row. */
    public interface Reader<T> {
        HubItem read(T row) throws IOException;
    }

    /**
     * Asks for all.
     *
     * @param bytes a row as the hub wrote it
     * @throws IOException where none can be had now, or the host that they come from named a time
     */
    public static <T> RowBatch read(List<T> rows, Function<T, ByteBuffer> bytes, Reader<T> reader) throws IOException {
        List<HubItem> items = new ArrayList<>(rows.size());
        List<T> failed = new ArrayList<>(0);
        IOException last = new IOException("no row");
        for (T row : rows) {
            try {
                items.add(reader.read(row));
            } catch (NotBeforeException e) {
                throw e;
            } catch (IOException e) {
                last = e;
                failed.add(row);
            }
            if (Thread.currentThread().isInterrupted() || (failed.size() == rows.size() && !rows.isEmpty())) {
                throw last;
            }
        }
        return new RowBatch(
                items, failed.isEmpty() ? null : rest(failed.stream().map(bytes).toList(), rows.size(), last));
    }

    private static HubReject rest(List<ByteBuffer> failed, int all, IOException last) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write('[');
        for (int i = 0; i < failed.size(); i++) {
            ByteBuffer row = failed.get(i).duplicate();
            byte[] copy = new byte[row.remaining()];
            row.get(copy);
            bytes.writeBytes(i == 0 ? new byte[0] : new byte[] {','});
            bytes.writeBytes(copy);
        }
        bytes.write(']');
        String message = failed.size() + " of " + all + " rows could not be asked for; the last: " + last.getMessage();
        return new HubReject(DeadLetterReason.BAD_DETAILS, message, ByteBuffer.wrap(bytes.toByteArray()));
    }
}
