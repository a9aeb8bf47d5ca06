package io.ptmtorrent.local.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Contents that one model does not want any more, until it is known whether another does. For one thread. */
final class Orphans {
    private static final int FIRST = 256;

    private final List<String> hubs = new ArrayList<>();
    private long[] ids = new long[FIRST];
    private long[] sizes = new long[FIRST];
    private byte[] hubOf = new byte[FIRST];
    private int count;

    /** Takes them. */
    interface Sink {
        void accept(long id, long size, String hub);
    }

    void add(long id, long size, String hub) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
            hubOf = Arrays.copyOf(hubOf, 2 * count);
        }
        if (!hubs.contains(hub)) {
            hubs.add(hub);
        }
        ids[count] = id;
        sizes[count] = size;
        hubOf[count++] = (byte) hubs.indexOf(hub);
    }

    void forEach(Sink sink) {
        for (int i = 0; i < count; i++) {
            sink.accept(ids[i], sizes[i], hubs.get(hubOf[i]));
        }
    }
}
