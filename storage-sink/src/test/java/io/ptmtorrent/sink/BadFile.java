package io.ptmtorrent.sink;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.sink.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** A file that is wanted, with what its hosts do to it; bytes and sizes follow from a seed. */
final class BadFile {
    private static final int USUAL_SIZE = 200_000;
    private static final String TAG = "\"a-strong-tag\"";

    final BadInput what;
    private final long seed;
    private final Queue<MockResponse.Builder> first = new ArrayDeque<>();
    private final Queue<MockResponse.Builder> rest = new ArrayDeque<>();
    private MockResponse.@Nullable Builder always;
    private byte[] bytes;
    private String name;
    private int askers = 1;
    private boolean known = true;
    private boolean hasty;
    private boolean redirected;
    private boolean otherSource;

    BadFile(BadInput what, long seed) {
        this.what = what;
        this.seed = seed;
        this.name = "model-" + seed + ".bin";
        this.bytes = random(1 + new Random(seed).nextInt(USUAL_SIZE));
    }

    BadFile size(int size) {
        bytes = random(size);
        return this;
    }

    BadFile named(String encoded) {
        name = encoded;
        return this;
    }

    /** The hub announces nothing of it. */
    BadFile unknown() {
        known = false;
        return this;
    }

    /** It may take a second. */
    BadFile hasty() {
        hasty = true;
        return this;
    }

    /** The hub sends to another host, which has the bytes. */
    BadFile redirected() {
        redirected = true;
        return this;
    }

    /** Another source has it as it should be. */
    BadFile otherSource() {
        otherSource = true;
        return this;
    }

    BadFile askedAtOnce(int count) {
        askers = count;
        return this;
    }

    /** An answer before the good ones. */
    BadFile first(MockResponse.Builder answer) {
        first.add(answer);
        return this;
    }

    /** An answer to who asks for the rest. */
    BadFile rest(MockResponse.Builder answer) {
        rest.add(answer);
        return this;
    }

    /** The answer in place of the good one. */
    BadFile always(MockResponse.Builder answer) {
        always = answer;
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    byte[] head(int length) {
        return Arrays.copyOf(bytes, length);
    }

    /** With one bit turned. */
    byte[] flipped() {
        byte[] other = bytes.clone();
        int place = bytes.length / 4 * 3;
        other[place] ^= (byte) (1 << new Random(seed).nextInt(8));
        return other;
    }

    MockResponse.Builder good() {
        return answer(bytes);
    }

    MockResponse.Builder answer(byte[] body) {
        return new MockResponse.Builder().body(new Buffer().write(body)).setHeader("ETag", TAG);
    }

    MockResponse.Builder answer(String body) {
        return answer(body.getBytes(StandardCharsets.UTF_8));
    }

    /** The second half, as the answer to who lost the connection in the middle: where that is, only the request says. */
    MockResponse.Builder rest() {
        return new MockResponse.Builder().code(206);
    }

    /** The same with a bit turned. */
    MockResponse.Builder flippedRest() {
        return rest().setHeader("flipped", "yes");
    }

    String path() {
        return "/o/m/resolve/" + seed + "/" + name;
    }

    private String otherPath() {
        return "/other/m/resolve/" + seed + "/" + name;
    }

    boolean isHasty() {
        return hasty;
    }

    String sha256() {
        return Sha256.of(bytes);
    }

    int askers() {
        return askers;
    }

    /** One request a source, in the order in which the ledger would try them. */
    List<ArtifactRequest> requests(int asker) {
        List<ArtifactRequest> all = new ArrayList<>();
        all.add(request(path(), asker));
        if (otherSource) {
            all.add(request(otherPath(), asker));
        }
        return all;
    }

    private ArtifactRequest request(String path, int asker) {
        return Stage.file("https://huggingface.co" + path)
                .setModel("huggingface/m" + asker)
                .setSha256(known ? sha256() : null)
                .setSize(known ? (long) bytes.length : null)
                .build();
    }

    boolean isAt(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        return path.equals(path()) || path.equals(otherPath()) || path.equals("/bytes" + path());
    }

    synchronized MockResponse answer(RecordedRequest request, HttpUrl cdn) {
        String path = request.getUrl().encodedPath();
        if (redirected && path.equals(path())) {
            String signed = cdn.newBuilder()
                    .encodedPath("/bytes" + path())
                    .query("Signature=secret")
                    .build()
                    .toString();
            return new MockResponse.Builder()
                    .code(302)
                    .setHeader("Location", signed)
                    .build();
        }
        if (path.equals(otherPath())) {
            return good().build();
        }
        String range = request.getHeaders().get("Range");
        if (range == null) {
            MockResponse.Builder next = first.poll();
            return (next != null ? next : always != null ? always : good()).build();
        }
        return rest(request, range).build();
    }

    private MockResponse.Builder rest(RecordedRequest request, String range) {
        int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        MockResponse.Builder next = rest.poll();
        if (next != null && next.getCode() != 206) {
            return next;
        }
        if (!TAG.equals(request.getHeaders().get("If-Range"))) {
            return always != null ? always : good();
        }
        MockResponse.Builder answer = next == null ? rest() : next;
        byte[] all = answer.getHeaders().get("flipped") == null ? bytes : flipped();
        if (answer.getHeaders().get("Content-Range") == null) {
            answer.setHeader("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        return answer.setHeader("ETag", TAG).body(new Buffer().write(all, from, all.length - from));
    }

    private byte[] random(int size) {
        byte[] all = new byte[size];
        new Random(seed).nextBytes(all);
        return all;
    }
}
