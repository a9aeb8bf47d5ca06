package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.contract.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole story on four partitions: a hub lists two models, one broken. */
class ArchiveStoryIT {
    /** Rows in the shape of Hugging Face's listing, values of our own; the second has no identity. */
    private static final String LISTING = """
            [{"_id":"6540e1a0b2c3d4e5f6a7b8c9","id":"acme/good","author":"acme","sha":"0123456789abcdef0123456789abcdef01234567",
            "createdAt":"2023-10-31T12:00:00.000Z","lastModified":"2023-11-01T12:00:00.000Z","private":false,"gated":false,
            "disabled":false,"downloads":3,"likes":1,"tags":["fill-mask","license:mit"],"pipeline_tag":"fill-mask",
            "library_name":"transformers","config":{"architectures":["BertForMaskedLM"],"model_type":"bert"},
            "siblings":[{"rfilename":"config.json"},{"rfilename":"model.safetensors"}]},
            {"id":"acme/broken","author":"acme"}]
            """;

    @TempDir
    Path temp;

    private HttpServer hub;

    @BeforeEach
    void startHub() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/api/models", ArchiveStoryIT::list);
        hub.start();
    }

    @AfterEach
    void stopHub() {
        hub.stop(0);
    }

    @Test
    void keepsTheGoodModelSaysWhyTheBrokenOneIsNotThereAndWritesNothingTwice() throws Exception {
        // when
        ReportFile first = crawl();

        // then the good one is a model
        assertThat(first.hub("listed")).isEqualTo(2);
        assertThat(first.hub("models")).isEqualTo(1);
        assertThat(first.hub("updates")).isEqualTo(1);
        JsonNode model = export();
        assertThat(model.path("hub").asText()).isEqualTo("huggingface");
        assertThat(model.path("id").asText()).isEqualTo("acme/good");
        assertThat(model.path("stableId").asText()).isEqualTo("6540e1a0b2c3d4e5f6a7b8c9");
        assertThat(model.path("revision").asText()).isEqualTo("0123456789abcdef0123456789abcdef01234567");
        assertThat(model.path("owner").asText()).isEqualTo("acme");
        assertThat(model.path("name").asText()).isEqualTo("good");
        assertThat(model.path("task").asText()).isEqualTo("fill-mask");
        assertThat(model.path("files").findValuesAsText("path")).containsExactly("config.json", "model.safetensors");

        // and the broken one a dead letter that says why
        assertThat(first.deadLetters()).isEqualTo(1);
        assertThat(first.hub("errors")).isEqualTo(1);
        assertThat(deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.getHub()).isEqualTo("huggingface");
            assertThat(letter.getMessage()).isNotBlank();
            assertThat(StandardCharsets.UTF_8.decode(letter.getHead()).toString())
                    .contains("acme/broken");
        });

        // when it is crawled again
        ReportFile second = crawl();

        // then nothing new is written
        assertThat(second.hub("listed")).isEqualTo(2);
        assertThat(second.hub("updates")).isZero();
        assertThat(TopicContents.updates(data())).singleElement().satisfies(ArchiveStoryIT::isTheCreation);
        assertThat(TopicContents.of(data(), Topics::models)).hasSize(1);
    }

    private static void isTheCreation(ModelUpdate update) {
        assertThat(update.getType()).isEqualTo(UpdateType.CREATED);
        assertThat(update.getId()).isEqualTo("acme/good");
    }

    private ReportFile crawl() throws IOException {
        Path report = temp.resolve("report.json");
        CommandRun run = CommandRun.of(
                "local",
                "--hub",
                "huggingface",
                "--full",
                "--until-idle",
                "--data",
                data().toString(),
                "--endpoint",
                "huggingface.co=http://127.0.0.1:" + hub.getAddress().getPort(),
                "--report",
                report.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return ReportFile.read(report);
    }

    private JsonNode export() throws IOException {
        Path out = temp.resolve("out");
        CommandRun run = CommandRun.of("export", "--data", data().toString(), "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        List<String> lines = Files.readAllLines(out.resolve("models.jsonl"));
        assertThat(lines).hasSize(1);
        return new ObjectMapper().readTree(lines.get(0));
    }

    private List<DeadLetter> deadLetters() throws Exception {
        return TopicContents.of(data(), Topics::deadLetters);
    }

    private Path data() {
        return temp.resolve("data");
    }

    private static void list(HttpExchange exchange) throws IOException {
        byte[] body = LISTING.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        exchange.getResponseHeaders().add("RateLimit", "\"api\";r=499;t=295");
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
