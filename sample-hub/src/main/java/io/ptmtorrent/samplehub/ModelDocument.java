package io.ptmtorrent.samplehub;

import java.util.List;

/**
 * All that the hub says of one model at one step, before it is rendered; made for one answer and thrown away.
 *
 * @param revision the commit, counted from 0; the present one unless an old one was asked for
 * @param files the files of that commit
 * @param tags the hub's own list: topics, and what it derives from the card
 */
record ModelDocument(
        ModelFacts facts,
        HubState state,
        int index,
        int revision,
        String path,
        Profile profile,
        List<FileSpec> files,
        List<String> tags) {

    /** As the listing tells it. */
    static ModelDocument listed(ModelFacts facts, HubState state, int index) {
        return of(facts, state, index, state.revision(index), facts.path(state, index));
    }

    /** As the model's own page tells it, which knows a rename sooner. */
    static ModelDocument told(ModelFacts facts, HubState state, int index, int revision) {
        return of(facts, state, index, revision, facts.presentPath(state, index));
    }

    private static ModelDocument of(ModelFacts facts, HubState state, int index, int revision, String path) {
        Profile profile = Profile.of(facts.seed(), facts.names(), index);
        return new ModelDocument(
                facts,
                state,
                index,
                revision,
                path,
                profile,
                facts.files().of(index, revision),
                Tags.of(facts, state, profile));
    }

    String objectId() {
        return state.births.objectId(index);
    }

    String basePath() {
        return facts.names().basePath(profile.base());
    }

    String baseId() {
        return state.births.objectId(profile.base());
    }

    String sha() {
        return facts.sha(index, revision);
    }
}
