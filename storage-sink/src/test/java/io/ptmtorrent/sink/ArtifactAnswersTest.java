package io.ptmtorrent.sink;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.sink.fetch.ByteHosts;
import io.ptmtorrent.sink.fetch.FetchLimits;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.store.NoSpaceException;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectLabel;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.SmallStores;
import io.ptmtorrent.sink.store.StoreException;
import io.ptmtorrent.sink.store.Upload;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Every request has an answer, whatever fails. */
class ArtifactAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final FetchLimits LIMITS = new FetchLimits(1L << 30, Duration.ofMinutes(5), 0);

    @TempDir
    private Path dir;

    private ByteHosts hosts;

    @BeforeEach
    void start() throws Exception {
        hosts = new ByteHosts(dir);
        hosts.hub.setDispatcher(new Prompt());
    }

    @AfterEach
    void stop() throws Exception {
        hosts.close();
    }

    @Test
    void waitsForRoomWhereTheDiskIsFull() {
        // given
        ObjectStore full = new Failing(new NoSpaceException("20 bytes do not fit", null));

        // when
        ArtifactResult result =
                answer(full, Stage.file(ByteHosts.FILE.toString()).build(), false);

        // then
        assertThat(result.getState()).isEqualTo(ResultState.DEFERRED);
        assertThat(result.getReason()).isEqualTo(FileReason.NO_SPACE);
        assertThat(result.getUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        assertThat(result.getMessage()).contains("do not fit");
    }

    @Test
    void aFullStoreCostsTheHubOneRequestAndGoesOnByItselfWhenThereIsRoom() throws Exception {
        // given
        AtomicLong free = new AtomicLong(19);
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        ListAppender<ILoggingEvent> said = listen();
        List<ArtifactRequest> requests = IntStream.range(0, 20)
                .mapToObj(
                        n -> Stage.file(ByteHosts.FILE + "?n=" + n).setSize(20L).build())
                .toList();
        try (ObjectStore store = SmallStores.directory(dir.resolve("small"), free::get)) {
            ArtifactAnswers answers = new ArtifactAnswers(
                    hosts.http, store, Inspections.NONE, Duration.ofSeconds(30), new SettableClock(now::get));

            // when
            List<ArtifactResult> full = requests.stream()
                    .map(request -> answers.to(request, LIMITS, () -> false).result())
                    .toList();
            int asked = hosts.hub.getRequestCount();
            now.set(NOW.plus(StoreRoom.PAUSE));
            answers.to(requests.getFirst(), LIMITS, () -> false);
            int askedAgain = hosts.hub.getRequestCount();
            free.set(1_000);
            now.set(NOW.plus(StoreRoom.PAUSE.multipliedBy(2)));
            List<ArtifactResult> stored = requests.stream()
                    .map(request -> answers.to(request, LIMITS, () -> false).result())
                    .toList();

            // then
            assertThat(full).allSatisfy(result -> {
                assertThat(result.getReason()).isEqualTo(FileReason.NO_SPACE);
                assertThat(result.getUntil()).isEqualTo(NOW.plus(StoreRoom.PAUSE));
            });
            assertThat(asked).isEqualTo(1);
            assertThat(askedAgain).isEqualTo(2);
            assertThat(stored).extracting(ArtifactResult::getState).containsOnly(ResultState.STORED);
            assertThat(said.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        } finally {
            said.stop();
        }
    }

    @Test
    void aFileThatIsTooLargeForTheRoomKeepsNoSmallerOneWaiting() {
        // given
        StoreRoom room = new StoreRoom();

        // when
        Instant until = room.refused(60L, "60 bytes do not fit", NOW);
        room.stored(59);

        // then
        assertThat(room.closedFor(59L, NOW)).isNull();
        assertThat(room.closedFor(60L, NOW)).isEqualTo(until);
        assertThat(room.closedFor(null, NOW)).isEqualTo(until);
        assertThat(room.closedFor(60L, until)).as("one tries").isNull();
        assertThat(room.closedFor(61L, until)).as("the others wait for it").isAfter(until);
        room.stored(60);
        assertThat(room.closedFor(61L, until)).isNull();
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        ((Logger) LoggerFactory.getLogger(StoreRoom.class)).addAppender(said);
        return said;
    }

    @Test
    void waitsWhereTheStoreFails() {
        // given
        ObjectStore broken = new Failing(new StoreException("could not write", null));

        // when
        ArtifactResult result =
                answer(broken, Stage.file(ByteHosts.FILE.toString()).build(), false);
        ArtifactResult closing =
                answer(broken, Stage.file(ByteHosts.FILE.toString()).build(), true);

        // then
        assertThat(result.getReason()).isEqualTo(FileReason.SINK_FAILED);
        assertThat(result.getUntil()).isEqualTo(NOW.plusSeconds(30));
        assertThat(closing.getReason()).isEqualTo(FileReason.STOPPING);
        assertThat(closing.getUntil()).isEqualTo(NOW);
    }

    @Test
    void answersForAFaultOfOurOwn() {
        // given
        ObjectStore faulty = new Failing(new IllegalStateException("a bug"));

        // when
        ArtifactResult result =
                answer(faulty, Stage.file(ByteHosts.FILE.toString()).build(), false);

        // then
        assertThat(result.getState()).isEqualTo(ResultState.DEFERRED);
        assertThat(result.getReason()).isEqualTo(FileReason.SINK_FAILED);
        assertThat(result.getMessage()).contains("a bug");
        assertThat(result.getUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/o/m.git, , , gitSha1",
        "https://github.com/o/m.git, main, , gitSha1",
        "https://github.com/o/m.git, 0123456789abcdef0123456789abcdef01234567, HEAD~1, gitBase",
        "git@github.com:o/m.git, 0123456789abcdef0123456789abcdef01234567, , URL",
    })
    void refusesABundleThatNobodyCanAskFor(String url, String commit, String base, String what) {
        // given
        ArtifactRequest request = Stage.file(url)
                .setKind(ArtifactKind.GIT_BUNDLE)
                .setGitSha1(commit)
                .setGitBase(base)
                .build();

        // when
        ArtifactResult result = answer(hosts.store, request, false);

        // then
        assertThat(result.getState()).isEqualTo(ResultState.FAILED);
        assertThat(result.getReason()).isEqualTo(FileReason.BAD_REQUEST);
        assertThat(result.getMessage()).contains(what);
        assertThat(hosts.hub.getRequestCount()).isZero();
    }

    @Test
    void asksAgainLaterWhatTheHubFailedAt() {
        // given
        hosts.hub.close();

        // when
        ArtifactResult result =
                answer(hosts.store, Stage.file(ByteHosts.FILE.toString()).build(), false);

        // then
        assertThat(result.getReason()).isEqualTo(FileReason.NETWORK);
        assertThat(result.getUntil()).isEqualTo(NOW.plusSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no url", "ftp://huggingface.co/x", "file:///etc/passwd", "https://"})
    void refusesWhatIsNoUrl(String url) {
        // when
        ArtifactResult result = answer(hosts.store, Stage.file(url).build(), false);

        // then
        assertThat(result.getState()).isEqualTo(ResultState.FAILED);
        assertThat(result.getReason()).isEqualTo(FileReason.BAD_REQUEST);
    }

    @Test
    void refusesWhatMakesNoSense() {
        // given
        String url = ByteHosts.FILE.toString();
        List<ArtifactRequest> requests = List.of(
                Stage.file(url).setUrl(null).build(),
                Stage.file(url).setSha256("../../etc/passwd").build(),
                Stage.file(url).setGitSha1("abc").build(),
                Stage.file(url).setSize(-1L).build(),
                Stage.file(url).setKind(ArtifactKind.UNKNOWN).build(),
                Stage.file(url).setKind(ArtifactKind.GIT_BUNDLE).build(),
                Stage.file(url).setKind(ArtifactKind.MANIFEST).build(),
                manifest("").build());

        // when, then
        assertThat(requests)
                .allSatisfy(request -> assertThat(answer(hosts.store, request, false))
                        .satisfies(it -> assertThat(it.getReason()).isEqualTo(FileReason.BAD_REQUEST))
                        .satisfies(it -> assertThat(it.getKind()).isEqualTo(request.getKind())));
        assertThat(hosts.hub.getRequestCount()).isZero();
    }

    @Test
    void writesTheSameManifestTwiceWithoutHarm() throws Exception {
        // given
        ArtifactRequest request = manifest("62a1").build();

        // when
        ArtifactResult first = answer(hosts.store, request, false);
        ArtifactResult second = answer(hosts.store, request, false);

        // then
        assertThat(second).isEqualTo(first);
        assertThat(first.getObjectKey()).isEqualTo("packages/huggingface/62a1/abc/manifest.json");
        assertThat(hosts.visible()).containsExactly(ObjectKey.manifest("huggingface", "62a1", "abc"));
    }

    @Test
    void keepsAMessageShort() {
        // given
        hosts.hub.setDispatcher(new Prompt());
        String url = "no url " + "x".repeat(10_000);

        // when
        ArtifactResult result = answer(hosts.store, Stage.file(url).build(), false);

        // then
        assertThat(result.getMessage()).hasSize(2000);
    }

    private ArtifactResult answer(ObjectStore store, ArtifactRequest request, boolean stopping) {
        ArtifactAnswers answers = new ArtifactAnswers(
                hosts.http, store, Inspections.NONE, Duration.ofSeconds(30), Clock.fixed(NOW, ZoneOffset.UTC));
        return answers.to(request, LIMITS, () -> stopping).result();
    }

    private static ArtifactRequest.Builder manifest(String stableId) {
        return Stage.file("")
                .setUrl(null)
                .setKind(ArtifactKind.MANIFEST)
                .setManifest(new Manifest("huggingface", stableId, "o/m", "abc", 1L, 0L, List.of()));
    }

    /** A store that fails as told whenever something is to be written. */
    private record Failing(Exception failure) implements ObjectStore {
        @Override
        public Upload begin(@Nullable ObjectKey key, @Nullable Long size, ObjectLabel label) throws StoreException {
            if (failure instanceof StoreException known) {
                throw known;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public @Nullable Upload resume(ObjectKey key, long size, ObjectLabel label) {
            return null;
        }

        @Override
        public OptionalLong size(ObjectKey key) {
            return OptionalLong.empty();
        }

        @Override
        public Optional<Instant> writtenAt(ObjectKey key) {
            return Optional.empty();
        }

        @Override
        public InputStream read(ObjectKey key) throws StoreException {
            throw new StoreException("nothing is here", null);
        }

        @Override
        public Stream<ObjectKey> list(String prefix) {
            return Stream.empty();
        }

        @Override
        public boolean delete(ObjectKey key) {
            return false;
        }

        @Override
        public void close() {}
    }

    /** Says what it is told. */
    private static final class SettableClock extends Clock {
        private final Supplier<Instant> now;

        SettableClock(Supplier<Instant> now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
