package io.ptmtorrent.inspection;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.bytes.Supply;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Takes a file's bytes while they stream by, and gives the report at the end.
 *
 * <p>A virtual thread of its own parses; at most 2 MiB wait between the two, then {@link #write} waits. One writer.
 */
public final class InspectionFeed implements AutoCloseable {
    /** Handing over costs as much as looking at some hundred KiB: few large pieces go over. */
    private static final int CHUNK = 1 << 18;

    private static final int SMALLEST = 1 << 12;
    private static final int WAITING = 8;
    private static final byte[] END = new byte[0];

    private final Examination examination;
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(WAITING);
    private final FutureTask<Boolean> parsing = new FutureTask<>(this::parse);
    private final Thread parser;
    private final int piece;
    private byte[] gathered = END;
    private int length;
    private boolean ended;

    /** @param size bytes to come; 0 where it is not known */
    InspectionFeed(Examination examination, long size) {
        this.examination = examination;
        this.piece = size <= 0 ? CHUNK : (int) Math.min(CHUNK, Math.max(SMALLEST, size));
        this.parser = Thread.ofVirtual().name("inspection").start(parsing);
    }

    private boolean parse() throws IOException {
        Queued supply = new Queued();
        ByteInput in = new ByteInput(supply);
        try {
            return examination.stream(in);
        } finally {
            while (in.skipAll() > 0) {
                // whoever writes must never wait for a parser that is done
            }
        }
    }

    /**
     * Gives the next bytes; they are copied.
     *
     * @throws IOException where this thread was interrupted
     */
    public void write(byte[] bytes, int offset, int count) throws IOException {
        for (int at = 0; at < count; ) {
            if (gathered.length == 0) {
                gathered = new byte[piece];
            }
            int more = Math.min(piece - length, count - at);
            System.arraycopy(bytes, offset + at, gathered, length, more);
            length += more;
            at += more;
            if (length == piece) {
                handOver();
            }
        }
    }

    private void handOver() throws IOException {
        if (length > 0) {
            put(length == gathered.length ? gathered : Arrays.copyOf(gathered, length));
            gathered = END;
            length = 0;
        }
    }

    private void put(byte[] chunk) throws IOException {
        try {
            queue.put(chunk);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an inspection catches up", e);
        }
    }

    /**
     * Ends the stream, and reads what the stream could not show.
     *
     * @param stored the same bytes
     * @throws IOException where they cannot be read
     */
    public Inspection finish(Bytes stored) throws IOException {
        end();
        try {
            parsing.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an inspection ends", e);
        } catch (ExecutionException e) {
            throw new IOException("the inspection of a stream failed", e.getCause());
        }
        return examination.finish(stored);
    }

    private void end() throws IOException {
        if (!ended) {
            ended = true;
            handOver();
            put(END);
        }
    }

    /** Lets go of everything; a stream that did not end has no report. */
    @Override
    public void close() {
        parser.interrupt();
    }

    private final class Queued implements Supply {
        private byte[] chunk = END;
        private int at;
        private boolean over;

        private boolean fill() throws IOException {
            while (at == chunk.length && !over) {
                try {
                    chunk = queue.take();
                } catch (InterruptedException e) {
                    over = true;
                    throw new IOException("the stream was given up", e);
                }
                at = 0;
                over = chunk.length == 0;
            }
            return at < chunk.length;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (!fill()) {
                return 0;
            }
            int count = Math.min(length, chunk.length - at);
            System.arraycopy(chunk, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long left = count;
            while (left > 0 && fill()) {
                int piece = (int) Math.min(left, chunk.length - at);
                at += piece;
                left -= piece;
            }
            return count - left;
        }
    }
}
