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

    static ModelDocument of(ModelFacts facts, HubState state, int index) {
        return of(facts, state, index, state.revision(index));
    }

    static ModelDocument of(ModelFacts facts, HubState state, int index, int revision) {
        Profile profile = Profile.of(facts.seed(), facts.names(), index);
        return new ModelDocument(
                facts,
                state,
                index,
                revision,
                facts.path(state, index),
                profile,
                FileList.of(facts.seed(), profile, revision),
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
