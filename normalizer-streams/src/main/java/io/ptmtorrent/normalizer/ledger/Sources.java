package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The places where a row's bytes can be had, in the order in which they are tried: at most eight.
 *
 * @param all never changed once made
 */
record Sources(List<FileSource> all) {
    static final Sources NONE = new Sources(List.of());
    static final int MOST = 8;

    /** Why a row's bytes are not to be had. */
    record Verdict(FileState state, FileReason reason, String message) {}

    FileSource get(int index) {
        return all.get(index);
    }

    /** The first one that may be asked; -1 where none may. */
    int next() {
        for (int index = 0; index < all.size(); index++) {
            if (all.get(index).mayBeAsked()) {
                return index;
            }
        }
        return -1;
    }

    /**
     * With what a want says of a source. A ninth takes the place of one that failed, if there is one.
     *
     * @param busy index of the one that is being asked, which keeps its place; -1 for none
     * @param staleBefore one that failed before this time may be asked again
     */
    Sources with(FileSource source, int busy, long staleBefore) {
        for (int index = 0; index < all.size(); index++) {
            FileSource held = all.get(index);
            if (held.url().equals(source.url())) {
                return replace(index, held.as(source, held.failedBefore(staleBefore)));
            }
        }
        if (all.size() < MOST) {
            List<FileSource> more = new ArrayList<>(all);
            more.add(source);
            return new Sources(List.copyOf(more));
        }
        for (int index = 0; index < MOST; index++) {
            if (index != busy && !all.get(index).mayBeAsked()) {
                return replace(index, source);
            }
        }
        return this;
    }

    Sources failed(int index, FileReason reason, String message, long at) {
        return replace(index, all.get(index).failed(reason, message, at));
    }

    /** The first size that is known, bytes; 0 where none is. */
    long announcedSize() {
        return all.stream()
                .mapToLong(FileSource::size)
                .filter(size -> size >= 0)
                .findFirst()
                .orElse(0);
    }

    /** All of them may be asked again, but for gated ones. */
    Sources untried() {
        return new Sources(all.stream().map(FileSource::untried).toList());
    }

    /**
     * What to say where none may be asked: the same in whatever order they failed.
     *
     * <p>GATED if one is, else FAILED if one gave wrong bytes, else UNAVAILABLE; of the reasons that fit, the first in
     * the order of {@link FileReason}.
     */
    Verdict verdict() {
        Verdict best = new Verdict(FileState.UNAVAILABLE, FileReason.NOT_FOUND, "no source is known");
        boolean found = false;
        for (FileSource source : all) {
            FileReason reason = source.reason();
            if (reason != null) {
                Verdict verdict = verdict(source, reason);
                best = !found || outranks(verdict, best) ? verdict : best;
                found = true;
            }
        }
        return best;
    }

    private static Verdict verdict(FileSource source, FileReason reason) {
        FileState state = reason == FileReason.GATED
                ? FileState.GATED
                : FileSource.isWrongBytes(reason) ? FileState.FAILED : FileState.UNAVAILABLE;
        return new Verdict(state, reason, source.message().isEmpty() ? reason + ": " + source.url() : source.message());
    }

    private static boolean outranks(Verdict one, Verdict other) {
        int byState = rank(one.state()) - rank(other.state());
        int byReason = byState != 0 ? byState : one.reason().compareTo(other.reason());
        return byReason != 0 ? byReason < 0 : one.message().compareTo(other.message()) < 0;
    }

    private static int rank(FileState state) {
        return state == FileState.GATED ? 0 : state == FileState.FAILED ? 1 : 2;
    }

    private Sources replace(int index, FileSource source) {
        if (Objects.equals(all.get(index), source)) {
            return this;
        }
        List<FileSource> changed = new ArrayList<>(all);
        changed.set(index, source);
        return new Sources(List.copyOf(changed));
    }
}
