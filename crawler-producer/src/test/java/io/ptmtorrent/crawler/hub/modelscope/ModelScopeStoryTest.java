package io.ptmtorrent.crawler.hub.modelscope;

import static io.ptmtorrent.crawler.hub.SampleWorld.full;
import static io.ptmtorrent.crawler.hub.SampleWorld.rows;
import static io.ptmtorrent.crawler.hub.SampleWorld.walk;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.ExpectedFiles;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.hub.SampleWorld;
import io.ptmtorrent.samplehub.git.PackageFile;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.modelscope.ModelScopeSite;
import io.ptmtorrent.samplehub.modelscope.SampleModelScope;
import io.ptmtorrent.samplehub.modelscope.SampleScopeFile;
import io.ptmtorrent.samplehub.modelscope.SampleScopeModel;
import io.ptmtorrent.samplehub.modelscope.ScopeKind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A crawl of a synthetic ModelScope, compared with what it says of itself. */
final class ModelScopeStoryTest {
    private static final int MODELS = 2 * ScopeKind.values().length + 3;

    private final SampleModelScope sample = SampleModelScope.of(7, MODELS);
    private SampleWorld world;
    private ModelScopeSite site;
    private ModelScope hub;

    @BeforeEach
    void start() throws IOException {
        SampleGitHub github = SampleGitHub.start(List.of());
        site = sample.putInto(github);
        world = SampleWorld.of(github);
        hub = new ModelScope(world.http());
    }

