package io.ptmtorrent.sink.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Histories of repositories as bundles: whole ones, increments, and what servers give in their place. */
class BundleFetchTest {
    private static final String GITHUB = "github.com";
    private static final FetchLimits LIMITS = new FetchLimits(1L << 30, Duration.ofSeconds(20), 0);
    private static final HttpUrl ZOO = HttpUrl.get("https://github.com/sample/zoo.git");
    private static final SampleRepository FIRST = SampleRepository.named("sample", "zoo")
            .file("README.md", "# Zoo\n")
            .file("a/b.py", "print()\n")
            .build();
    private static final SampleRepository SECOND = FIRST.withFile("a/c.py", "import b\n");
    private static final SampleRepository THIRD = SECOND.withFile("README.md", "# The zoo\n");
    private static final SampleRepository REWRITTEN = SampleRepository.named("sample", "zoo")
            .file("other", "begun anew\n")
            .build();

    @TempDir
    private Path dir;

    private SampleGitHub github;
    private HubHttp http;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        github = SampleGitHub.start(List.of(THIRD));
        store = DirectoryStore.open(dir.resolve("objects"));
        http = HubHttp.create(
                HubHttpConfig.defaults("test")
                        .withEndpoints(List.of(new Endpoint(GITHUB, URI.create(github.uri() + "/" + GITHUB))))
                        .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ZERO)
                        .withPace(1, Duration.ZERO),
                new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        github.close();
        store.close();
    }

    @Test
    void allHistoryIsOneRequestAndAVerifiedBundle() throws Exception {
        // when
        Fetched.Stored stored = stored(fetch(THIRD, null));

        // then
        assertThat(stored.verification()).isEqualTo(Verification.GIT_PACK);
        assertThat(visible()).containsExactly(ObjectKey.blob(stored.sha256()));
        assertThat(text(stored))
                .startsWith("# v2 git bundle\n" + THIRD.commit() + " HEAD\n" + THIRD.commit()
                        + " refs/heads/history\n\nPACK");
        assertThat(github.requests()).singleElement().satisfies(request -> {
            assertThat(request.target()).isEqualTo("/sample/zoo.git/git-upload-pack");
            assertThat(request.method()).isEqualTo("POST");
        });
    }

    @Test
    void gitClonesTheBundleAndItsIncrementsBringItUpToDate() throws Exception {
        // given
        Git.assumeHere();
        Path all = file(stored(fetch(FIRST, null)), "all.bundle");
        Path more = file(stored(fetch(SECOND, FIRST)), "more.bundle");
        Path most = file(stored(fetch(THIRD, SECOND)), "most.bundle");
        Git git = new Git(dir);

        // when
        String unready = git.attempt("-C", dir.toString(), "bundle", "verify", more.toString())
                .said();
        git.run("clone", all.toString(), "clone");
        Git clone = new Git(dir.resolve("clone"));
        String ready = clone.run("bundle", "verify", more.toString());
        clone.run("fetch", more.toString(), "history");
        clone.run("fetch", most.toString(), "history:newest");

        // then
        assertThat(unready).doesNotContain("is okay");
        assertThat(ready).contains("is okay").contains(FIRST.commit());
        assertThat(clone.run("rev-list", "newest"))
                .isEqualTo(String.join("\n", THIRD.commit(), SECOND.commit(), FIRST.commit()));
        assertThat(clone.run("fsck", "--full", "--strict")).doesNotContain("error", "missing");
        assertThat(clone.run("show", "newest:README.md")).isEqualTo("# The zoo");
        assertThat(clone.run("symbolic-ref", "HEAD")).isEqualTo("refs/heads/history");
    }

    @Test
    void anIncrementHoldsOnlyWhatCameSinceAndNamesWhatItNeeds() throws Exception {
        // when
        Fetched.Stored stored = stored(fetch(THIRD, SECOND));

        // then
        assertThat(stored.verification()).isEqualTo(Verification.GIT_PACK);
        assertThat(text(stored)).startsWith("# v2 git bundle\n-" + SECOND.commit() + " ");
        // a commit, a tree, a file
        assertThat(objects(stored)).isEqualTo(3);
        assertThat(github.requests()).hasSize(1);
    }

    @Test
    void aRewrittenHistoryIsHadWhole() throws Exception {
        // given
        github.put(REWRITTEN);

        // when
        Fetched.Stored stored = stored(fetch(REWRITTEN, THIRD));

        // then
        assertThat(stored.verification()).isEqualTo(Verification.GIT_PACK);
        assertThat(text(stored)).startsWith("# v2 git bundle\n" + REWRITTEN.commit() + " HEAD\n");
        assertThat(github.requests()).hasSize(2);
    }

    @Test
    void aRenamedRepositoryIsFollowed() throws Exception {
        // given
        github.rename("sample/zoo", "sample/park");

        // when
        Fetched.Stored stored = stored(fetch(THIRD, SECOND));

        // then
        assertThat(stored.verification()).isEqualTo(Verification.GIT_PACK);
        assertThat(github.requests()).extracting(request -> request.method()).containsExactly("POST", "POST");
    }

    @Test
    void aCommitThatTheServerDoesNotKnowIsNotFound() throws Exception {
        // when
        Fetched fetched = fetch(REWRITTEN, null);

        // then
        failed(fetched, FileReason.NOT_FOUND, "not our ref " + REWRITTEN.commit());
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_FOUND", "451, FORBIDDEN", "401, FORBIDDEN"})
    void aClosedRepositoryIsAFailureWithItsReason(int status, FileReason reason) throws Exception {
        // given
        github.mount(GITHUB, request -> Answer.text(status, "no"));

        // when, then
        failed(fetch(THIRD, SECOND), reason, "");
    }

    @Test
    void aFailureThatTheServerNamesMayPass() throws Exception {
        // given
        answer(lines("packfile\n", "\2Counting objects\n", "\3fatal: out of memory\n"));

        // when, then
        later(fetch(THIRD, null), FileReason.HUB_ERROR, "out of memory");
    }

    @Test
    void anErrorLineInsteadOfAPackMayPass() throws Exception {
        // given
        answer(lines("ERR upload-pack: service unavailable\n"));

        // when, then
        later(fetch(THIRD, null), FileReason.HUB_ERROR, "service unavailable");
    }

    @Test
    void aFailureInThePacksMiddleLeavesNothingVisible() throws Exception {
        // given
        byte[] pack = pack(THIRD);
        answer(lines("packfile\n", "\1" + text(Arrays.copyOf(pack, 60)), "\3aborting\n"));

        // when, then
        later(fetch(THIRD, null), FileReason.HUB_ERROR, "aborting");
        assertThat(visible()).isEmpty();
    }

    @Test
    void anAnswerThatIsCutIsAskedForAgain() throws Exception {
        // given
        byte[] whole = packed(pack(THIRD));
        github.mount(GITHUB, request -> result(whole).cutAt(whole.length - 40));

        // when, then
        later(fetch(THIRD, null), FileReason.NETWORK, "");
        assertThat(visible()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10, ends early", // in the header
        "100, ends early", // in an object
        "-1, ends early", // in the digest
    })
    void aTruncatedPackIsNotTheFile(int length, String why) throws Exception {
        // given
        byte[] pack = pack(THIRD);
        answer(packed(Arrays.copyOf(pack, length < 0 ? pack.length + length : length)));

        // when, then
        failed(fetch(THIRD, null), FileReason.NOT_THE_FILE, why);
        assertThat(visible()).isEmpty();
    }

    @Test
    void aPackWithAWrongDigestIsNotTheFile() throws Exception {
        // given
        byte[] pack = pack(THIRD);
        pack[pack.length - 1] ^= 1;
        answer(packed(pack));

        // when, then
        failed(fetch(THIRD, null), FileReason.NOT_THE_FILE, "its own SHA-1");
        assertThat(visible()).isEmpty();
    }

    @Test
    void aPackOfAnotherCommitIsNotTheFile() throws Exception {
        // given
        answer(packed(pack(SECOND)));

        // when, then
        failed(fetch(THIRD, null), FileReason.NOT_THE_FILE, "without the commit " + THIRD.commit());
        assertThat(visible()).isEmpty();
    }

    @Test
    void aPackThatCountsMoreObjectsThanItHasIsNotTheFile() throws Exception {
        // given
        byte[] pack = pack(THIRD);
        pack[11]++;
        answer(packed(signed(pack)));

        // when, then
        failed(fetch(THIRD, null), FileReason.NOT_THE_FILE, "a pack");
    }

    @Test
    void bytesBehindThePackAreNotTheFile() throws Exception {
        // given
        byte[] pack = pack(THIRD);
        answer(packed(Arrays.copyOf(pack, pack.length + 1)));

        // when, then
        failed(fetch(THIRD, null), FileReason.NOT_THE_FILE, "behind a pack's end");
    }

    @ParameterizedTest
    @CsvSource({"<!doctype html><p>sign in", "0009hello", "0000", "0008NAK\n0000"})
    void whatIsNoAnswerOfGitIsNotTheFile(String body) throws Exception {
        // given
        github.mount(GITHUB, request -> Answer.of(200, "text/html", body.getBytes(ISO_8859_1)));

        // when
        Fetched fetched = fetch(THIRD, null);

        // then
        assertThat(fetched).isNotInstanceOf(Fetched.Stored.class);
        assertThat(visible()).isEmpty();
    }

    @Test
    void aHistoryLargerThanTheLimitIsTooLarge() throws Exception {
        // given
        FetchLimits small = new FetchLimits(300, Duration.ofSeconds(20), 0);

        // when
        Fetched fetched = new ArtifactFetcher(http, store).fetchBundle("pytorch-hub", ZOO, THIRD.commit(), null, small);

        // then
        failed(fetched, FileReason.TOO_LARGE, "300");
        assertThat(visible()).isEmpty();
    }

    private Fetched fetch(SampleRepository to, @Nullable SampleRepository from) throws StoreException {
        return fetch(to.commit(), from == null ? null : from.commit());
    }

    private Fetched fetch(String commit, @Nullable String base) throws StoreException {
        return new ArtifactFetcher(http, store).fetchBundle("pytorch-hub", ZOO, commit, base, LIMITS);
    }

    private void answer(byte[] body) {
        github.mount(GITHUB, request -> result(body));
    }

    private static Answer result(byte[] body) {
        return Answer.of(200, "application/x-git-upload-pack-result", body);
    }

    /** The pack that the sample gives for all history up to a commit. */
    private byte[] pack(SampleRepository tip) throws Exception {
        byte[] bundle = bytes(stored(fetch(tip, null)));
        assertThat(store.delete(visible().getFirst())).isTrue();
        return Arrays.copyOfRange(bundle, new BundleHeader(tip.commit(), null).bytes().length, bundle.length);
    }

    private static byte[] signed(byte[] pack) throws Exception {
        byte[] content = Arrays.copyOf(pack, pack.length - 20);
        System.arraycopy(MessageDigest.getInstance("SHA-1").digest(content), 0, pack, content.length, 20);
        return pack;
    }

    private static byte[] packed(byte[] pack) {
        return lines("packfile\n", "\1" + text(pack));
    }

    /** Packet lines and a flush, a byte a character. */
    private static byte[] lines(String... lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String line : lines) {
            out.writeBytes("%04x".formatted(line.length() + 4).getBytes(ISO_8859_1));
            out.writeBytes(line.getBytes(ISO_8859_1));
        }
        out.writeBytes("0000".getBytes(ISO_8859_1));
        return out.toByteArray();
    }

    private Path file(Fetched.Stored stored, String name) throws IOException {
        return Files.write(dir.resolve(name), bytes(stored));
    }

    private byte[] bytes(Fetched.Stored stored) throws IOException {
        try (var in = store.read(stored.key())) {
            return in.readAllBytes();
        }
    }

    private String text(Fetched.Stored stored) throws IOException {
        return text(bytes(stored));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private int objects(Fetched.Stored stored) throws IOException {
        String bundle = text(stored);
        return bundle.charAt(bundle.indexOf("\n\nPACK") + 13);
    }

    private List<ObjectKey> visible() throws StoreException {
        try (Stream<ObjectKey> keys = store.list("")) {
            return keys.toList();
        }
    }

    private static Fetched.Stored stored(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Stored.class);
        return (Fetched.Stored) fetched;
    }

    private static void failed(Fetched fetched, FileReason reason, String message) {
        assertThat(fetched).isInstanceOfSatisfying(Fetched.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.message()).contains(message);
        });
    }

    private static void later(Fetched fetched, FileReason reason, String message) {
        assertThat(fetched).isInstanceOfSatisfying(Fetched.Later.class, later -> {
            assertThat(later.reason()).isEqualTo(reason);
            assertThat(later.message()).contains(message);
        });
    }
}
