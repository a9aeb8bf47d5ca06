package io.ptmtorrent.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestsTest {
    /** Confluent's wire format: a zero, a schema's id in four bytes, Avro. */
    private static final byte[] OF_SCHEMA_7 = {0, 0, 0, 0, 7, 1, 2, 3};

    private final MockWebServer registry = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        registry.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void takesNothingForBadWhileTheRegistryIsAway() {
        // given
        try (Requests requests = requests()) {
            registry.close();

            // when, then
            assertThatThrownBy(() -> requests.read(entry(OF_SCHEMA_7)))
                    .isInstanceOf(KafkaException.class)
                    .hasMessageContaining("the schema registry does not answer");
        }
    }

    @Test
    void tellsWhatIsNoRequest() {
        // given
        registry.enqueue(new MockResponse.Builder()
                .code(404)
                .setHeader("Content-Type", "application/json")
                .body("{\"error_code\":40403,\"message\":\"Schema 7 not found\"}")
                .build());
        try (Requests requests = requests()) {
            // when
            Requests.Taken ofNoSchema = requests.read(entry(OF_SCHEMA_7));
            Requests.Taken ofNoFormat = requests.read(entry(new byte[] {'n', 'o'}));

            // then
            assertThat(ofNoSchema.request()).isNull();
            assertThat(ofNoSchema.fault()).startsWith("no artifact request: ");
            assertThat(ofNoFormat.request()).isNull();
            assertThat(ofNoFormat.deliveries()).isEqualTo(1);
        }
    }

    private Requests requests() {
        String url = registry.url("/").toString();
        return new Requests(new KafkaSettings("localhost:9", url, new Topics("test.", 1), Map.of()));
    }

    private static ConsumerRecord<String, byte[]> entry(byte[] value) {
        return new ConsumerRecord<>("test.artifact-requests", 0, 5, "key", value);
    }
}
