package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.sink.store.S3Config.Checksums;
import io.ptmtorrent.sink.store.S3Config.Encryption;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ConfigTest {
    @Test
    void hasDefaults() {
        assertThat(S3Config.from(Map.of("store.s3.bucket", "models")))
                .isEqualTo(new S3Config(
                        "models",
                        null,
                        null,
                        false,
                        Encryption.NONE,
                        null,
                        Checksums.WHEN_REQUIRED,
                        "",
                        134_217_728,
                        2,
                        Duration.ofDays(1)));
    }

    @Test
    void readsEveryKey() {
        // when
        S3Config config = S3Config.from(Map.ofEntries(
                Map.entry("store.s3.bucket", "models"),
                Map.entry("store.s3.endpoint", "http://store.example:9000"),
                Map.entry("store.s3.region", "eu-central-1"),
                Map.entry("store.s3.path-style", "false"),
                Map.entry("store.s3.sse", "aws:kms"),
                Map.entry("store.s3.sse-key", "alias/models"),
                Map.entry("store.s3.checksums", "when-supported"),
                Map.entry("store.s3.prefix", "a/b"),
                Map.entry("store.s3.memory", "1073741824"),
                Map.entry("store.s3.parts-in-flight", "4"),
                Map.entry("store.s3.abandoned", "PT2H")));

        // then
        assertThat(config)
                .isEqualTo(new S3Config(
                        "models",
                        URI.create("http://store.example:9000"),
                        "eu-central-1",
                        false,
                        Encryption.KMS,
                        "alias/models",
                        Checksums.WHEN_SUPPORTED,
                        "a/b/",
                        1L << 30,
                        4,
                        Duration.ofHours(2)));
    }

    @Test
    void aServerOfOnesOwnHasTheBucketInThePath() {
        assertThat(S3Config.from(Map.of("store.s3.bucket", "models", "store.s3.endpoint", "https://store.example"))
                        .pathStyle())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "bucket, '', a bucket's name",
        "bucket, a/b, a bucket's name",
        "endpoint, store.example, 'http:// or https://'",
        "endpoint, 'http://a b', cannot be read",
        "endpoint, http://user:word@store.example, 'http:// or https://'",
        "path-style, yes, true and false",
        "sse, aes, 'none, AES256, aws:kms'",
        "sse-key, k, 'none, unless store.s3.sse is aws:kms'",
        "checksums, never, 'when-required, when-supported'",
        "prefix, ../x, each ended by /",
        "prefix, /x, each ended by /",
        "memory, 1000, 16777216 to 68719476736",
        "memory, much, cannot be read",
        "parts-in-flight, 0, 1 to 16",
        "abandoned, PT1M, PT1H or more",
        "buckets, x, allowed are store.s3.[abandoned"
    })
    void refusesWhatMakesNoSense(String key, String value, String allowed) {
        // given
        Map<String, String> settings = new HashMap<>(Map.of("store.s3.bucket", "models"));
        settings.put("store.s3." + key, value);

        // when, then
        assertThatThrownBy(() -> S3Config.from(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("store.s3." + key)
                .hasMessageContaining(allowed);
    }
}
