package io.ptmtorrent.sink.fetch;

import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server for a commit's history by git's protocol version 2 over HTTP (gitprotocol-http; gitprotocol-v2, {@code
 * fetch}).
 *
 * <p>Packs that lean on objects outside of them ({@code thin-pack}) are not asked for: each bundle has all that it says.
 */
final class GitQuestion {
    private static final MediaType QUESTION = MediaType.get("application/x-git-upload-pack-request");
    private static final int LENGTH_DIGITS = 4;

    private GitQuestion() {}

    /**
     * Makes the question of a request.
     *
     * @param base what we have; the server says first whether it leads to the commit. Null: all history, at once
     */
    static Request ask(Request hop, String commit, @Nullable String base) {
        return hop.newBuilder()
                .header("Git-Protocol", "version=2")
                .header("Accept", "application/x-git-upload-pack-result")
                .post(RequestBody.create(body(commit, base), QUESTION))
                .build();
    }

    private static byte[] body(String commit, @Nullable String base) {
        Buffer body = new Buffer();
        line(body, "command=fetch");
        body.writeUtf8("0001");
        line(body, "no-progress");
        line(body, "ofs-delta");
        line(body, "want " + commit);
        line(body, base == null ? "done" : "have " + base);
        return body.writeUtf8("0000").readByteArray();
    }

    private static void line(Buffer body, String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        body.writeUtf8("%04x".formatted(bytes.length + LENGTH_DIGITS)).write(bytes);
    }
}
