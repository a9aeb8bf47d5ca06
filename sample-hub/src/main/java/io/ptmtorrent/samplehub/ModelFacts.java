package io.ptmtorrent.samplehub;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Answers about single models from the seed and a {@link HubState}: paths, access, popularity, commits.
 *
 * <p>Immutable and safe for all threads.
 */
final class ModelFacts {
    private static final int PER_MILLE = 1_000;

    private final long seed;
    private final Names names;
    private final FileLists files;

    ModelFacts(long seed, int models) {
        this(seed, models, Map.of());
    }

    /** @param extras files that some models have besides, by number */
    ModelFacts(long seed, int models, Map<Integer, Extras> extras) {
        this.seed = seed;
        this.names = new Names(seed, models);
        this.files = new FileLists(seed, names, extras);
    }

    long seed() {
        return seed;
    }

    Names names() {
        return names;
    }

    FileLists files() {
        return files;
    }

    /** As the listing tells it. */
    String path(HubState state, int index) {
        return pathAfter(state, index, state.renames(index));
    }

    /**
     * Where the model really is: of one in a hundred another path than the listing tells, which is a rename behind. So it
     * is when an owner renames a model between a crawl and the requests that follow from it.
     */
    String presentPath(HubState state, int index) {
        return pathAfter(state, index, state.renames(index) + (moved(index) ? 1 : 0));
    }

    boolean moved(int index) {
        return Dice.below(Dice.mix(seed, index, Salt.MOVED), 100) == 0;
    }

    /** Paths that the model had before the present one, the oldest first. */
    List<String> formerPaths(HubState state, int index) {
        List<String> former = new ArrayList<>();
        for (int renames = 0; renames < state.renames(index); renames++) {
            former.add(pathAfter(state, index, renames));
        }
        return former;
    }

    /** {@code false}, {@code auto} or {@code manual}, as the hub says it. */
    String gated(HubState state, int index) {
        long hash = Dice.mix(seed, index, Salt.GATE);
        boolean atBirth = Dice.below(hash, PER_MILLE) < 30;
        boolean now = atBirth != state.gateTurned(index);
        return now ? ((hash & 1) == 0 ? "auto" : "manual") : "false";
    }

    boolean disabled(HubState state, int index) {
        boolean atBirth = Dice.below(Dice.mix(seed, index, Salt.DISABLED), PER_MILLE) < 4;
        return atBirth != state.disableTurned(index);
    }

    /** The commit of a revision, counted from 0: 40 hex digits. */
    String sha(int index, int revision) {
        return Digests.hex(seed, index, Salt.SHA + 100L * revision, 40);
    }

    long downloads(HubState state, int index) {
        long born = popularity(index);
        return born + state.pulse(index) * (1 + born / 50);
    }

    long downloadsAllTime(HubState state, int index) {
        return downloads(state, index) * 7 + popularity(index) % 1_000;
    }

    long likes(HubState state, int index) {
        return popularity(index) / 400 + state.pulse(index);
    }

    /** The live model that the path leads to, whatever the case or age of the path, or -1. */
    int find(HubState state, String path) {
        int named = Names.indexIn(path);
        if (named < 0 || named >= state.size()) {
            return -1;
        }
        int heir = state.heirs.getOrDefault(named, named);
        return knows(state, heir, path) ? heir : knows(state, named, path) ? named : -1;
    }

    private boolean knows(HubState state, int index, String path) {
        if (!state.live(index)) {
            return false;
        }
        return presentPath(state, index).equalsIgnoreCase(path)
                || path(state, index).equalsIgnoreCase(path)
                || formerPaths(state, index).stream().anyMatch(path::equalsIgnoreCase);
    }

    private String pathAfter(HubState state, int index, int renames) {
        String inherited = renames == 0 ? state.inherited.get(index) : null;
        return inherited == null ? names.path(index, renames) : inherited;
    }

    private long popularity(int index) {
        Dice dice = new Dice(seed, index, Salt.POPULARITY);
        int magnitude = dice.below(24);
        return magnitude < 8 ? magnitude : dice.below(1 << (magnitude - 2)) / 4;
    }

    static String owner(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String fold(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
