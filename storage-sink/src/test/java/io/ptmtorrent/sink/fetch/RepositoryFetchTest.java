package io.ptmtorrent.sink.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import okhttp3.HttpUrl;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of repositories: those that GitHub makes, and those that somebody made up. */
class RepositoryFetchTest {
    private static final String ARCHIVES = "codeload.github.com";
    private static final FetchLimits LIMITS = new FetchLimits(1L << 30, Duration.ofSeconds(20), 0);
    private static final SampleRepository REPOSITORY = SampleRepository.named("sample", "hub")
            .file("README.md", "# Hub\n")
            .file("a-", "sorted before a/\n")
            .file("a/b/c.py", "print()\n")
            .file("a0", "sorted after a/\n")
            .file("grüße.md", "not ASCII\n")
            .file("long/" + "x".repeat(120) + "/" + "y".repeat(120), "a long path\n")
            .executable("run.sh", "#!/bin/sh\n".getBytes(UTF_8))
            .link("link", "a/b/c.py")
            .lfs("model.onnx", new byte[1_000])
            .build();

    @TempDir
    private Path dir;

    private SampleGitHub github;
    private HubHttp http;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        github = SampleGitHub.start(List.of(REPOSITORY));
        store = DirectoryStore.open(dir.resolve("objects"));
        http = HubHttp.create(
                HubHttpConfig.defaults("test")
                        .withEndpoints(List.of(new Endpoint(ARCHIVES, URI.create(github.uri() + "/" + ARCHIVES))))
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
    void archiveWithTheAnnouncedTreeIsVerified() throws Exception {
        // when
        Fetched fetched = fetch(REPOSITORY, REPOSITORY.tree());

        // then
        Fetched.Stored stored = stored(fetched);
        assertThat(stored.verification()).isEqualTo(Verification.GIT_TREE);
        assertThat(stored.etag()).isNull();
        assertThat(visible()).containsExactly(ObjectKey.blob(stored.sha256()));
        assertThat(github.requests()).hasSize(1);
    }

    @Test
    void archiveOfAnUnknownTreeIsStoredUnverified() throws Exception {
        // when
        Fetched fetched = fetch(REPOSITORY, null);

        // then
        assertThat(stored(fetched).verification()).isEqualTo(Verification.NONE);
        assertThat(stored(fetched).etag()).isNotNull();
    }

    @Test
    void archiveOfAnotherTreeIsStoredUnverified() throws Exception {
        // given
        String whole = REPOSITORY.withFile("kept out by export-ignore", "").tree();

        // when
        Fetched fetched = fetch(REPOSITORY, whole);

        // then
        assertThat(stored(fetched).verification()).isEqualTo(Verification.NONE);
    }

    @Test
    void submoduleCannotBeVerifiedForItsCommitIsNotInTheArchive() throws Exception {
        // given
        SampleRepository with = REPOSITORY
                .changed()
                .submodule("third_party/other", "01".repeat(20))
                .build();
        github.put(with);

        // when
        Fetched fetched = fetch(with, with.tree());

        // then
        assertThat(stored(fetched).verification()).isEqualTo(Verification.NONE);
    }

    @Test
    void executableBitIsPartOfTheTree() throws Exception {
        // given
        SampleRepository without =
                REPOSITORY.changed().file("run.sh", "#!/bin/sh\n").build();

        // when
        Fetched fetched = fetch(REPOSITORY, without.tree());

        // then
        assertThat(stored(fetched).verification()).isEqualTo(Verification.NONE);
    }

    @Test
    void whatIsNoArchiveIsNotTheFile() throws Exception {
        // given
        answer("<html>rate limit page</html>".getBytes(UTF_8));

        // when
        Fetched page = fetch(REPOSITORY, REPOSITORY.tree());

        // then
        failed(page, FileReason.NOT_THE_FILE);
        assertThat(visible()).isEmpty();
    }

    @Test
    void gzipWithoutTarIsNotTheFile() throws Exception {
        // given
        answer(gzip("no tar at all, ".repeat(200).getBytes(UTF_8)));

        // when
        Fetched fetched = fetch(REPOSITORY, REPOSITORY.tree());

        // then
        failed(fetched, FileReason.NOT_THE_FILE);
        assertThat(visible()).isEmpty();
    }

    @Test
    void archiveThatEndsEarlyIsAskedForAgain() throws Exception {
        // given
        byte[] whole = tar(entry("hub-c/a", "a".repeat(5_000)));
        answer(Arrays.copyOf(whole, whole.length - 20));

        // when
        Fetched fetched = fetch(REPOSITORY, REPOSITORY.tree());

        // then
        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Later.class, later -> assertThat(later.reason()).isEqualTo(FileReason.NETWORK));
        assertThat(visible()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "hub-c/../../etc/passwd",
                "hub-c/a/./b",
                "hub-c//b",
                "no-folder",
                "hub-c/a/first/taken",
                "hub-c/a/first",
                "hub-c/a"
            })
    void oddPathIsStoredAsItIsAndNothingIsWrittenElsewhere(String path) throws Exception {
        // given
        answer(tar(entry("hub-c/a/first", "first"), entry(path, "second")));

        // when
        Fetched fetched = fetch(REPOSITORY, REPOSITORY.tree());

        // then
        Fetched.Stored stored = stored(fetched);
        assertThat(stored.verification()).isEqualTo(Verification.NONE);
        assertThat(visible()).containsExactly(ObjectKey.blob(stored.sha256()));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000000, 1000000", // entries
        "100, 20, 1000000", // paths
        "100, 1000000, 9" // bytes
    })
    void archiveBeyondTheBoundsHasNoTree(int entries, long pathChars, long bytes) throws Exception {
        // given
        byte[] archive = tar(entry("hub-c/first", "first"), entry("hub-c/second", "second"));

        // when
        ArchiveTree tree = new ArchiveTree(new ArchiveBounds(entries, pathChars, bytes));

        // then
        assertThat(tree.read(new java.io.ByteArrayInputStream(archive))).isEmpty();
        assertThat(new ArchiveTree(ArchiveBounds.USUAL).read(new java.io.ByteArrayInputStream(archive)))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_GNUTYPE_LONGNAME, 'g', '2'})
    void bombInAHeaderIsNotReadIntoMemory(byte type) throws Exception {
        // given
        TarArchiveEntry bomb = new TarArchiveEntry("bomb", type);
        bomb.setSize(200L << 20);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            byte[] header = new byte[512];
            bomb.writeEntryHeader(header);
            gzip.write(header);
            byte[] record = "%d path=".formatted(200 << 20).getBytes(UTF_8);
            byte[] block = "a".repeat(1 << 20).getBytes(UTF_8);
            gzip.write(record);
            gzip.write(block, 0, block.length - record.length);
            for (int i = 1; i < 200; i++) {
                gzip.write(block);
            }
        }
        answer(out.toByteArray());

        // when
        Fetched fetched = fetch(REPOSITORY, REPOSITORY.tree());

        // then
        assertThat(stored(fetched).verification()).isEqualTo(Verification.NONE);
    }

    @Test
    void folderInAFolderAThousandTimesHasNoTree() throws Exception {
        // given
        answer(tar(entry("hub-c/" + "a/".repeat(1_000) + "b", "deep")));

        // when
        Fetched fetched = fetch(REPOSITORY, REPOSITORY.tree());

        // then
        assertThat(stored(fetched).verification()).isEqualTo(Verification.NONE);
    }

    @Test
    void whatIsInAnArchiveIsLookedInto() throws Exception {
        // given
        SampleRepository repository = SampleRepository.named("sample", "evil")
                .file("README.md", "# Hub\n")
                .file("weights.pt", "cos\nsystem\n(S'id'\ntR.")
                .build();
        github.put(repository);

        // when
        Fetched fetched = new ArtifactFetcher(http, store, Inspections.of(false))
                .fetchRepository("pytorch-hub", HttpUrl.get(repository.archiveUrl()), repository.tree(), LIMITS);

        // then
        Inspection report = Objects.requireNonNull(stored(fetched).inspection());
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
        assertThat(report.getFindings())
                .anySatisfy(finding ->
                        assertThat(finding.toString()).contains("weights.pt").contains("os system"));
    }

    @Test
    void archiveLargerThanTheLimitIsTooLarge() throws Exception {
        // given
        FetchLimits small = new FetchLimits(100, Duration.ofSeconds(20), 0);

        // when
        Fetched fetched = new ArtifactFetcher(http, store)
                .fetchRepository("pytorch-hub", HttpUrl.get(REPOSITORY.archiveUrl()), null, small);

        // then
        failed(fetched, FileReason.TOO_LARGE);
        assertThat(visible()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_FOUND", "451, FORBIDDEN", "401, FORBIDDEN"})
    void closedRepositoryIsAFailureWithItsReason(int status, FileReason reason) throws Exception {
        // given
        github.mount(ARCHIVES, request -> Answer.text(status, "no"));

        // when
        Fetched fetched = fetch(REPOSITORY, REPOSITORY.tree());

        // then
        failed(fetched, reason);
    }

    private Fetched fetch(SampleRepository repository, @Nullable String tree) throws StoreException {
        return new ArtifactFetcher(http, store)
                .fetchRepository("pytorch-hub", HttpUrl.get(repository.archiveUrl()), tree, LIMITS);
    }

    private void answer(byte[] body) {
        github.mount(ARCHIVES, request -> Answer.of(200, "application/x-gzip", body));
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

    private static void failed(Fetched fetched, FileReason reason) {
        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(reason));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(String path, byte[] bytes) {}

    private static Content entry(String path, String content) {
        return new Content(path, content.getBytes(UTF_8));
    }

    /** What {@code git archive} never writes; names as given, long ones in the POSIX form. */
    private static byte[] tar(Content... contents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Content content : contents) {
                TarArchiveEntry entry = new TarArchiveEntry(content.path(), true);
                entry.setSize(content.bytes().length);
                tar.putArchiveEntry(entry);
                tar.write(content.bytes());
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }
}
