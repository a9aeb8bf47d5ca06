package io.ptmtorrent.sink.fetch;

import static io.ptmtorrent.sink.fetch.ByteHosts.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Verification;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Digits in names, as torch.hub has them, and names that only look so. */
class NameProofTest {
    private static final FetchLimits LIMITS = new FetchLimits(1L << 30, Duration.ofSeconds(20), 0);

    /** Digest by sha256sum. */
    private static final String BYTES = "the bytes of a model";

    private static final String SHA256 = "68d18a506016639d3a8274be1d740a81afb482ffbfad7e4c3e10a5a32fd04840";

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

    @ParameterizedTest
    @CsvSource({
        "resnet18-68d18a50.pth, SHA256_PREFIX",
        "resnet18-68d18a506016639d.tar.gz, SHA256_PREFIX",
        "resnet18-68d18a506016639d3a8274be1d740a81afb482ffbfad7e4c3e10a5a32fd04840.pth, SHA256_PREFIX",
        "two-20240101-68d18a50.pth, SHA256_PREFIX",
        "resnet18-68d18a5.pth, NONE", // seven digits
        "resnet18_68d18a50.pth, NONE", // an underscore
        "resnet18-20240101.pth, NONE", // a date
        "resnet18-68D18A50.pth, NONE",
        "resnet18-68d18a50, NONE",
        "resnet18.pth, NONE"
    })
    void digitsThatFitProveAndOthersDoNot(String name, Verification verification) throws Exception {
        // given
        hosts.hub.enqueue(answer(200, BYTES));

        // when
        Fetched fetched = fetch("models/" + name, new Expected(null, null, null));

        // then
        assertThat(fetched).isInstanceOfSatisfying(Fetched.Stored.class, stored -> {
            assertThat(stored.sha256()).isEqualTo(SHA256);
            assertThat(stored.verification()).isEqualTo(verification);
        });
    }

    @Test
    void digitsSayMoreThanTheSize() throws Exception {
        // given
        hosts.hub.enqueue(answer(200, BYTES));

        // when
        Fetched fetched = fetch("resnet18-68d18a50.pth", new Expected(null, null, 20L));

        // then
        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Stored.class,
                        stored -> assertThat(stored.verification()).isEqualTo(Verification.SHA256_PREFIX));
    }

    @Test
    void announcedDigestGoesBeforeDigitsInTheName() throws Exception {
        // given
        hosts.hub.enqueue(answer(200, BYTES));

        // when
        Fetched fetched = fetch("resnet18-68d18a50.pth", new Expected("0".repeat(64), null, null));

        // then
        assertThat(fetched)
                .isInstanceOfSatisfying(
                        Fetched.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FileReason.DIGEST_MISMATCH));
    }

    private Fetched fetch(String path, Expected expected) throws Exception {
        HttpUrl url = HttpUrl.get("https://huggingface.co/" + path);
        return new ArtifactFetcher(hosts.http, hosts.store).fetch("pytorch-hub", url, expected, LIMITS);
    }
}
