package io.ptmtorrent.inspection;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.bytes.Bytes;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Takes a file's bytes while they stream by, and gives the report at the end.
 *
 * <p>A virtual thread of its own parses; at most 2 MiB wait between the two, then {@link #write} waits. One writer.
 */
public final class InspectionFeed implements AutoCloseable {
    private final Examination examination;
    private final Handover bytes;
    private final FutureTask<Boolean> parsing = new FutureTask<>(this::parse);
    private final Thread parser;

    /** @param size bytes to come; 0 where it is not known */
    InspectionFeed(Examination examination, long size) {
        this.examination = examination;
        this.bytes = new Handover(size);
        this.parser = Thread.ofVirtual().name("inspection").start(parsing);
    }

    private boolean parse() throws IOException {
        ByteInput in = new ByteInput(bytes);
        try {
            return examination.stream(in);
        } finally {
            // whoever writes must never wait for a parser that is done
            in.skipAll();
        }
    }

    /**
     * Gives the next bytes; what is kept of them is copied.
     *
     * @throws IOException where this thread was interrupted
     */
    public void write(byte[] more, int offset, int count) throws IOException {
        bytes.write(more, offset, count);
    }

    /**
     * Ends the stream, and reads what the stream could not show.
     *
     * @param stored the same bytes
     * @throws IOException where they cannot be read
     */
    public Inspection finish(Bytes stored) throws IOException {
        bytes.end();
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

    /** Lets go of everything; a stream that did not end has no report. */
    @Override
    public void close() {
        parser.interrupt();
    }
}
