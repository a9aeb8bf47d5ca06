package io.ptmtorrent.crawler.git;

import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.SafeUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Response;

/**
 * Fetches one commit's object and nothing of its tree, by git's protocol version 2: one request, some hundred bytes
 * (gitprotocol-v2, {@code fetch} with {@code deepen 1} and {@code filter tree:0}).
 *
 * <p>The object's own name says whether it is the commit that was asked for: what it says of its tree can be believed.
 */
final class CommitLookup {
    private static final int MOST_BYTES = 1 << 20;
    private static final int DATA = 1;
    private static final int FAILURE = 3;

    private final HubHttp http;

    CommitLookup(HubHttp http) {
        this.http = http;
    }

    /** Empty where the server does not know the commit, or cannot leave out its tree. */
    Optional<Commit> ask(Repository repository, String commit) throws IOException {
        byte[] body = new PacketLines()
                .line("command=fetch")
                .delimiter()
                .line("no-progress")
                .line("want " + commit)
                .line("deepen 1")
                .line("filter tree:0")
                .line("done")
                .flushed();
        HttpUrl url = GitUrls.uploadPack(repository);
        try (Response response =
                http.client().newCall(GitUrls.command(url, body)).execute()) {
            if (response.code() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
                throw new IOException("POST " + SafeUrl.redact(url) + " gave " + response.code());
            }
            return response.code() == HttpURLConnection.HTTP_OK
                    ? Packs.first(pack(response.body().byteStream(), url))
                            .filter(content -> GitIds.commit(content).equals(commit))
                            .flatMap(Commit::parse)
                    : Optional.empty();
        }
    }

    /** What the answer holds of a pack, up to a bound: the commit comes first. */
    private static byte[] pack(InputStream in, HttpUrl url) throws IOException {
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        boolean begun = false;
        for (byte[] packet = PacketLines.packet(in); packet != null; packet = PacketLines.packet(in)) {
            if (!begun) {
                begun = new String(packet, StandardCharsets.UTF_8)
                        .stripTrailing()
                        .equals("packfile");
            } else if (packet.length > 0 && packet[0] == FAILURE) {
                throw new IOException(SafeUrl.redact(url) + ": "
                        + new String(packet, 1, packet.length - 1, StandardCharsets.UTF_8).strip());
            } else if (packet.length > 0 && packet[0] == DATA) {
                pack.write(packet, 1, packet.length - 1);
            }
            if (pack.size() > MOST_BYTES) {
                break;
            }
        }
        return pack.toByteArray();
    }
}
