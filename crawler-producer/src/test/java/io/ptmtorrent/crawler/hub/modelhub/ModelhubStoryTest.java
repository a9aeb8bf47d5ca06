package io.ptmtorrent.crawler.hub.modelhub;

import static io.ptmtorrent.crawler.hub.SampleWorld.full;
import static io.ptmtorrent.crawler.hub.SampleWorld.increment;
import static io.ptmtorrent.crawler.hub.SampleWorld.rejects;
import static io.ptmtorrent.crawler.hub.SampleWorld.rows;
import static io.ptmtorrent.crawler.hub.SampleWorld.walk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.crawler.hub.ExpectedFiles;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubReject;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.hub.SampleWorld;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.modelhub.ModelhubKind;
import io.ptmtorrent.samplehub.modelhub.SampleModelhub;
import io.ptmtorrent.samplehub.modelhub.SampleModelhubModel;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A crawl of a synthetic Modelhub.ai, compared with what it says of itself. */
final class ModelhubStoryTest {
    private static final int MODELS = 2 * ModelhubKind.values().length + 3;

    private final SampleModelhub sample = SampleModelhub.of(7, MODELS);
    private SampleWorld world;
    private Modelhub hub;

    @BeforeEach
    void start() throws IOException {
        world = SampleWorld.of(SampleGitHub.start(List.of()));
        sample.putInto(world.github());
        hub = new Modelhub(world.http());
    }

    @AfterEach
    void stop() throws IOException {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 7, 1})
    void listsEveryModelOfTheRegistryAtTheCommitOfItsRepository(int pageSize) throws IOException {
        // when
        List<HubPage.Listed> pages = walk(hub, full(pageSize));

        // then
        assertThat(rows(pages))
                .extracting(HubRow::stableId, HubRow::id, HubRow::revision)
                .containsExactlyElementsOf(sample.truth().stream()
                        .map(model -> tuple(model.id(), model.name(), model.revision()))
                        .toList());
        assertThat(rejects(pages))
                .extracting(HubReject::reason)
                .containsExactly(DeadLetterReason.MISSING_ID, DeadLetterReason.BAD_ROW);
        assertThat(pages)
                .allSatisfy(page ->
                        assertThat(page.version()).isEqualTo(pages.getFirst().version()));
    }

    @Test
    void aRowHoldsTheTextsAsTheyAreAndWhyARepositoryIsNotThere() throws IOException {
        // when
        List<HubRow> rows = rows(walk(hub, full(1000)));

        // then
        assertThat(body(rows, ModelhubKind.TEMPLATE)).contains("e.g. link to model weights");
        assertThat(body(rows, ModelhubKind.BAD_CONFIG)).contains("\"contrib_src/model/config.json\":\"{\\n");
        assertThat(body(rows, ModelhubKind.WITHOUT_DOCUMENTS)).contains("\"init/init.json\":null");
        assertThat(body(rows, ModelhubKind.GONE))
                .contains("\"missing\":\"GET https://github.com/modelhub-ai/")
                .contains("gave 404");
        assertThat(body(rows, ModelhubKind.BLOCKED)).contains("gave 451");
        assertThat(body(rows, ModelhubKind.RENAMED))
                .contains("\"asked\":\"modelhub-ai/old-tern-net-11\"")
                .contains("\"name\":\"modelhub-ai/tern-net-11\"");
    }

    @Test
    void theSameHubGivesTheSameBytesAgain() throws IOException {
        // given
        List<HubRow> first = rows(walk(hub, full(1000)));

        // when
        List<HubRow> second = rows(walk(hub, full(1000)));

        // then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void anIncrementOfAnUnchangedRegistryIsOneRequest() throws IOException {
        // given
        String version = walk(hub, full(1000)).getLast().version();
        int before = world.requests();

        // when
        List<HubPage.Listed> pages = walk(hub, increment(version));

        // then
        assertThat(pages).hasSize(1);
        assertThat(pages.getFirst().items()).isEmpty();
        assertThat(pages.getFirst().version()).isEqualTo(version);
        assertThat(world.asked(before))
                .containsExactly("raw.githubusercontent.com/modelhub-ai/modelhub/master/models.json");
    }

    @Test
    void aFullRunIsOneRequestAndFourAModel() throws IOException {
        // when
        walk(hub, full(1000));

        // then
        assertThat(world.requests()).isLessThanOrEqualTo(1 + 5 * MODELS);
        assertThat(world.asked(0))
                .filteredOn(address -> address.startsWith("raw."))
                .hasSizeLessThanOrEqualTo(1 + 2 * MODELS);
    }

    @Test
    void aChangedRegistryIsListedAgainAndAChangedRepositoryHasAnotherRevision() throws IOException {
        // given
        String version = walk(hub, full(1000)).getLast().version();
        SampleModelhub next = sample.withChange(1).withoutLast(2);
        next.putInto(world.github());

        // when
        List<HubRow> rows = rows(walk(hub, increment(version)));

        // then
        assertThat(rows)
                .extracting(HubRow::stableId, HubRow::revision)
                .containsExactlyElementsOf(next.truth().stream()
                        .map(model -> tuple(model.id(), model.revision()))
                        .toList());
        assertThat(rows.get(1).revision()).isNotEqualTo(sample.truth().get(1).revision());
    }

    @Test
    void theFilesOfEachModelAreThoseThatItsRepositoryAndItsInitFileGive() throws IOException {
        for (SampleModelhubModel model : sample.truth()) {
            if (model.revision() == null) {
                continue;
            }

            // when
            FilePage page = hub.files(model.name(), model.revision(), null);

            // then
            assertThat(page).isInstanceOf(FilePage.Listed.class);
            assertThat(ExpectedFiles.of((FilePage.Listed) page))
                    .as(model.kind() + "")
                    .isEqualTo(ExpectedFiles.of(model.files()));
        }
    }

    @Test
    void theFilesOfAModelWithoutRepositoryAreRefusedForGood() throws IOException {
        // given
        SampleModelhubModel gone = sample.truth().get(first(ModelhubKind.GONE));

        // when
        FilePage page = hub.files(gone.name(), "0".repeat(40), null);

        // then
        assertThat(page).isInstanceOfSatisfying(Lookup.Refused.class, refused -> {
            assertThat(refused.reason()).contains("gave 404");
            assertThat(refused.retryAt()).isNull();
        });
    }

    @Test
    void aLookupGivesTheRowThatTheListingGives() throws IOException {
        // given
        HubRow listed = rows(walk(hub, full(1000))).get(3);

        // when
        Lookup lookup = hub.lookup(listed.stableId(), listed.id());

        // then
        assertThat(lookup)
                .isInstanceOfSatisfying(
                        Lookup.Found.class, found -> assertThat(found.row()).isEqualTo(listed));
    }

    @Test
    void aModelThatTheRegistryNamesNoLongerIsGone() throws IOException {
        // given
        SampleModelhubModel last = sample.truth().getLast();
        world.github().put(sample.withoutLast(1).registry());

        // when
        Lookup lookup = hub.lookup(last.id(), last.name());

        // then
        assertThat(lookup).isInstanceOfSatisfying(Lookup.Gone.class, gone -> {
            assertThat(gone.reason()).isEqualTo("the registry has no such id");
            assertThat(gone.successor()).isNull();
        });
    }

    private String body(List<HubRow> rows, ModelhubKind kind) {
        return SampleWorld.text(rows.get(first(kind)).body());
    }

    /** Place of the first model of a kind. */
    private int first(ModelhubKind kind) {
        return sample.truth().stream().map(SampleModelhubModel::kind).toList().indexOf(kind);
    }
}
