package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Which of the coming answers with bytes of files are held. Safe for all threads. */
final class Holds {
    private final List<Hold> all = new CopyOnWriteArrayList<>();
    private final Map<Long, Hold> byNumber = new HashMap<>();
    private long seen;

    /** The {@code k}th from now on, counted from 1. */
    synchronized Hold next(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("hold: byte request " + k + "; they count from 1");
        }
        Hold hold = new Hold();
        all.add(hold);
        byNumber.put(seen + k, hold);
        return hold;
    }

    /** The answer, to be held where it is one of those; only whole files and ranges count. */
    Answer apply(HubRequest request, Answer answer) {
        boolean bytes = answer.status() == 200 || answer.status() == 206;
        Hold hold = bytes ? counted() : null;
        return hold == null ? answer : answer.pausing(() -> hold.stop(request));
    }

    private synchronized @Nullable Hold counted() {
        seen++;
        return byNumber.remove(seen);
    }

    void release() {
        all.forEach(Hold::close);
    }
}
