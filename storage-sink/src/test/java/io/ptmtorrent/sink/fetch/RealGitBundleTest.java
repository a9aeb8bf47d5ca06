package io.ptmtorrent.sink.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles of what git's own server sends: deltas, merges, a history that somebody rewrote. */
class RealGitBundleTest {
    private static final HttpUrl URL = HttpUrl.get("https://github.com/sample/real.git");

    @TempDir
    private Path dir;

    private Git origin;
    private SampleGitHub github;
    private HubHttp http;
    private ObjectStore store;
    private int files;

    @BeforeEach
    void start() throws Exception {
        Git.assumeHere();
        Path folder = Files.createDirectory(dir.resolve("origin"));
        origin = new Git(folder);
        origin.run("init", "-q", "-b", "main");
        github = SampleGitHub.start(List.of());
        github.mount("github.com", origin::serve);
        store = DirectoryStore.open(dir.resolve("objects"));
        http = HubHttp.create(
                HubHttpConfig.defaults("test")
                        .withEndpoints(List.of(new Endpoint("github.com", URI.create(github.uri() + "/github.com"))))
                        .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ZERO)
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
    void bundlesChainToTheWholeHistoryDeltasAndMergesIncluded() throws Exception {
        // given
        String first = commits(40);
        origin.run("checkout", "-q", "-b", "side", first + "~20");
        commits(5);
        origin.run("checkout", "-q", "main");
        origin.run("merge", "-q", "--no-edit", "-s", "ours", "side");
        String second = origin.run("rev-parse", "HEAD");
        origin.run("gc", "-q", "--aggressive");

        // when
        Path all = bundle(first, null);
        Path more = bundle(second, first);

        // then
        Git here = new Git(dir);
        here.run("clone", "-q", all.toString(), "clone");
        Git clone = new Git(dir.resolve("clone"));
        assertThat(clone.run("bundle", "verify", more.toString())).contains("is okay");
        clone.run("fetch", "-q", more.toString(), "history:newest");
        assertThat(clone.run("rev-list", "--objects", "newest")).isEqualTo(origin.run("rev-list", "--objects", second));
        assertThat(clone.run("fsck", "--full", "--strict")).doesNotContain("error", "missing");
    }

    @Test
    void aTipThatIsPackedAsADifferenceIsFound() throws Exception {
        // given
        commits(3);
        String message = "the same long words in each message, ".repeat(40);
        origin.run("commit", "-q", "--allow-empty", "-m", message + "one");
        origin.run("commit", "-q", "--allow-empty", "-m", message);
        String tip = origin.run("rev-parse", "HEAD");
        origin.run("repack", "-q", "-a", "-d", "-f", "--depth=50", "--window=50");

        // when, then
        assertThat(origin.run("cat-file", "--batch-check=%(objectname) %(deltabase)", "--batch-all-objects"))
                .as("the tip is packed as a difference")
                .containsPattern(tip + " (?!0{40})[0-9a-f]{40}");
        bundle(tip, null);
    }

    @Test
    void aHistoryThatWasRewrittenGoesOnFromTheLastBundleWhereTheServerStillKnowsIt() throws Exception {
        // given
        String first = commits(4);
        origin.run("commit", "-q", "--amend", "-m", "said better");
        String amended = origin.run("rev-parse", "HEAD");

        // when
        Path all = bundle(first, null);
        Path more = bundle(amended, first);

        // then
        new Git(dir).run("clone", "-q", all.toString(), "clone");
        Git clone = new Git(dir.resolve("clone"));
        clone.run("fetch", "-q", more.toString(), "history:newest");
        assertThat(clone.run("rev-list", "newest")).isEqualTo(origin.run("rev-list", amended));
    }

    @Test
    void aHistoryWithNothingInCommonIsHadWhole() throws Exception {
        // given
        String first = commits(2);
        origin.run("checkout", "-q", "--orphan", "anew");
        String second = commits(2);

        // when
        Path whole = bundle(second, first);

        // then
        new Git(dir).run("clone", "-q", whole.toString(), "clone");
        assertThat(new Git(dir.resolve("clone")).run("rev-list", "HEAD")).isEqualTo(origin.run("rev-list", second));
    }

    @Test
    void aBaseThatTheServerForgotIsNoHindrance() throws Exception {
        // given
        String tip = commits(2);

        // when
        Path whole = bundle(tip, "ab".repeat(20));

        // then
        new Git(dir).run("clone", "-q", whole.toString(), "clone");
        assertThat(new Git(dir.resolve("clone")).run("rev-list", "HEAD")).isEqualTo(origin.run("rev-list", tip));
    }

    @Test
    void aCommitOlderThanTheBaseIsABundleThatGitTakes() throws Exception {
        // given
        String tip = commits(2);
        String before = origin.run("rev-parse", "HEAD~1");
        Path all = bundle(tip, null);

        // when
        Path less = stored(before, tip, Verification.NONE);

        // then
        new Git(dir).run("clone", "-q", all.toString(), "clone");
        Git clone = new Git(dir.resolve("clone"));
        clone.run("fetch", "-q", less.toString(), "history:older");
        assertThat(clone.run("rev-parse", "older")).isEqualTo(before);
    }

    /** Commits that change two files, one of them large enough to be packed as differences; gives the last one. */
    private String commits(int count) throws IOException {
        Path folder = dir.resolve("origin");
        for (int i = 0; i < count; i++) {
            files++;
            Files.writeString(folder.resolve("one.txt"), "line of text\n".repeat(500) + files);
            Files.writeString(folder.resolve("file" + files), "content " + files);
            origin.run("add", "-A");
            origin.run("commit", "-q", "-m", "commit " + files);
        }
        return origin.run("rev-parse", "HEAD");
    }

    private Path bundle(String commit, @Nullable String base) throws IOException {
        return stored(commit, base, Verification.GIT_PACK);
    }

    private Path stored(String commit, @Nullable String base, Verification verification) throws IOException {
        Fetched fetched = new ArtifactFetcher(http, store)
                .fetchBundle("modelhub", URL, commit, base, new FetchLimits(1L << 30, Duration.ofSeconds(30), 0));
        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Stored.class,
                        it -> assertThat(it.verification()).isEqualTo(verification));
        try (var in = store.read(((Fetched.Stored) fetched).key())) {
            return Files.write(dir.resolve(commit + ".bundle"), in.readAllBytes());
        }
    }
}
