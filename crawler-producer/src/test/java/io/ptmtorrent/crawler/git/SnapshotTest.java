package io.ptmtorrent.crawler.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
    private static final ArchiveLimits LIMITS = ArchiveLimits.USUAL;
    private static final byte[] WEIGHTS = "weights of the sample".getBytes(UTF_8);
    private static final SampleRepository SAMPLE = SampleRepository.named("sample", "hub")
            .file("hubconf.py", "dependencies = []\n")
            .file("docs/test.txt", "test content\n")
            .link("link", "../../../etc/passwd")
            .submodule("third_party/other", "01".repeat(20))
            .lfs("w/model.onnx", WEIGHTS)
            .file("like.txt", "version https://git-lfs.github.com/spec/v1\noid sha256:none\n")
            .file("empty", "")
            .build();
    private static final Repository PLACE = LoopbackGitHub.of(SAMPLE);

    private LoopbackGitHub stage;

    @BeforeEach
    void start() throws IOException {
        stage = new LoopbackGitHub(SAMPLE);
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void filesHaveTheIdsThatGitGivesThem() throws IOException {
        // when
        Snapshot snapshot = snapshot();

        // then
        assertThat(snapshot.entries())
                .extracting(Snapshot.Entry::path, Snapshot.Entry::gitSha1)
                // Pro Git, 10.2, and git hash-object of nothing.
                .contains(
                        tuple("docs/test.txt", "d670460b4b4aece5915caf5c68d12f560a9fe3e4"),
                        tuple("empty", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"))
                .containsExactlyInAnyOrderElementsOf(SAMPLE.files().entrySet().stream()
                        .filter(file -> !file.getKey().startsWith("third_party/"))
                        .map(file -> tuple(file.getKey(), file.getValue().id()))
                        .toList());
    }

    @Test
    void contentIsKeptWhereItIsAskedFor() throws IOException {
        // when
        Snapshot snapshot = snapshot();

        // then
        assertThat(entry(snapshot, "hubconf.py").content()).asString(UTF_8).isEqualTo("dependencies = []\n");
        assertThat(entry(snapshot, "docs/test.txt").content()).isNull();
        assertThat(entry(snapshot, "link").content()).isNull();
    }

    @Test
    void pointersAreReadWhoeverAsksForTheirContent() throws IOException {
        // given
        String sha256 = java.util.HexFormat.of().formatHex(sha256(WEIGHTS));

        // when
        Snapshot snapshot = snapshot();

        // then
        assertThat(entry(snapshot, "w/model.onnx").lfs()).isEqualTo(new LfsPointer(sha256, WEIGHTS.length));
        assertThat(entry(snapshot, "w/model.onnx").content()).isNull();
        assertThat(entry(snapshot, "like.txt").lfs()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"404", "451", "401", "403", "410"})
    void closedRepositoryIsMissing(int status) throws IOException {
        // given
        stage.hosts.mount("codeload.github.com", request -> Answer.text(status, "no"));

        // when
        Checkout checkout = stage.github.snapshot(PLACE, SAMPLE.commit(), path -> true);

        // then
        assertThat(checkout)
                .isInstanceOfSatisfying(
                        Checkout.Missing.class,
                        missing -> assertThat(missing.reason())
                                .startsWith("GET https://codeload.github.com/sample/hub/tar.gz/")
                                .endsWith(" gave " + status));
    }

    @Test
    void serverThatFailsMayWorkLater() {
        // given
        stage.hosts.mount("codeload.github.com", request -> Answer.text(500, "down"));

        // when, then
        assertThatThrownBy(() -> snapshot()).isInstanceOf(IOException.class).hasMessageContaining("500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>a page</html>", "", "\u001f\u008b\u0008broken"})
    void whatIsNoGzipIsMissingOrEndsEarly(String body) throws IOException {
        // given
        byte[] bytes = body.getBytes(ISO_8859_1);

        // when, then
        assertThatThrownBy(() -> entries(bytes, LIMITS))
                .isInstanceOfAny(UnusableArchiveException.class, EOFException.class);
    }

    @Test
    void gzipWithoutTarIsMissing() {
        // given
        stage.hosts.mount(
                "codeload.github.com",
                request -> Answer.of(
                        200, "application/x-gzip", gzip("no tar, ".repeat(500).getBytes(UTF_8))));

        // when, then
        assertThat(checkout()).isInstanceOf(Checkout.Missing.class);
    }

    @Test
    void archiveThatEndsEarlyMayWorkLater() throws IOException {
        // given
        byte[] whole = tar(entry("hub-c/a", "a".repeat(5_000).getBytes(UTF_8)));

        // when, then
        assertThatThrownBy(() -> entries(Arrays.copyOf(whole, whole.length - 20), LIMITS))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(UnusableArchiveException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 1000000, more than 1 entries", "10, 9, more than 9 bytes"})
    void archiveBeyondTheLimitsIsMissing(int most, long bytes, String message) throws IOException {
        // given
        byte[] archive = tar(entry("hub-c/a", new byte[5]), entry("hub-c/b", new byte[5]));

        // when, then
        assertThatThrownBy(() -> entries(archive, new ArchiveLimits(most, bytes, 100, 100)))
                .isInstanceOf(UnusableArchiveException.class)
                .hasMessageContaining(message);
    }

    @Test
    void contentBeyondTheLimitsIsNotKept() throws IOException {
        // given
        byte[] archive =
                tar(entry("hub-c/large", new byte[11]), entry("hub-c/a", new byte[10]), entry("hub-c/b", new byte[10]));

        // when
        List<Snapshot.Entry> entries = entries(archive, new ArchiveLimits(10, 1_000, 15, 10));

        // then
        assertThat(entries)
                .extracting(Snapshot.Entry::path, entry -> entry.content() != null)
                .containsExactly(tuple("large", false), tuple("a", true), tuple("b", false));
    }

    @Test
    void bombOfABillionZerosIsReadThroughAndNotKept() throws IOException {
        // given
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            TarArchiveEntry bomb = new TarArchiveEntry("hub-c/bomb");
            bomb.setSize(300L << 20);
            tar.putArchiveEntry(bomb);
            for (int i = 0; i < 300; i++) {
                tar.write(new byte[1 << 20]);
            }
            tar.closeArchiveEntry();
        }

        // when, then
        assertThatThrownBy(() -> entries(out.toByteArray(), new ArchiveLimits(10, 100L << 20, 1_000, 1_000)))
                .isInstanceOf(UnusableArchiveException.class)
                .hasMessageContaining("bytes");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_GNUTYPE_LONGNAME, 'g'})
    void bombInAHeaderIsMissing(byte type) throws IOException {
        // given
        TarArchiveEntry bomb = new TarArchiveEntry("bomb", type);
        bomb.setSize(20L << 20);
        byte[] header = new byte[512];
        bomb.writeEntryHeader(header);
        byte[] body = ("%d path=".formatted(20 << 20) + "a".repeat(20 << 20)).getBytes(UTF_8);
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        tar.writeBytes(header);
        tar.writeBytes(body);

        // when, then
        assertThatThrownBy(() -> entries(gzip(tar.toByteArray()), LIMITS))
                .isInstanceOf(UnusableArchiveException.class)
                .hasMessageContaining("before an entry");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_LINK, TarConstants.LF_CHR, TarConstants.LF_FIFO})
    void entryThatGitHasNoneOfIsMissing(byte type) throws IOException {
        // given
        TarArchiveEntry odd = new TarArchiveEntry("hub-c/odd", type);
        odd.setLinkName("/etc/passwd");

        // when, then
        assertThatThrownBy(() -> entries(tarOf("UTF-8", odd), LIMITS))
                .isInstanceOf(UnusableArchiveException.class)
                .hasMessageContaining("'odd'");
    }

    @Test
    void nameThatIsNotUtf8IsReadWithQuestionMarks() throws IOException {
        // given
        TarArchiveEntry latin = new TarArchiveEntry("hub-c/gr\u00fc\u00dfe");

        // when
        List<Snapshot.Entry> entries = entries(tarOf("ISO-8859-1", latin), LIMITS);

        // then
        assertThat(entries).extracting(Snapshot.Entry::path).containsExactly("gr??e");
    }

    @Test
    void hostilePathIsTextAndNothingElse() throws IOException {
        // given
        byte[] archive = tar(entry("/etc/passwd", new byte[1]), entry("hub-c/../../x", new byte[1]));

        // when
        List<Snapshot.Entry> entries = entries(archive, LIMITS);

        // then
        assertThat(entries).extracting(Snapshot.Entry::path).containsExactly("etc/passwd", "../../x");
    }

    private Snapshot snapshot() throws IOException {
        return (Snapshot) stage.github.snapshot(PLACE, SAMPLE.commit(), path -> path.endsWith(".py"));
    }

    private Checkout checkout() {
        try {
            return stage.github.snapshot(PLACE, SAMPLE.commit(), path -> true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Snapshot.Entry entry(Snapshot snapshot, String path) {
        return snapshot.entries().stream()
                .filter(entry -> entry.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static List<Snapshot.Entry> entries(byte[] archive, ArchiveLimits limits) throws IOException {
        return Archive.entries(new ByteArrayInputStream(archive), path -> true, limits);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Content(String path, byte[] bytes) {}

    private static Content entry(String path, byte[] content) {
        return new Content(path, content);
    }

    private static byte[] tar(Content... contents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out), "UTF-8")) {
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

    private static byte[] tarOf(String encoding, TarArchiveEntry entry) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out), encoding)) {
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(content);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
