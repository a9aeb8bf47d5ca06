package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.samplehub.Faults;
import io.ptmtorrent.samplehub.HubChange;
import io.ptmtorrent.samplehub.SampleHub;
import io.ptmtorrent.samplehub.SampleHubConfig;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days on which the hub leads astray, dawdles, or shows only a part of itself, through the whole command. */
class BadDayIT {
    private static final int MODELS = 1_200;

    @TempDir
    Path temp;

    @Test
    void aPageThatLeadsToAnotherHostIsNotFollowedAndTheRunSaysSo() throws IOException {
        // given a private server that no redirect may lead to
        AtomicInteger asked = new AtomicInteger();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.close();
        });
        elsewhere.start();
        String target = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/away";

        // when the second page leads there, whenever it is asked for
        CommandRun run = crawl(hub().withFaults(Faults.parse("redirect-away-always=2@" + target)));

        // then
        elsewhere.stop(0);
        assertThat(asked).hasValue(0);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).startsWith("Not done (huggingface: ");
        assertThat(report().hub("models")).isEqualTo(1_000);
        assertThat(report().hub("errors")).isPositive();
    }

    @Test
    void aSlowPageIsWaitedFor() throws IOException {
        // when
        CommandRun run = crawl(hub().withFaults(Faults.parse("slow=1@3000")));

        // then
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(report().hub("listed")).isEqualTo(MODELS);
    }

    @Test
    void aModelThatIsDeletedBetweenListingAndDetailsIsGone() throws Exception {
        // given a day that passes when the first list of files is asked for
        AtomicBoolean listed = new AtomicBoolean();
        Set<String> deleted;
        CommandRun run;
        try (SampleHub hub = SampleHub.start(hub().withModels(60))) {
            hub.onRequest(request -> {
                if (request.path().contains("/tree/") && listed.compareAndSet(false, true)) {
                    hub.step(1);
                }
            });

            // when
            run = crawl(hub.apiUri(), "--artifacts", "small");
            deleted = hub.truth()
                    .models()
                    .filter(model -> model.change() == HubChange.DELETED)
                    .map(ModelTruth::stableId)
                    .collect(Collectors.toSet());
        }

        // then
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(deleted).isNotEmpty();
        assertThat(report().hub("models")).isEqualTo(60 - gone());
        assertThat(TopicContents.updates(temp.resolve("data")))
                .filteredOn(update -> update.getType() == UpdateType.DELETED)
                .extracting(ModelUpdate::getStableId)
                .containsAll(deleted)
                .doesNotHaveDuplicates();
    }

    /** Models that an update says are gone, in whatever way. */
    private long gone() throws Exception {
        return TopicContents.updates(temp.resolve("data")).stream()
                .map(ModelUpdate::getType)
                .filter(Set.of(UpdateType.DELETED, UpdateType.RECREATED)::contains)
                .count();
    }

    @Test
    void aListingThatLostAThirdOfItsModelsDeletesNoneUntilToldToAcceptIt() throws Exception {
        // given
        List<String> rows = IntStream.range(0, 60).mapToObj(BadDayIT::row).toList();
        assertThat(crawl(rows).code()).isZero();

        // when
        CommandRun refused = crawl(rows.subList(0, 40));
        long afterRefusal = report().hub("models");
        CommandRun accepted = crawl(rows.subList(0, 40), "--accept-shrink");

        // then
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("listed 40 models, the last complete run listed 60; give --accept-shrink");
        assertThat(afterRefusal).isEqualTo(60);
        assertThat(accepted.code()).as(accepted.err()).isZero();
        assertThat(report().hub("models")).isEqualTo(40);
        assertThat(TopicContents.updates(temp.resolve("data")).stream()
                        .map(ModelUpdate::getType)
                        .filter(UpdateType.DELETED::equals))
                .hasSize(20);
    }

    /** A row in the shape of Hugging Face's listing, values of our own. */
    private static String row(int number) {
        return "{\"_id\":\"%024x\",\"id\":\"acme/model-%d\",\"sha\":\"%040x\",".formatted(number, number, number)
                + "\"createdAt\":\"2023-10-31T12:00:00.000Z\",\"private\":false,\"gated\":false,\"tags\":[]}";
    }

    private static SampleHubConfig hub() {
        return SampleHubConfig.defaults().withModels(MODELS).withSeed(5);
    }

    private CommandRun crawl(SampleHubConfig config) throws IOException {
        try (SampleHub hub = SampleHub.start(config)) {
            return crawl(hub.apiUri());
        }
    }

    private CommandRun crawl(List<String> rows, String... more) throws IOException {
        try (ListingServer hub = ListingServer.start(rows)) {
            return crawl(hub.uri(), more);
        }
    }

    private CommandRun crawl(URI hub, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "local",
                "--hub",
                "huggingface",
                "--full",
                "--until-idle",
                "--endpoint",
                "huggingface.co=" + hub,
                "--data",
                temp.resolve("data").toString(),
                "--report",
                temp.resolve("report.json").toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private ReportFile report() throws IOException {
        return ReportFile.read(temp.resolve("report.json"));
    }
}
