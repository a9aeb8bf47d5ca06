package io.ptmtorrent.sink.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.inspection.Inspector;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import mockwebserver3.MockResponse;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are looked into while they are fetched. */
final class InspectedFetchTest {
    private static final byte[] BAD = "cos\nsystem\n(S'id'\ntR.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GOOD = "(dp0\nS'a'\nI1\ns.".getBytes(StandardCharsets.US_ASCII);
    private static final FetchLimits LIMITS = new FetchLimits(1L << 30, Duration.ofMinutes(5), 0);
    private static final Expected NOTHING = new Expected(null, null, null);

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

    private Fetched fetch(byte[] bytes, Expected expected, boolean refusing) throws StoreException {
        hosts.hub.enqueue(new MockResponse.Builder()
                .code(200)
                .body(new Buffer().write(bytes))
                .build());
        return new ArtifactFetcher(hosts.http, hosts.store, Inspections.of(refusing))
                .fetch("huggingface", ByteHosts.FILE, expected, LIMITS);
    }

    private static Inspection report(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Stored.class);
        return Objects.requireNonNull(((Fetched.Stored) fetched).inspection());
    }

    /** A zip of a pickle, which needs its end, behind a megabyte of noise that does not deflate. */
    private static byte[] zip() throws IOException {
        byte[] noise = new byte[1 << 20];
        new Random(7).nextBytes(noise);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("archive/data/0"));
            zip.write(noise);
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(BAD);
            zip.closeEntry();
        }
        return file.toByteArray();
    }

    @Test
    void aStreamAndWhatNeedsItsEndGetTheReportThatTheWholeFileGets() throws Exception {
        for (byte[] file : new byte[][] {GOOD, BAD, zip()}) {
            // when
            Inspection report = report(fetch(file, NOTHING, false));

            // then
            assertThat(report).isEqualTo(new Inspector().inspect("model.bin", Bytes.of(file)));
        }
        assertThat(hosts.visible()).hasSize(3);
    }

    @Test
    void aDangerousFileIsStoredAndMarkedUnlessThatIsRefused() throws Exception {
        // when
        Fetched refused = fetch(BAD, NOTHING, true);

        // then
        assertThat(refused).isInstanceOfSatisfying(Fetched.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(FileReason.DANGEROUS);
            assertThat(failed.message()).contains("pickle-dangerous-global", "os system");
        });
        assertThat(hosts.visible()).isEmpty();
        assertThat(report(fetch(GOOD, NOTHING, true)).getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(report(fetch(BAD, NOTHING, false)).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void whatStoodThereBeforeStaysWhereTheSameBytesAreRefused() throws Exception {
        // given
        Fetched stored = fetch(BAD, NOTHING, false);

        // when
        Fetched refused = fetch(BAD, NOTHING, true);

        // then
        assertThat(stored).isInstanceOf(Fetched.Stored.class);
        assertThat(refused).isInstanceOf(Fetched.Failed.class);
        assertThat(hosts.visible()).hasSize(1);
    }

    @Test
    void anObjectThatIsThereIsLookedIntoWhileItIsReadBack() throws Exception {
        // given: a crash left it unannounced
        Fetched.Stored left = (Fetched.Stored) fetch(BAD, NOTHING, false);
        Expected known = new Expected(left.sha256(), null, (long) BAD.length);

        // when
        Fetched found = new ArtifactFetcher(hosts.http, hosts.store, Inspections.of(false))
                .fetch("huggingface", ByteHosts.FILE, known, LIMITS);

        // then
        assertThat(report(found).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
        assertThat(hosts.hub.getRequestCount()).isEqualTo(1);
    }

    @Test
    void anInspectorThatFailsFailsNoDownload() throws Exception {
        // given: a store that cannot be read again
        byte[] file = zip();
        ArtifactFetcher fetcher =
                new ArtifactFetcher(hosts.http, new UnreadableStore(hosts.store), Inspections.of(true));
        hosts.hub.enqueue(new MockResponse.Builder()
                .code(200)
                .body(new Buffer().write(file))
                .build());

        // when
        Fetched fetched = fetcher.fetch("huggingface", ByteHosts.FILE, NOTHING, LIMITS);

        // then
        Inspection report = report(fetched);
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.UNSCANNABLE);
        assertThat(report.getFindings().getFirst().getRule()).isEqualTo("inspector-fault");
        assertThat(hosts.store.size(((Fetched.Stored) fetched).key())).hasValue(file.length);
        assertThat(ObjectKey.blob(((Fetched.Stored) fetched).sha256())).isIn(hosts.visible());
    }
}
