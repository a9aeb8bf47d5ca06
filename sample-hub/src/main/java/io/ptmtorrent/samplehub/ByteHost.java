package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.FileAnswer;
import java.util.List;

/**
 * The host of large files: signed URLs that expire with the hub's clock, ranges (RFC 9110 section 14), a decoy for ETag.
 *
 * <p>It asks for no token, and knows nothing of gates: who has a signed URL has the bytes.
 */
final class ByteHost {
    private final ModelFacts facts;
    private final FileBytes bytes;
    private final FaultScript script;

    ByteHost(ModelFacts facts, FileBytes bytes, FaultScript script) {
        this.facts = facts;
        this.bytes = bytes;
        this.script = script;
    }

    Answer answer(HubState state, HubRequest request) {
        FileKey key = FileKey.parse(request.path()).orElse(null);
        if (key == null || key.index() >= state.size()) {
            return Answer.text(404, "Not Found");
        }
        Query query = Query.parse(request.query());
        String expires = query.first("Expires", "0");
        if (!expires.matches("\\d{1,12}") || !signed(key, Long.parseLong(expires), query)) {
            return Answer.text(403, "Signature does not match");
        }
        if (Long.parseLong(expires) < HubClock.now(state.step)) {
            return Answer.text(403, "Request has expired");
        }
        List<FileSpec> files = facts.files().table(key.index(), key.revision()).files();
        if (key.place() >= files.size()) {
            return Answer.text(404, "Not Found");
        }
        Answer answer = served(files.get(key.place()), request);
        return script.spoil(answer, script.strike(FaultKind.Spot.SIGNED, key.index(), key.place()), request.target());
    }

    private boolean signed(FileKey key, long expires, Query query) {
        return key.signature(facts.seed(), expires).equals(query.first("Signature", ""));
    }

    private Answer served(FileSpec file, HubRequest request) {
        return FileAnswer.of(bytes.of(file), "\"" + bytes.digests(file).decoy() + "\"", request.headers());
    }
}
