package io.ptmtorrent.samplehub;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a crawler must end with at one step, told by what the hub is made from and not by what it renders.
 *
 * <p>Immutable: a step of the hub does not change a truth that was taken before. Models are made when asked for, in the
 * order of their creation; safe for all threads.
 */
public final class SampleHubTruth {
    private final ModelFacts facts;
    private final HubState state;
    private final FileBytes bytes;

    SampleHubTruth(ModelFacts facts, HubState state, FileBytes bytes) {
        this.facts = facts;
        this.state = state;
        this.bytes = bytes;
    }

    /** The step that this is the truth of. */
    public int step() {
        return state.step;
    }

    /** Every model that ever was, live or not. */
    public Stream<ModelTruth> models() {
        return IntStream.range(0, state.size()).mapToObj(this::model);
    }

    /** The models that a listing must show, and a crawler must end with. */
    public Stream<ModelTruth> live() {
        return IntStream.range(0, state.size()).filter(state::live).mapToObj(this::model);
    }

    /** How many are live. */
    public int liveCount() {
        return (int) IntStream.range(0, state.size()).filter(state::live).count();
    }

    /** The models that something happened to in this step, popularity aside; none at step 0. */
    public Stream<ModelTruth> changed() {
        return IntStream.range(0, state.size())
                .filter(index -> state.change(index) != HubChange.NONE)
                .mapToObj(this::model);
    }

    /** The live models whose rows are odd. */
    public Stream<ModelTruth> awkward() {
        return live().filter(model -> model.oddity() != null);
    }

    /** The model of this {@code _id}, live or not; empty if there never was one. */
    public Optional<ModelTruth> find(String stableId) {
        int index = state.births.firstNotBelow(stableId);
        boolean known = index < state.size() && state.births.objectId(index).equals(stableId);
        return known ? Optional.of(model(index)) : Optional.empty();
    }

    /** The live model that has exactly this path now. */
    public Optional<ModelTruth> at(String path) {
        int index = facts.find(state, path);
        return index >= 0 && facts.path(state, index).equals(path) ? Optional.of(model(index)) : Optional.empty();
    }

    /** The files of the model's present commit, in no order that means anything. */
    public List<FileTruth> files(ModelTruth model) {
        return facts.files().of(model.number(), state.revision(model.number())).stream()
                .map(this::file)
                .toList();
    }

    private ModelTruth model(int index) {
        Oddity oddity = Oddity.of(facts.seed(), index);
        return new ModelTruth(
                index,
                state.births.objectId(index),
                facts.path(state, index),
                facts.moved(index) ? facts.presentPath(state, index) : null,
                facts.formerPaths(state, index),
                facts.sha(index, state.revision(index)),
                facts.gated(state, index),
                facts.disabled(state, index),
                state.live(index),
                Instant.ofEpochSecond(state.births.createdAt(index)),
                Instant.ofEpochSecond(state.lastModified(index)),
                facts.downloads(state, index),
                facts.likes(state, index),
                state.change(index),
                oddity == null ? null : oddity.name());
    }

    private FileTruth file(FileSpec file) {
        FileDigests digests = bytes.digests(file);
        return new FileTruth(
                file.path(),
                file.size(),
                file.large(),
                digests.sha256(),
                file.large() ? digests.announcedSha256() : null,
                digests.oid(),
                !file.lying());
    }

    /**
     * One model.
     *
     * @param number counted from 0 in the order of creation
     * @param stableId {@code _id}
     * @param path as the listing tells it, of a dead model the last one
     * @param movedTo where it really is, which the listing does not tell yet: all that is asked below {@code path} is
     *     redirected there; null for nearly all models
     * @param formerPaths the oldest first; they lead here unless something else has been made there
     * @param gated {@code false}, {@code auto} or {@code manual}
     * @param live false for deleted and replaced models
     * @param change what became of it in this step
     * @param oddity what is odd about its row, null for nothing
     */
    public record ModelTruth(
            int number,
            String stableId,
            String path,
            @Nullable String movedTo,
            List<String> formerPaths,
            String sha,
            String gated,
            boolean disabled,
            boolean live,
            Instant createdAt,
            Instant lastModified,
            long downloads,
            long likes,
            HubChange change,
            @Nullable String oddity) {
        /** Copies the paths. */
        public ModelTruth {
            formerPaths = List.copyOf(formerPaths);
        }
    }

    /**
     * One file.
     *
     * @param size bytes
     * @param large kept in LFS
     * @param sha256 of the real bytes
     * @param announcedSha256 what the hub says; null for small files
     * @param oid what the tree says: of a small file the git blob sha1, of a large one that of its pointer
     * @param digestTrue false where the announced digest is not that of the bytes
     */
    public record FileTruth(
            String path,
            long size,
            boolean large,
            String sha256,
            @Nullable String announcedSha256,
            String oid,
            boolean digestTrue) {}
}
