package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;
import java.net.URI;
import java.util.List;

/**
 * Answers {@code GET /{id}/resolve/{revision}/{path}} and the small files behind it.
 *
 * <p>Large files are a 302 to the byte host, whose ETag is a decoy; small ones a 307 to {@code /api/resolve-cache}.
 */
final class FileEndpoint {
    static final String CACHE = "/api/resolve-cache/models/";

    private static final long SIGNED_FOR = 3_600;

    private final ModelFacts facts;
    private final ModelEndpoint models;
    private final FileBytes bytes;
    private final URI cdn;
    private final FaultScript script;

    FileEndpoint(ModelFacts facts, ModelEndpoint models, FileBytes bytes, URI cdn, FaultScript script) {
        this.facts = facts;
        this.models = models;
        this.bytes = bytes;
        this.cdn = cdn;
        this.script = script;
    }

    /** The answer for a model that was found under its present path. */
    Answer answer(HubState state, int index, ModelAddress address, Access access, boolean fromCache, String target) {
        String path = facts.presentPath(state, index);
        if (facts.disabled(state, index)) {
            return ErrorAnswer.of(403, "", "Access to this resource is disabled.");
        }
        if (!"false".equals(facts.gated(state, index)) && access != Access.GRANTED) {
            return gated(path, access);
        }
        int revision = models.revision(state, index, address.revision());
        if (revision < 0) {
            return ModelEndpoint.unknownRevision(address.revision());
        }
        FileLists.FileTable table = facts.files().table(index, revision);
        int place = table.place(address.rest());
        if (place < 0) {
            return noEntry();
        }
        FileSpec file = table.files().get(place);
        Answer answer =
                fromCache ? cached(file) : resolved(state, path, address, file, new FileKey(index, revision, place));
        List<FaultScript.Strike> strikes =
                script.strike(fromCache ? FaultKind.Spot.SMALL : FaultKind.Spot.RESOLVE, index, place);
        return script.spoil(answer.with("x-repo-commit", facts.sha(index, revision)), strikes, target);
    }

    private static Answer noEntry() {
        return ErrorAnswer.of(404, "EntryNotFound", "Entry not found");
    }

    private Answer resolved(HubState state, String path, ModelAddress address, FileSpec file, FileKey key) {
        FileDigests digests = bytes.digests(file);
        if (!file.large()) {
            String sha = facts.sha(key.index(), key.revision());
            String target = CACHE + Answer.encoded(path) + "/resolve/" + sha + "/" + address.restAsSent();
            return Answer.redirect(307, target)
                    .with("x-linked-size", Integer.toString(file.size()))
                    .with("x-linked-etag", "\"" + digests.oid() + "\"");
        }
        long expires = HubClock.now(state.step) + SIGNED_FOR;
        String target = cdn + "/" + digests.decoy() + "/" + key.text() + "?Expires=" + expires + "&Signature="
                + key.signature(facts.seed(), expires);
        return Answer.redirect(302, target)
                .with("x-linked-size", Integer.toString(file.size()))
                .with("x-linked-etag", "\"" + digests.announcedSha256() + "\"")
                .with("x-xet-hash", digests.decoy());
    }

    private Answer cached(FileSpec file) {
        return file.large()
                ? noEntry()
                : Answer.of(200, "text/plain; charset=utf-8", bytes.of(file))
                        .with("etag", "\"" + bytes.digests(file).oid() + "\"");
    }

    private static Answer gated(String path, Access access) {
        String message = "Access to model " + path + " is restricted";
        return access == Access.PLAIN
                ? ErrorAnswer.of(403, "GatedRepo", message + " and you are not in the authorized list.")
                : ErrorAnswer.of(
                        401,
                        "GatedRepo",
                        message + ". You must have access to it and be authenticated to access it. Please log in.");
    }
}
