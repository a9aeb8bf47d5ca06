package io.ptmtorrent.sink.fetch;

import static io.ptmtorrent.sink.fetch.ByteHosts.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectLabel;
import io.ptmtorrent.sink.store.Upload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactFetcherTest {
    /** Digests by sha256sum and git hash-object. */
    private static final String BYTES = "the bytes of a model";

    private static final String SHA256 = "68d18a506016639d3a8274be1d740a81afb482ffbfad7e4c3e10a5a32fd04840";
    private static final String GIT_SHA1 = "edbec198e54cd362578b02cfb52f2d95ed189764";
    private static final String OTHER = "other bytes, as many";
    private static final String OTHER_SHA256 = "bfe5d182bbc265605f73b997d82b0ad7d1d152b014c0bedfecd8b0945cb3764a";
    private static final String OTHER_GIT_SHA1 = "def001a4d4784b290bbbdcf61cd8aee286bed69b";

    private static final Expected BY_SHA256 = new Expected(SHA256, null, 20L);
    private static final Expected BY_GIT = new Expected(null, GIT_SHA1, 20L);
    private static final Expected BY_SIZE = new Expected(null, null, 20L);
    private static final Expected BY_NOTHING = new Expected(null, null, null);

    @TempDir
    private Path dir;

    private ByteHosts hosts;

    @BeforeEach
    void start() throws Exception {
        hosts = new ByteHosts(dir);
    }

    @AfterEach
    void stop() throws Exception {
        hosts.close();
    }

    @Test
    void fetchesALargeFileFromItsByteHostAndCountsNoDecoy() throws Exception {
        // given
        String decoy = "\"" + "d".repeat(64) + "\"";
        hosts.redirects("X-Linked-ETag", "\"" + SHA256 + "\"", "X-Linked-Size", "20");
        hosts.cdn.enqueue(answer(200, BYTES, "ETag", decoy));

        // when
        Fetched fetched = hosts.fetch(BY_SHA256);

        // then
        assertThat(fetched)
                .isEqualTo(new Fetched.Stored(ObjectKey.blob(SHA256), SHA256, 20, Verification.SHA256, null, 20));
        assertThat(hosts.visible()).containsExactly(ObjectKey.blob(SHA256));
        assertThat(hosts.store.read(ObjectKey.blob(SHA256)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(BYTES);
        RecordedRequest atHub = hosts.hub.takeRequest();
        RecordedRequest atCdn = hosts.cdn.takeRequest();
        assertThat(atHub.getMethod()).isEqualTo("GET");
        assertThat(atHub.getHeaders().get("Authorization")).isEqualTo("Bearer hf_t");
        assertThat(atCdn.getHeaders().get("Authorization")).isNull();
        assertThat(atCdn.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void followsARelativeRedirectToASmallFile() throws Exception {
        // given
        hosts.hub.enqueue(answer(307, "Temporary Redirect", "Location", "/api/resolve-cache/models/o/m/abc/model.bin"));
        hosts.hub.enqueue(answer(200, BYTES, "ETag", "\"" + GIT_SHA1 + "\""));

        // when
        Fetched fetched = hosts.fetch(BY_GIT);

        // then
        stored(fetched, Verification.GIT_SHA1).extracting(Fetched.Stored::etag).isNull();
        hosts.hub.takeRequest();
        assertThat(hosts.hub.takeRequest().getTarget()).isEqualTo("/api/resolve-cache/models/o/m/abc/model.bin");
    }

    @Test
    void takesTheHubsHintsForWhatTheRequestDoesNotSay() throws Exception {
        // given
        hosts.redirects("X-Linked-ETag", "\"" + SHA256 + "\"", "X-Linked-Size", "20");
        hosts.cdn.enqueue(answer(200, OTHER));

        // when
        Fetched fetched = hosts.fetch(BY_NOTHING);

        // then
        failed(fetched, FileReason.DIGEST_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({"W/\"v1\", v1", "\"v1\", v1", "v1, v1", "'\"\"',", ","})
    void keepsTheHostsOwnNameOfWhatCannotBeVerified(
            @org.jspecify.annotations.Nullable String header, @org.jspecify.annotations.Nullable String etag)
            throws Exception {
        // given
        String[] headers = header == null ? new String[0] : new String[] {"ETag", header};
        hosts.hub.enqueue(answer(200, BYTES, headers));

        // when
        Fetched fetched = hosts.fetch(BY_NOTHING);

        // then
        stored(fetched, Verification.NONE).extracting(Fetched.Stored::etag).isEqualTo(etag);
        assertThat(hosts.visible()).containsExactly(ObjectKey.blob(SHA256));
    }

    @Test
    void checksTheSizeWhereNothingElseIsKnown() throws Exception {
        // given
        hosts.hub.enqueue(answer(200, BYTES, "ETag", "\"v1\""));

        // when
        Fetched fetched = hosts.fetch(BY_SIZE);

        // then
        stored(fetched, Verification.SIZE).extracting(Fetched.Stored::etag).isEqualTo("v1");
    }

    @Test
    void findsAGitIdWithTheAnswersOwnLength() throws Exception {
        // given
        hosts.hub.enqueue(answer(200, BYTES));

        // when, then
        stored(hosts.fetch(new Expected(null, GIT_SHA1, null)), Verification.GIT_SHA1);
    }

    @Test
    void storesAnEmptyFile() throws Exception {
        // given
        String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        hosts.hub.enqueue(answer(200, ""));

        // when
        Fetched fetched = hosts.fetch(new Expected(null, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", 0L));

        // then
        stored(fetched, Verification.GIT_SHA1);
        assertThat(hosts.visible()).containsExactly(ObjectKey.blob(empty));
    }

    @Test
    void asksForNothingThatIsThereAlready() throws Exception {
        // given
        put(BYTES);

        // when
        Fetched fetched = hosts.fetch(BY_SHA256);

        // then
        stored(fetched, Verification.SHA256).extracting(Fetched.Stored::bytes).isEqualTo(0L);
        assertThat(hosts.hub.getRequestCount()).isZero();
    }

    @Test
    void fetchesAgainWhatStandsThereDamaged() throws Exception {
        // given
        put(OTHER);
        hosts.hub.enqueue(answer(200, BYTES));

        // when
        Fetched fetched = hosts.fetch(BY_SHA256);

        // then
        stored(fetched, Verification.SHA256).extracting(Fetched.Stored::bytes).isEqualTo(20L);
        assertThat(hosts.store.read(ObjectKey.blob(SHA256)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(BYTES);
    }

    @Test
    void namesBothDigestsWhereTheyDiffer() throws Exception {
        // given
        hosts.hub.enqueue(answer(200, OTHER));
        hosts.hub.enqueue(answer(200, OTHER));

        // when
        Fetched bySha256 = hosts.fetch(BY_SHA256);
        Fetched byGit = hosts.fetch(BY_GIT);

        // then
        failed(bySha256, FileReason.DIGEST_MISMATCH).satisfies(it -> {
            assertThat(it.message()).contains(OTHER_SHA256, SHA256);
            assertThat(it.bytes()).isEqualTo(20);
            assertThat(it.wrong()).isNotNull();
            assertThat(it.wrong().head().utf8()).isEqualTo(OTHER);
            assertThat(it.wrong().sha256()).isEqualTo(OTHER_SHA256);
        });
        failed(byGit, FileReason.DIGEST_MISMATCH)
                .satisfies(it -> assertThat(it.message()).contains(OTHER_GIT_SHA1, GIT_SHA1));
        assertThat(hosts.visible()).isEmpty();
    }

    @Test
    void readsNoFurtherThanAnnounced() throws Exception {
        // given
        String endless = "x".repeat(2_000_000);
        hosts.hub.enqueue(answer(200, endless));
        hosts.hub.enqueue(new MockResponse.Builder().chunkedBody(endless, 1000).build());

        // when
        Fetched withLength = hosts.fetch(BY_SHA256);
        Fetched inChunks = hosts.fetch(BY_SHA256);

        // then
        failed(withLength, FileReason.SIZE_MISMATCH).satisfies(it -> {
            assertThat(it.message()).contains("2000000 bytes, 20 announced");
            assertThat(it.bytes()).isLessThanOrEqualTo(1024);
        });
        failed(inChunks, FileReason.SIZE_MISMATCH)
                .satisfies(it -> assertThat(it.bytes()).isLessThanOrEqualTo(Intake.BUFFER_BYTES));
        assertThat(hosts.visible()).isEmpty();
    }

    @Test
    void tellsAShorterFileByItsSize() throws Exception {
        // given
        hosts.hub.enqueue(answer(200, "short"));
        hosts.hub.enqueue(new MockResponse.Builder().chunkedBody("short", 2).build());

        // when, then
        failed(hosts.fetch(BY_SIZE), FileReason.SIZE_MISMATCH);
        failed(hosts.fetch(BY_SIZE), FileReason.SIZE_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><body>Please log in</body></html>",
                "\n\n  <html lang=en>",
                "version https://git-lfs.github.com/spec/v1\noid sha256:68d1\nsize 20\n"
            })
    void tellsAPageOrAPointerInPlaceOfTheFile(String body) throws Exception {
        for (Expected expected : new Expected[] {BY_SHA256, BY_GIT, BY_SIZE, BY_NOTHING}) {
            // given
            hosts.hub.enqueue(answer(200, body, "Content-Type", "text/html"));

            // when
            Fetched fetched = hosts.fetch(expected);

            // then
            failed(fetched, FileReason.NOT_THE_FILE);
        }
        assertThat(hosts.visible()).isEmpty();
    }

    @Test
    void storesAPageThatWasAnnounced() throws Exception {
        // given
        hosts.hub.enqueue(answer(200, "<html></html>"));
        String digest = "b633a587c652d02386c4f16f8c6f6aab7352d97f16367c3c40576214372dd628";

        // when, then
        stored(hosts.fetch(new Expected(digest, null, 13L)), Verification.SHA256);
    }

    @ParameterizedTest
    @CsvSource({
        "401, GatedRepo, Access to model o/m is restricted. Please log in., GATED",
        "403, GatedRepo, Access to model o/m is restricted and you are not in the authorized list., GATED",
        "403, , Access to this resource is disabled., DISABLED",
        "401, , Invalid username or password., FORBIDDEN",
        "403, , Forbidden, FORBIDDEN",
        "451, , Unavailable for legal reasons, FORBIDDEN",
        "404, EntryNotFound, Entry not found, NOT_FOUND",
        "404, RevisionNotFound, Invalid rev id, NOT_FOUND",
        "404, RepoNotFound, Repository not found, NOT_FOUND",
        "410, , Gone, NOT_FOUND",
        "400, , Bad Request, BAD_REQUEST",
        "414, , URI Too Long, BAD_REQUEST",
        "304, , , HUB_ERROR"
    })
    void tellsWhyAHubRefuses(
            int status,
            @org.jspecify.annotations.Nullable String code,
            @org.jspecify.annotations.Nullable String text,
            FileReason reason)
            throws Exception {
        // given
        String message = text == null ? "" : text;
        String body = status == 304 ? "" : "{\"error\":\"" + message + "\"}";
        String[] headers = code == null ? new String[0] : new String[] {"X-Error-Code", code};
        hosts.hub.enqueue(answer(status, body, headers));

        // when
        Fetched fetched = hosts.fetch(BY_SHA256);

        // then
        if (reason == FileReason.HUB_ERROR) {
            later(fetched, reason);
        } else {
            failed(fetched, reason).satisfies(it -> {
                assertThat(it.message()).contains("o/m/resolve/abc/model.bin answered " + status, message);
                assertThat(it.wrong()).isNull();
            });
        }
        assertThat(hosts.visible()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 204, 206})
    void asksLaterAfterWhatMayPass(int status) throws Exception {
        // given
        hosts.hub.enqueue(answer(status, status == 204 ? "" : "busy"));

        // when, then
        later(hosts.fetch(BY_SHA256), FileReason.HUB_ERROR)
                .satisfies(it -> assertThat(it.until()).isNull());
    }

    @Test
    void asksLaterWhereASignedUrlIsRefused() throws Exception {
        // given
        hosts.redirects();
        hosts.cdn.enqueue(answer(403, "Request has expired"));

        // when, then
        later(hosts.fetch(BY_SHA256), FileReason.HUB_ERROR)
                .satisfies(it -> assertThat(it.message()).contains("answered 403: Request has expired"));
    }

    @Test
    void asksAgainWhenTheHubSaysSo() throws Exception {
        // given
        hosts.hub.enqueue(answer(429, "", "Retry-After", "120"));
        Instant before = Instant.now();

        // when
        Fetched fetched = hosts.fetch(BY_SHA256);

        // then
        later(fetched, FileReason.RATE_LIMITED)
                .satisfies(it -> assertThat(it.until())
                        .isBetween(before.plusSeconds(119), Instant.now().plusSeconds(121)));
    }

    @Test
    void asksLaterWhereTheBodyEndsTooEarly() throws Exception {
        // given
        hosts.redirects();
        hosts.cdn.enqueue(answer(200, "x".repeat(100_000))
                .newBuilder()
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        // when
        Fetched fetched = hosts.fetch(new Expected(SHA256, null, 100_000L));

        // then
        later(fetched, FileReason.NETWORK)
                .satisfies(
                        it -> assertThat(it.message()).doesNotContain("secret").contains("hidden"));
        assertThat(hosts.visible()).isEmpty();
    }

    @Test
    void goesOnWhereTheConnectionBrokeByWhatTheHubSaysThen() throws Exception {
        // given
        hosts.redirects().redirects();
        hosts.cdn.enqueue(cut(answer(200, BYTES, "ETag", "\"v1\"")));
        hosts.cdn.enqueue(answer(206, BYTES.substring(10), "ETag", "\"v1\"", "Content-Range", "bytes 10-19/20"));

        // when
        Fetched fetched = hosts.fetch(BY_SHA256);

        // then
        stored(fetched, Verification.SHA256).extracting(Fetched.Stored::bytes).isEqualTo(20L);
        assertThat(hosts.hub.getRequestCount()).isEqualTo(2);
        assertThat(hosts.cdn.takeRequest().getHeaders().get("Range")).isNull();
        RecordedRequest rest = hosts.cdn.takeRequest();
        assertThat(rest.getHeaders().get("Range")).isEqualTo("bytes=10-");
        assertThat(rest.getHeaders().get("If-Range")).isEqualTo("\"v1\"");
        assertThat(rest.getHeaders().get("Authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"v1\"", "v1", "\"\""})
    void startsAgainLaterWhereNoTagTellsThatTheFileIsTheSame(String tag) throws Exception {
        // given
        hosts.hub.enqueue(cut(answer(200, BYTES, "ETag", tag)));

        // when, then
        later(hosts.fetch(BY_SHA256), FileReason.NETWORK);
        assertThat(hosts.hub.getRequestCount()).isEqualTo(1);
    }

    @Test
    void givesUpOnAHostThatBreaksOffAgainAndAgain() throws Exception {
        // given
        hosts.hub.enqueue(cut(answer(200, BYTES, "ETag", "\"v1\"")));
        for (int from = 10; from < 20; from++) {
            hosts.hub.enqueue(cut(
                    answer(206, "xx", "ETag", "\"v1\"", "Content-Range", "bytes " + from + "-" + (from + 1) + "/20")));
        }

        // when, then
        later(hosts.fetch(BY_SHA256), FileReason.NETWORK);
        assertThat(hosts.hub.getRequestCount()).isEqualTo(5);
        assertThat(hosts.visible()).isEmpty();
    }

    private static MockResponse cut(MockResponse answer) {
        return answer.newBuilder()
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();
    }

    @Test
    void takesALostConnectionForNoEnd() throws Exception {
        // given
        hosts.hub.enqueue(answer(200, "the bytes")
                .newBuilder()
                .removeHeader("Content-Length")
                .onResponseEnd(new SocketEffect.CloseSocket())
                .build());

        // when, then
        later(hosts.fetch(BY_SHA256), FileReason.NETWORK);
    }

    @Test
    void asksLaterWhereNobodyAnswers() throws Exception {
        // given
        hosts.hub.close();

        // when, then
        later(hosts.fetch(BY_SHA256), FileReason.NETWORK);
    }

    @Test
    void givesUpOnATrickle() throws Exception {
        // given
        hosts.hub.enqueue(answer(200, "x".repeat(1_000_000))
                .newBuilder()
                .throttleBody(1000, 100, TimeUnit.MILLISECONDS)
                .build());
        FetchLimits limits = new FetchLimits(1L << 30, Duration.ofMillis(500), 0);

        // when, then
        later(hosts.fetch(new Expected(SHA256, null, 1_000_000L), limits), FileReason.NETWORK);
        assertThat(hosts.visible()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://127.0.0.1:9/x",
                "http://10.0.0.1/x",
                "http://[::1]:9/x"
            })
    void followsNoRedirectToAPrivateAddress(String location) throws Exception {
        // given
        hosts.hub.enqueue(answer(302, "", "Location", location));

        // when, then
        failed(hosts.fetch(BY_SHA256), FileReason.REFUSED_ADDRESS);
    }

    @Test
    void followsAFewRedirectsAndNoCircle() throws Exception {
        // given
        hosts.hub.enqueue(answer(302, "", "Location", "/b"));
        hosts.hub.enqueue(answer(302, "", "Location", "/o/m/resolve/abc/model.bin"));
        for (int hop = 0; hop < 6; hop++) {
            hosts.hub.enqueue(answer(302, "", "Location", "/hop" + hop));
        }
        hosts.hub.enqueue(answer(302, ""));
        hosts.hub.enqueue(answer(302, "", "Location", "file:///etc/passwd"));

        // when, then
        failed(hosts.fetch(BY_SHA256), FileReason.BAD_REDIRECT);
        failed(hosts.fetch(BY_SHA256), FileReason.BAD_REDIRECT);
        failed(hosts.fetch(BY_SHA256), FileReason.BAD_REDIRECT);
        failed(hosts.fetch(BY_SHA256), FileReason.BAD_REDIRECT);
        assertThat(hosts.hub.getRequestCount()).isEqualTo(10);
    }

    @Test
    void takesNothingLargerThanItsLimit() throws Exception {
        // given
        FetchLimits limits = new FetchLimits(19, Duration.ofMinutes(5), 0);
        hosts.hub.enqueue(answer(200, BYTES));
        hosts.hub.enqueue(new MockResponse.Builder().chunkedBody(BYTES, 3).build());

        // when, then
        failed(hosts.fetch(BY_SHA256, limits), FileReason.TOO_LARGE);
        failed(hosts.fetch(BY_NOTHING, limits), FileReason.TOO_LARGE);
        failed(hosts.fetch(BY_NOTHING, limits), FileReason.TOO_LARGE);
        assertThat(hosts.hub.getRequestCount()).isEqualTo(2);
        assertThat(hosts.visible()).isEmpty();
    }

    private void put(String bytes) throws Exception {
        byte[] all = bytes.getBytes(StandardCharsets.UTF_8);
        ObjectKey key = ObjectKey.blob(SHA256);
        try (Upload upload = hosts.store.begin(key, null, ObjectLabel.NONE)) {
            upload.write(all, 0, all.length);
            upload.complete(key);
        }
    }

    private static ObjectAssert<Fetched.Stored> stored(Fetched fetched, Verification verification) {
        return assertThat(fetched)
                .asInstanceOf(type(Fetched.Stored.class))
                .satisfies(it -> assertThat(it.verification()).isEqualTo(verification));
    }

    private static ObjectAssert<Fetched.Failed> failed(Fetched fetched, FileReason reason) {
        return assertThat(fetched)
                .asInstanceOf(type(Fetched.Failed.class))
                .satisfies(it -> assertThat(it.reason()).isEqualTo(reason));
    }

    @Test
    void aHostThatIsLeftAloneCostsATryLikeOneThatFails() throws Exception {
        // given
        Instant before = Instant.now();
        for (int i = 0; i < 10; i++) {
            hosts.hub.enqueue(ByteHosts.answer(502, ""));
            hosts.fetch(BY_SHA256);
        }

        // when
        Fetched fetched = hosts.fetch(BY_SHA256);

        // then
        assertThat(fetched).isInstanceOfSatisfying(Fetched.Later.class, later -> {
            assertThat(later.reason()).isEqualTo(FileReason.NETWORK);
            assertThat(later.until()).isAfter(before);
        });
        assertThat(hosts.hub.getRequestCount()).isEqualTo(10);
    }

    private static ObjectAssert<Fetched.Later> later(Fetched fetched, FileReason reason) {
        return assertThat(fetched)
                .asInstanceOf(type(Fetched.Later.class))
                .satisfies(it -> assertThat(it.reason()).isEqualTo(reason));
    }
}
