package io.ptmtorrent.sink.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A piece of an object in memory: filled by one thread, then read by another as often as need be. */
final class Part {
    private final PartMemory memory;
    private final long room;
    private final int taken;
    private final List<byte[]> chunks = new ArrayList<>();
    private long length;
    private boolean released;

    Part(PartMemory memory, long room, int taken) {
        this.memory = memory;
        this.room = room;
        this.taken = taken;
    }

    /** Adds as much as fits, and says how much that was. */
    int write(byte[] bytes, int from, int count) {
        int fits = (int) Math.min(count, room - length);
        int done = 0;
        while (done < fits) {
            int place = (int) (length % PartMemory.CHUNK_BYTES);
            if (place == 0) {
                chunks.add(memory.chunk());
            }
            int step = Math.min(fits - done, PartMemory.CHUNK_BYTES - place);
            System.arraycopy(bytes, from + done, chunks.getLast(), place, step);
            done += step;
            length += step;
        }
        return fits;
    }

    boolean isFull() {
        return length == room;
    }

    long length() {
        return length;
    }

    /** What was written, from the start. */
    InputStream open() {
        List<InputStream> pieces = new ArrayList<>();
        long left = length;
        for (byte[] chunk : chunks) {
            pieces.add(new ByteArrayInputStream(chunk, 0, (int) Math.min(left, chunk.length)));
            left -= chunk.length;
        }
        return new SequenceInputStream(Collections.enumeration(pieces));
    }

    /** Gives its memory back; nobody may read it any more. A second time does nothing. */
    void release() {
        if (!released) {
            released = true;
            memory.release(chunks, taken);
            chunks.clear();
        }
    }
}
