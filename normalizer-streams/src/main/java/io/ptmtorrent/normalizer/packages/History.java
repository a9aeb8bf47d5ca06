package io.ptmtorrent.normalizer.packages;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bundles that the store holds of a model's repository, each beginning where the one before it ends.
 *
 * <pre>
 * all up to A ◄─ from A to C ◄─ from C to D        tip: D
 * version 1 (1)  a line a bundle: commit, blank, url
 * </pre>
 *
 * After {@value #MOST} of them the next one holds all history again, so that a reader never chains more.
 */
record History(List<Bundle> bundles) {
    static final History NONE = new History(List.of());
    static final int MOST = 50;

    private static final byte VERSION = 1;

    History {
        bundles = List.copyOf(bundles);
    }

    /** The bundles that lead to a commit, the oldest first: those held, and one more where none of them leads there. */
    List<Bundle> leadingTo(String url, String commit) {
        int held = index(commit);
        if (held >= 0) {
            return bundles.subList(0, held + 1);
        }
        if (bundles.isEmpty() || bundles.size() >= MOST) {
            return List.of(new Bundle(url, commit, null));
        }
        List<Bundle> all = new ArrayList<>(bundles);
        all.add(new Bundle(url, commit, bundles.getLast().commit()));
        return all;
    }

    /** With a bundle that is in the store now. One that neither goes on from the tip nor holds all changes nothing. */
    History with(Bundle stored) {
        if (index(stored.commit()) >= 0) {
            return this;
        }
        if (stored.base() == null) {
            return bundles.isEmpty() || bundles.size() >= MOST ? new History(List.of(stored)) : this;
        }
        if (bundles.isEmpty() || !stored.base().equals(bundles.getLast().commit())) {
            return this;
        }
        List<Bundle> longer = new ArrayList<>(bundles);
        longer.add(stored);
        return new History(longer);
    }

    /** Without a bundle that is not to be had any more, and those that go on from it. */
    History without(Bundle missing) {
        int held = bundles.indexOf(missing);
        return held < 0 ? this : new History(bundles.subList(0, held));
    }

    byte[] write() {
        StringBuilder text = new StringBuilder().append((char) VERSION);
        bundles.forEach(bundle ->
                text.append(bundle.commit()).append(' ').append(bundle.url()).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static History read(byte @Nullable [] row) {
        if (row == null) {
            return NONE;
        }
        if (row[0] != VERSION) {
            throw new IllegalStateException(
                    "store packages: history row version " + row[0] + ", this build reads " + VERSION);
        }
        List<Bundle> bundles = new ArrayList<>();
        String base = null;
        for (String line : new String(row, 1, row.length - 1, StandardCharsets.UTF_8).split("\n", -1)) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                bundles.add(new Bundle(line.substring(blank + 1), line.substring(0, blank), base));
                base = line.substring(0, blank);
            }
        }
        return new History(bundles);
    }

    private int index(String commit) {
        for (int index = 0; index < bundles.size(); index++) {
            if (bundles.get(index).commit().equals(commit)) {
                return index;
            }
        }
        return -1;
    }
}
