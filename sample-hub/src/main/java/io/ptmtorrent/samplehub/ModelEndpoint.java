package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;
import java.util.EnumSet;
import java.util.Set;

/** Answers {@code GET /api/models/{id}} and, below it, {@code tree} and {@code revision}. */
final class ModelEndpoint {
    private final ModelFacts facts;
    private final TreeEndpoint tree;
    private final FileBytes bytes;

    ModelEndpoint(ModelFacts facts, String publicUrl, FileBytes bytes, FaultScript script) {
        this.facts = facts;
        this.bytes = bytes;
        this.tree = new TreeEndpoint(publicUrl, bytes, script);
    }

    /** The answer for a model that was found under its present path. */
    Answer answer(HubState state, int index, ModelAddress address, Query query) {
        try {
            if (address.action().isEmpty()) {
                return told(ModelDocument.told(facts, state, index, state.revision(index)), query);
            }
            int revision = revision(state, index, address.revision());
            if (revision < 0) {
                return unknownRevision(address.revision());
            }
            ModelDocument model = ModelDocument.told(facts, state, index, revision);
            return "tree".equals(address.action()) ? tree.answer(model, address, query) : told(model, query);
        } catch (IllegalArgumentException e) {
            return ErrorAnswer.of(400, "", String.valueOf(e.getMessage()));
        }
    }

    /** The number of a commit of this model, {@code main} being the present one; -1 for any other text. */
    int revision(HubState state, int index, String name) {
        int present = state.revision(index);
        if ("main".equals(name)) {
            return present;
        }
        for (int revision = present; revision >= 0; revision--) {
            if (facts.sha(index, revision).equals(name)) {
                return revision;
            }
        }
        return -1;
    }

    static Answer unknownRevision(String name) {
        return ErrorAnswer.of(404, "RevisionNotFound", "Invalid rev id: " + name);
    }

    private Answer told(ModelDocument model, Query query) {
        Set<Field> fields = ListingQuery.fields(query);
        if (fields != null) {
            return Answer.json(200, Rows.asked(model, fields).bytes());
        }
        if (!"true".equals(query.first("blobs", "false"))) {
            return Answer.json(200, Rows.usual(model, Rows.TOLD).bytes());
        }
        Set<Field> others = EnumSet.copyOf(Rows.TOLD);
        others.remove(Field.SIBLINGS);
        return Answer.json(
                200, Rows.usual(model, others, out -> blobs(out, model)).bytes());
    }

    private void blobs(JsonText out, ModelDocument model) {
        out.name("siblings").list();
        for (FileSpec file : model.files()) {
            FileDigests digests = bytes.digests(file);
            out.open()
                    .name("rfilename")
                    .foreign(file.path())
                    .member("blobId", digests.oid())
                    .member("size", file.size());
            if (file.large()) {
                int pointer = Digests.lfsPointer(digests.announcedSha256(), file.size()).length;
                out.name("lfs")
                        .open()
                        .member("sha256", digests.announcedSha256())
                        .member("size", file.size());
                out.member("pointerSize", pointer).close();
            }
            out.close();
        }
        out.endList();
    }
}