    @AfterEach
    void stop() throws IOException {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "23, 1", "10, 3", "1, 23"})
    void listsEveryModelOnceTheLastChangedFirst(int pageSize, int pages) throws IOException {
        // when
        List<HubPage.Listed> walked = walk(hub, full(pageSize));

        // then
        assertThat(rows(walked)).extracting(HubRow::stableId).containsExactlyElementsOf(ids().reversed());
        assertThat(walked).hasSize(pages);
        assertThat(walked.getLast().next()).isEqualTo(new Next.End());
    }

    @Test
    void aHubThatShowsLessOfAQueryIsReadTaskByTaskAndTheRunSaysWhatItDidNotSee() throws IOException {
        // given
        site.mostShown(4);
        ModelScope reader = new ModelScope(world.http(), 4);

        // when
        List<HubPage.Listed> walked = walk(reader, full(2));

        // then
        long hidden = List.of("text-generation", "image-captioning", "auto-speech-recognition", "fill-mask").stream()
                .mapToLong(task -> Math.max(0, withTask(task) - 4))
                .sum();
        assertThat(hidden).isPositive();
        assertThat(walked.getLast().next())
                .isInstanceOfSatisfying(
                        Next.End.class,
                        end -> assertThat(end.hidden())
                                .startsWith("the hub has " + MODELS + " models and shows 4 of a query")
                                .contains("it did not show " + hidden + ","));
        List<String> listed =
                rows(walked).stream().map(HubRow::stableId).distinct().toList();
        assertThat(listed).hasSizeBetween(12, MODELS - 1).allMatch(ids()::contains);
        assertThat(world.asked(0)).allMatch(address -> !address.contains("page_number=3"));
    }

    @ParameterizedTest
    @CsvSource({"50, 3, true", "10, 3, false"})
    void aHubThatGivesShorterPagesIsReadToItsEndOrNotCompletely(int most, int page, boolean complete)
            throws IOException {
        // given
        site.mostOnPage(page);

        // when
        List<HubPage.Listed> walked = walk(new ModelScope(world.http(), 10 * most), full(50));

        // then
        assertThat(walked.getLast().next().equals(new Next.End())).isEqualTo(complete);
        assertThat(rows(walked).stream().map(HubRow::stableId).distinct())
                .hasSizeLessThanOrEqualTo(MODELS)
                .hasSizeGreaterThanOrEqualTo(complete ? MODELS : 6);
    }

    @Test
    void aTaskThatTheHubDoesNotKnowEndsNoRun() throws IOException {
        // given
        site.mostShown(4);
        ModelScope reader = new ModelScope(world.http(), 4);
        Cursor first = new Cursor("full/2/1/0/23/0/filter.task=acoustic-echo-cancellation");
        site.instead("/openapi/v1/models", Answer.text(400, "no such task"));

        // when
        HubPage page = reader.page(first);

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        HubPage.Listed.class,
                        listed -> assertThat(listed.next())
                                .isEqualTo(new Next.Page(
                                        new Cursor("full/2/1/0/23/0/filter.task=acoustic-noise-suppression"))));
    }

    @Test
    void aRunGoesOnInAnotherProcessFromASavedCursor() throws IOException {
        // given
        List<HubRow> rows = new ArrayList<>();
        Cursor at = hub.first(full(5));

        // when
        while (at != null) {
            HubPage.Listed page = (HubPage.Listed) new ModelScope(world.http()).page(at);
            rows.addAll(rows(List.of(page)));
            at = page.next() instanceof Next.Page next ? next.cursor() : null;
        }

        // then
        assertThat(rows).extracting(HubRow::stableId).containsExactlyElementsOf(ids().reversed());
    }

    @Test
    void anIncrementThatCannotReachBackIsNotComplete() throws IOException {
        // given
        site.mostShown(4);

        // when
        List<HubPage.Listed> walked = walk(new ModelScope(world.http(), 4), changes(2));

        // then
        assertThat(rows(walked)).hasSize(4);
        assertThat(walked.getLast().next())
                .isEqualTo(new Next.Refused(
                        "the hub shows 4 of " + MODELS + " models, not back to the last run: ask for a full one"));
    }

    @Test
    void anIncrementIsRefusedWhereTheHubDoesNotSort() throws IOException {
        // given
        site.unsorted();

        // when
        HubPage page = hub.page(hub.first(changes(50)));

        // then
        assertThat(page).isInstanceOf(HubPage.Refused.class);
        assertThat(rows(walk(hub, full(50)))).hasSize(MODELS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner=gull-lab-1", "task=fill-mask"})
    void aFilterListsWhatHasIt(String filter) throws IOException {
        // when
        List<HubRow> rows = rows(walk(hub, new Listing(CrawlMode.FULL, filter, null, 3)));

        // then
        assertThat(rows)
                .extracting(HubRow::stableId)
                .containsExactlyElementsOf(sample.truth().reversed().stream()
                        .filter(model -> filter.startsWith("owner")
                                ? model.id().startsWith("gull-lab-1/")
                                : model.tasks().contains("fill-mask"))
                        .map(SampleScopeModel::id)
                        .toList());
    }

    @Test
    void aFilterThatTheHubDoesNotHaveIsRefused() throws IOException {
        assertThat(hub.page(hub.first(new Listing(CrawlMode.FULL, "colour=red", null, 3))))
                .isInstanceOfSatisfying(
                        HubPage.Refused.class,
                        refused -> assertThat(refused.reason()).contains("owner="));
    }

    @Test
    void downloadsChangeNoRevisionAndACommitDoes() throws IOException {
        // given
        List<HubRow> before = rows(walk(hub, full(50))).reversed();
        int changed = 3;
        sample.withChange(changed).putInto(world.github()).addDownloads(100);

        // when
        List<HubRow> after = rows(walk(hub, full(50)));

        // then
        assertThat(after.getFirst().stableId()).isEqualTo(ids().get(changed));
        for (HubRow row : after) {
            int number = ids().indexOf(row.stableId());
            assertThat(Objects.equals(row.revision(), before.get(number).revision()))
                    .as(row.id())
                    .isEqualTo(number != changed);
        }
    }

    @Test
    void everyModelIsFoundAloneWithItsFiles() throws IOException {
        for (HubRow row : rows(walk(hub, full(50)))) {
            // when
            Lookup lookup = hub.lookup(row.stableId(), row.id());
            FilePage page = hub.files(row.id(), Objects.requireNonNull(row.revision()), null);

            // then
            SampleScopeModel model = sample.truth().get(ids().indexOf(row.stableId()));
            assertThat(lookup)
                    .as(row.id())
                    .isInstanceOfSatisfying(
                            Lookup.Found.class,
                            found -> assertThat(found.row().revision()).isEqualTo(row.revision()));
            assertThat(ExpectedFiles.of((FilePage.Listed) page))
                    .as(row.id())
                    .containsExactlyInAnyOrderElementsOf(ExpectedFiles.of(model.files().stream()
                            .map(file -> expected(model.id(), file))
                            .toList()));
        }
    }

    @Test
    void aModelThatChangedSinceItWasListedGivesNoFilesOfItsOldRevision() throws IOException {
        // given
        HubRow row = rows(walk(hub, full(50))).getLast();
        sample.withChange(0).putInto(world.github());

        // when
        FilePage page = hub.files(row.id(), Objects.requireNonNull(row.revision()), null);

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        Lookup.Refused.class,
                        refused -> assertThat(refused.reason()).contains("has changed since"));
    }

    @Test
    void aModelIsGoneOnlyWhereItsRepositoryIsToo() throws IOException {
        // given
        String lost = ids().get(1);
        String behind = ids().get(2);
        site.gone(lost);
        site.unlisted(behind);

        // when, then
        assertThat(hub.lookup(lost, lost)).isInstanceOf(Lookup.Gone.class);
        assertThat(hub.lookup(behind, behind)).isInstanceOf(Lookup.Refused.class);
        assertThat(rows(walk(hub, full(50)))).extracting(HubRow::stableId).doesNotContain(lost, behind);
    }

    @Test
    void aModelWithoutItsBranchIsRefusedAndNotEmpty() throws IOException {
        // given
        HubRow row = rows(walk(hub, full(50))).getFirst();
        site.withoutBranch(row.id());

        // when
        FilePage page = hub.files(row.id(), Objects.requireNonNull(row.revision()), null);

        // then
        assertThat(page).isInstanceOf(Lookup.Refused.class);
    }

    private static Listing changes(int pageSize) {
        return new Listing(CrawlMode.INCREMENTAL, null, null, pageSize);
    }

    private static PackageFile expected(String id, SampleScopeFile file) {
        String path = URLEncoder.encode(file.path(), StandardCharsets.UTF_8).replace("+", "%20");
        String url = "https://www.modelscope.cn/api/v1/models/" + id + "/repo?Revision=" + file.commit() + "&FilePath="
                + path;
        return new PackageFile(file.path(), url, file.sha256(), !file.sha256().isEmpty(), false);
    }

    private long withTask(String task) {
        return sample.truth().stream()
                .filter(model -> model.tasks().contains(task))
                .count();
    }

    private List<String> ids() {
        return sample.truth().stream().map(SampleScopeModel::id).toList();
    }
}
