package io.ptmtorrent.local.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.local.CommandRun;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that loses things, and lets go of others: each is what the topics say in the end. */
class LetGoIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temp;

    @Test
    void whatIsLostIsFoundAndFetchedAgain() throws Exception {
        try (SampleHub hub =
                SampleHub.start(SampleHubConfig.defaults().withModels(12).withSeed(20))) {
            // given
            crawl(hub);
            StoredFolder before = StoredFolder.of(data());
            Iterator<String> blobs = before.under("blobs").keySet().iterator();
            String damaged = blobs.next();
            String removed = blobs.next();
            String manifest = before.under("packages").keySet().iterator().next();
            Files.writeString(object(damaged), "other bytes");
            Files.delete(object(removed));
            Files.writeString(object(manifest), "{}");

            // when
            CommandRun first = verify("--all", "--json");

            // then
            assertThat(first.code()).as(first.err()).isEqualTo(3);
            assertThat(lines(first))
                    .extracting(line -> line.path("condition").asText() + " "
                            + line.path("object").asText())
                    .containsExactly("WRONG " + damaged, "MISSING " + removed, "WRONG " + manifest, " ");
            assertThat(lines(first).getLast().path("objects").asInt())
                    .isEqualTo(before.under("blobs").size());
            assertThat(object(damaged)).doesNotExist();

            // when the pipeline runs again
            crawl(hub);

            // then
            assertThat(StoredFolder.of(data()).objects()).isEqualTo(before.objects());
            CommandRun second = verify();
            assertThat(second.code()).as(second.out() + second.err()).isZero();
        }
    }

    private void crawl(SampleHub hub) throws IOException {
        URI bytes = hub.cdnUri();
        CommandRun run = CommandRun.of(
                "local",
                "--hub",
                "huggingface",
                "--full",
                "--until-idle",
                "--data",
                data().toString(),
                "--endpoint",
                "huggingface.co=" + hub.apiUri(),
                "--artifacts",
                "all",
                "--allow-private",
                bytes.getHost() + ":" + bytes.getPort());
        assertThat(run.code()).as(run.err()).isZero();
    }

    private CommandRun verify(String... options) {
        List<String> arguments = new ArrayList<>(List.of("verify", "--data", data().toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static List<JsonNode> lines(CommandRun run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private Path object(String key) {
        return data().resolve("objects").resolve(key);
    }

    private Path data() {
        return temp.resolve("data");
    }
}
