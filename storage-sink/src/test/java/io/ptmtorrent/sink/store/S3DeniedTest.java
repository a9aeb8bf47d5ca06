package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A bucket whose owner lets us do everything but list uploads (s3:ListBucketMultipartUploads). */
class S3DeniedTest {
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws Exception {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                boolean uploads = request.getUrl().queryParameterNames().contains("uploads");
                return new MockResponse.Builder().code(uploads ? 403 : 200).build();
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void opensAndLeavesAbandonedUploadsToAnother() throws Exception {
        // when
        try (S3Store store = open()) {

            // then
            assertThat(store.memory().free()).isPositive();
        }
    }

    @Test
    void saysWhatCannotBeDoneWhereAFileIsToBeContinued() throws Exception {
        // given
        try (S3Store store = open()) {
            ObjectKey key = ObjectKey.blob("0".repeat(64));

            // then
            assertThatThrownBy(() -> store.resume(key, 1L << 30, new ObjectLabel(null, null, "")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("list the uploads of uploads/000");
        }
    }

    private S3Store open() throws StoreException {
        S3Config config = S3Config.from(Map.of(
                "store.s3.bucket",
                "models",
                "store.s3.endpoint",
                server.url("/").toString()));
        return S3Store.open(
                config,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                PartSizes.USUAL,
                S3Limits.RESUMABLE,
                Clock.systemUTC());
    }
}
