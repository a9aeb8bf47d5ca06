package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private static final int MODELS = 450;

    private SampleHub hub;
    private HubReader reader;

    @BeforeEach
    void start() throws IOException {
        hub = SampleHub.start(SampleHubConfig.defaults().withModels(MODELS).withStep(2));
        reader = new HubReader(hub);
    }

    @AfterEach
    void stop() throws IOException {
        reader.close();
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({"createdAt,1", "createdAt,-1", "lastModified,1", "lastModified,-1"})
    void pagesCoverEveryLiveModelOnceInOrder(String sort, int direction) throws IOException {
        // given
        Comparator<ModelTruth> order = "createdAt".equals(sort)
                ? Comparator.comparing(ModelTruth::stableId)
                : Comparator.comparing(ModelTruth::lastModified).thenComparing(ModelTruth::stableId);
        List<String> expected = hub.truth()
                .live()
                .sorted(direction == 1 ? order : order.reversed())
                .map(ModelTruth::stableId)
                .toList();
        // when
        List<JsonNode> rows = reader.rows("limit=37&expand=lastModified&sort=" + sort + "&direction=" + direction);
        // then
        assertThat(ids(rows)).isEqualTo(expected);
    }

    @Test
    void nextLinkHoldsTheWholeQueryUnderThePublicName() throws IOException {
        // given
        String query = "limit=10&sort=createdAt&direction=1&expand[]=sha&expand=likes";
        // when
        var page = reader.get("/api/models?" + query.replace("[]", "%5B%5D"));
        // then
        assertThat(HubReader.header(page, "link"))
                .startsWith(
                        "<https://huggingface.co/api/models?limit=10&sort=createdAt&direction=1&expand=sha&expand=likes&cursor=")
                .endsWith(">; rel=\"next\"");
    }

    @Test
    void lastPageHasNoNextLinkEvenWhenItIsFull() throws IOException {
        // given
        int live = hub.truth().liveCount();
        // when
        var page = reader.get("/api/models?direction=1&limit=" + live);
        // then
        assertThat(HubReader.json(page)).hasSize(live);
        assertThat(page.headers().firstValue("link")).isEmpty();
    }

    @Test
    void cursorHoldsItsPlaceWhileTheHubMovesOn() throws IOException {
        // given
        Set<String> before = hub.truth().live().map(ModelTruth::stableId).collect(Collectors.toSet());
        List<JsonNode> rows = new ArrayList<>();
        Optional<String> next = Optional.of("/api/models?" + HubReader.OLDEST_FIRST);
        // when
        for (int page = 0; next.isPresent(); page++) {
            var answer = reader.get(next.get());
            HubReader.json(answer).forEach(rows::add);
            next = HubReader.next(answer);
            if (page == 1) {
                hub.step(3);
            }
        }
        // then
        Set<String> inBoth = hub.truth()
                .live()
                .map(ModelTruth::stableId)
                .filter(before::contains)
                .collect(Collectors.toSet());
        List<String> created = hub.truth()
                .live()
                .map(ModelTruth::stableId)
                .filter(id -> !before.contains(id)
                        && id.compareTo(before.stream().max(String::compareTo).orElseThrow()) > 0)
                .toList();
        assertThat(ids(rows)).doesNotHaveDuplicates().containsAll(inBoth).containsAll(created);
    }

    @Test
    void cursorOfAModelThatIsGoneStillLeadsOn() throws IOException {
        // given
        List<String> old = ids(reader.rows("limit=1000&direction=1&expand=sha"));
        hub.step(8);
        Set<String> live = hub.truth().live().map(ModelTruth::stableId).collect(Collectors.toSet());
        String gone = old.stream().filter(id -> !live.contains(id)).findFirst().orElseThrow();
        // when
        var page = reader.get("/api/models?limit=1&direction=1&cursor=" + new Cursor(gone, -1).text());
        // then
        String following = live.stream()
                .filter(id -> id.compareTo(gone) > 0)
                .min(String::compareTo)
                .orElseThrow();
        assertThat(HubReader.json(page).get(0).get("_id").asText()).isEqualTo(following);
    }

    @Test
    void rowIsExactlyTheIdsAndWhatWasAsked() throws IOException {
        // when
        List<JsonNode> rows = reader.rows("expand[]=likes&expand=sha".replace("[]", "%5B%5D"));
        // then
        Set<String> names = new HashSet<>();
        rows.stream()
                .filter(row -> !row.has("sampleOnly"))
                .forEach(row -> row.fieldNames().forEachRemaining(names::add));
        assertThat(names).containsExactlyInAnyOrder("_id", "id", "likes", "sha");
    }

    @Test
    void withoutExpandARowIsTheShortOne() throws IOException {
        // when
        JsonNode row = HubReader.json(reader.get("/api/models?limit=1")).get(0);
        // then
        assertThat(row.get("modelId")).isEqualTo(row.get("id"));
        assertThat(row.has("likes")).isTrue();
        assertThat(row.has("sha")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "expand=nonsense",
                "expand=_id",
                "expand=sha&full=true",
                "sort=taste",
                "limit=0",
                "limit=many",
                "cursor=nonsense",
                "cursor=e30="
            })
    void wrongQueryIsAnswered400WithTheReason(String query) throws IOException {
        // when
        var answer = reader.get("/api/models?" + query);
        // then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(HubReader.json(answer).get("error").asText()).isNotBlank();
    }

    @Test
    void unknownExpandIsAnsweredWithTheValidOnes() throws IOException {
        // when
        var answer = reader.get("/api/models?expand=nonsense");
        // then
        assertThat(HubReader.text(answer)).contains("downloadsAllTime", "xetEnabled", "model-index", "nonsense");
    }

    @Test
    void filterAndAuthorNarrowTheListing() throws IOException {
        // given
        JsonNode first = reader.rows("expand=tags&expand=author&direction=1").stream()
                .filter(row -> row.path("tags").toString().contains("\"transformers\""))
                .findFirst()
                .orElseThrow();
        String author = first.get("author").asText();
        // when
        List<JsonNode> rows = reader.rows("filter=transformers&author=" + author + "&expand=tags&expand=author");
        // then
        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            assertThat(row.get("author").asText()).isEqualTo(author);
            assertThat(row.get("tags").toString()).contains("\"transformers\"");
        });
    }

    @Test
    void limitEndsAtAThousand() throws IOException {
        // given
        try (SampleHub large = SampleHub.start(SampleHubConfig.defaults().withModels(1_200));
                HubReader largeReader = new HubReader(large)) {
            // when
            var page = largeReader.get("/api/models?limit=5000");
            // then
            assertThat(HubReader.json(page)).hasSize(1_000);
        }
    }

    @Test
    void emptyHubIsAnEmptyList() throws IOException {
        // given
        try (SampleHub empty =
                        SampleHub.start(SampleHubConfig.defaults().withModels(0).withStep(1));
                HubReader emptyReader = new HubReader(empty)) {
            // when
            var page = emptyReader.get("/api/models");
            // then
            assertThat(HubReader.text(page)).isEqualTo("[]");
        }
    }

    private static List<String> ids(List<JsonNode> rows) {
        return rows.stream().map(row -> row.get("_id").asText()).toList();
    }
}
