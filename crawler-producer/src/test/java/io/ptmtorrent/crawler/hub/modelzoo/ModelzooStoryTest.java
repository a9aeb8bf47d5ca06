package io.ptmtorrent.crawler.hub.modelzoo;

import static io.ptmtorrent.crawler.hub.SampleWorld.full;
import static io.ptmtorrent.crawler.hub.SampleWorld.increment;
import static io.ptmtorrent.crawler.hub.SampleWorld.rows;
import static io.ptmtorrent.crawler.hub.SampleWorld.walk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.ExpectedFiles;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.HubPage;
import io.ptmtorrent.crawler.hub.HubRow;
import io.ptmtorrent.crawler.hub.Lookup;
import io.ptmtorrent.crawler.hub.SampleWorld;
import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.modelzoo.ModelzooKind;
import io.ptmtorrent.samplehub.modelzoo.ModelzooSite;
import io.ptmtorrent.samplehub.modelzoo.ModelzooSite.Ending;
import io.ptmtorrent.samplehub.modelzoo.SampleModelzoo;
import io.ptmtorrent.samplehub.modelzoo.SampleModelzooModel;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A crawl of a synthetic modelzoo.co, compared with what it says of itself. */
final class ModelzooStoryTest {
    private static final int MODELS = 2 * ModelzooKind.values().length + 6;

    private final SampleModelzoo sample = SampleModelzoo.of(7, MODELS);
    private Instant now = Instant.parse("2026-10-01T00:00:00Z");
    private SampleWorld world;
    private ModelzooSite site;
    private Modelzoo hub;

    @BeforeEach
    void start() throws IOException {
        SampleGitHub github = SampleGitHub.start(List.of());
        site = sample.putInto(github);
        site.pageSize(10);
        world = SampleWorld.of(github);
        hub = new Modelzoo(world.http(), new Now());
    }

    /** A clock that the test moves. */
    private final class Now extends Clock {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @AfterEach
    void stop() throws IOException {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void listsEveryModelOnceWhateverTheSiteSaysBehindItsLastPage(Ending ending) throws IOException {
        // given
        site.ending(ending);

        // when
        List<HubRow> rows = rows(walk(hub, full(1000)));

        // then
        assertThat(rows).extracting(HubRow::stableId).containsExactlyElementsOf(slugs(sample));
        assertThat(rows).extracting(HubRow::id).containsExactlyElementsOf(slugs(sample));
        assertThat(rows).allSatisfy(row -> assertThat(row.revision()).matches("[0-9a-f]{64}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 25})
    void aPageOfOursIsAtMostSoManyModelsHoweverLongTheSitesPages(int pageSize) throws IOException {
        // given
        site.pageSize(MODELS + 10);

        // when
        List<HubPage.Listed> pages = walk(hub, full(pageSize));

        // then
        assertThat(rows(pages)).extracting(HubRow::stableId).containsExactlyElementsOf(slugs(sample));
        assertThat(pages).allSatisfy(page -> assertThat(page.items()).hasSizeLessThanOrEqualTo(pageSize));
    }

    @Test
    void aRunGoesOnInAnotherProcessFromASavedCursor() throws IOException {
        // given
        HubPage.Listed first = (HubPage.Listed) hub.page(hub.first(full(4)));
        Cursor saved = ((HubPage.Next.Page) first.next()).cursor();

        // when
        HubPage second = new Modelzoo(world.http(), Clock.systemUTC()).page(saved);

        // then
        assertThat(rows(List.of((HubPage.Listed) second)))
                .extracting(HubRow::stableId)
                .containsExactlyElementsOf(slugs(sample).subList(4, 8));
    }

    @Test
    void starsChangeNoRevisionAndACommitOfTheLinkedRepositoryDoes() throws IOException {
        // given
        List<HubRow> before = rows(walk(hub, full(1000)));
        int changed =
                sample.truth().stream().map(SampleModelzooModel::kind).toList().indexOf(ModelzooKind.RELEASE);
        sample.withChange(changed).putInto(world.github()).addStars(100);

        // when
        List<HubRow> after = rows(walk(hub, full(1000)));

        // then
        assertThat(after).extracting(HubRow::stableId).containsExactlyElementsOf(slugs(sample));
        for (int i = 0; i < MODELS; i++) {
            assertThat(Objects.equals(after.get(i).revision(), before.get(i).revision()))
                    .as(after.get(i).id())
                    .isEqualTo(i != changed);
        }
    }

    @Test
    void theSameSiteGivesTheSameBytesAgain() throws IOException {
        // given
        List<HubRow> first = rows(walk(hub, full(1000)));

        // when
        List<HubRow> second = rows(walk(hub, full(7)));

        // then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void anIncrementEndsWhereTheFirstPageSaysWhatItSaidBefore() throws IOException {
        // given
        String version = walk(hub, full(1000)).getFirst().version();
        site.addStars(7);
        int before = world.requests();

        // when
        List<HubPage.Listed> pages = walk(hub, increment(version));

        // then
        assertThat(rows(pages)).isEmpty();
        assertThat(pages.getLast().version()).isEqualTo(version);
        assertThat(world.asked(before)).containsExactly("modelzoo.co/api/models/0/");
    }

    @Test
    void aRepositoryThatManyLinkToIsAskedForOnceAPage() throws IOException {
        // given
        site.pageSize(MODELS);

        // when
        walk(hub, full(25));

        // then
        int pages = (MODELS + 24) / 25;
        assertThat(world.asked(0))
                .filteredOn(address -> address.startsWith("github.com/zoo-sample/many-models.git/info/refs"))
                .hasSizeLessThanOrEqualTo(pages)
                .isNotEmpty();
        assertThat(world.asked(0))
                .filteredOn(address -> address.equals("modelzoo.co/robots.txt"))
                .hasSize(1);
        assertThat(world.asked(0)).noneMatch(address -> address.contains("terns.example") || address.contains("gist"));
    }

    @Test
    void theFilesOfEachModelAreThoseOfItsRepositoryAndItsReleases() throws IOException {
        // given
        List<HubRow> rows = rows(walk(hub, full(1000)));
        List<SampleModelzooModel> truth = sample.truth();

        for (int i = 0; i < MODELS; i++) {
            SampleModelzooModel model = truth.get(i);

            // when
            FilePage page = hub.files(model.slug(), rows.get(i).revision() + "", null);

            // then
            boolean hasDetail = model.kind() != ModelzooKind.HTML_DETAIL && model.kind() != ModelzooKind.NO_DETAIL;
            if (model.repository() == null || !hasDetail) {
                assertThat(page)
                        .isInstanceOfSatisfying(
                                Lookup.Refused.class,
                                refused -> assertThat(refused.retryAt()).isNull());
            } else {
                assertThat(page).isInstanceOf(FilePage.Listed.class);
                assertThat(ExpectedFiles.of((FilePage.Listed) page))
                        .as(model.kind() + "")
                        .isEqualTo(ExpectedFiles.of(model.files()));
            }
        }
    }

    @Test
    void theFilesOfARevisionThatIsNoLongerTheSitesAreRefused() throws IOException {
        // when
        FilePage page = hub.files(sample.truth().getFirst().slug(), "0".repeat(64), null);

        // then
        assertThat(page)
                .isInstanceOfSatisfying(
                        Lookup.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("the model has changed since it was listed"));
    }

    @Test
    void aLookupGivesTheRevisionThatTheListingGives() throws IOException {
        // given
        HubRow listed = rows(walk(hub, full(1000))).getFirst();

        // when
        Lookup lookup = hub.lookup(listed.stableId(), listed.id());

        // then
        assertThat(lookup)
                .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        found -> assertThat(found.row().revision()).isEqualTo(listed.revision()));
    }

    @Test
    void aModelThatTheApiDoesNotKnowIsGone() throws IOException {
        assertThat(hub.lookup("no-such-model", "no-such-model")).isInstanceOf(Lookup.Gone.class);
    }

    @Test
    void aPageInHtmlIsNobodysWordThatAModelIsGone() throws IOException {
        // given
        site.html(true);

        // when
        Lookup lookup = hub.lookup("tern-0", "tern-0");

        // then
        assertThat(lookup)
                .isInstanceOfSatisfying(
                        Lookup.Refused.class,
                        refused -> assertThat(refused.reason()).endsWith("gave HTML, no JSON"));
    }

    @Test
    void aSiteThatAnswersInHtmlAloneIsUnavailable() throws IOException {
        // given
        site.html(true);

        // when
        HubPage page = hub.page(hub.first(full(1000)));

        // then
        assertThat(page)
                .isEqualTo(new HubPage.Refused("GET https://modelzoo.co/api/models/0/ gave HTML, no JSON: the site has"
                        + " no such API any more"));
    }

    @Test
    void aSiteWhoseRobotsFileForbidsItIsNotAskedForModels() throws IOException {
        // given
        site.robots(200, "User-agent: *\nDisallow: /api/\n");

        // when
        HubPage page = hub.page(hub.first(full(1000)));
        FilePage files = hub.files("tern-0", "0".repeat(64), null);

        // then
        assertThat(page)
                .isEqualTo(new HubPage.Refused("https://modelzoo.co/robots.txt does not let ptmtorrent-stream ask for"
                        + " https://modelzoo.co/api/models/0/"));
        assertThat(files).isInstanceOf(Lookup.Refused.class);
        assertThat(world.asked(0)).containsExactly("modelzoo.co/robots.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-agent: *\nDisallow: /\n\nUser-agent: ptmtorrent-stream\nAllow: /api/\n",
                "<!doctype html><html><body>Disallow: /</body></html>",
                ""
            })
    void aRobotsFileThatAllowsItOrIsNoneStandsInNoWay(String text) throws IOException {
        // given
        site.robots(200, text);

        // when
        HubPage page = hub.page(hub.first(full(1)));

        // then
        assertThat(page).isInstanceOf(HubPage.Listed.class);
    }

    @Test
    void aSiteThatAsksForADelayIsAskedNoFasterAndOneThatWantsHoursIsNotAsked() throws IOException {
        // given
        site.robots(200, "User-agent: *\nCrawl-delay: 0.3\n");
        SampleWorld patient = SampleWorld.of(world.github(), Duration.ofSeconds(5));
        hub = new Modelzoo(patient.http(), new Now());
        long begin = System.nanoTime();

        // when
        HubPage page = hub.page(hub.first(full(1)));
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        site.robots(200, "User-agent: *\nCrawl-delay: 7200\n");
        now = now.plus(Duration.ofMinutes(61));
        HubPage later = hub.page(hub.first(full(1)));
        patient.http().close();

        // then the listing and one model's document came after robots.txt, each after a delay of its own
        assertThat(page).isInstanceOf(HubPage.Listed.class);
        assertThat(taken).isGreaterThanOrEqualTo(Duration.ofMillis(600));
        assertThat(later).isInstanceOf(HubPage.Refused.class);
    }

    @Test
    void aMissingRobotsFileAllowsAllAndOneThatCannotBeHadNowNothing() throws IOException {
        // given
        site.robots(404, "no");
        HubPage page = hub.page(hub.first(full(1)));
        site.robots(500, "later");
        now = now.plus(Duration.ofMinutes(61));

        // when, then
        assertThat(page).isInstanceOf(HubPage.Listed.class);
        assertThatThrownBy(() -> hub.page(hub.first(full(1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("robots.txt gave 500");
    }

    @Test
    void theRobotsFileIsReadAgainAfterAnHour() throws IOException {
        // given
        hub.page(hub.first(full(1)));
        site.robots(200, "User-agent: *\nDisallow: /\n");
        HubPage within = hub.page(hub.first(full(1)));
        now = now.plus(Duration.ofMinutes(61));

        // when
        HubPage later = hub.page(hub.first(full(1)));

        // then
        assertThat(within).isInstanceOf(HubPage.Listed.class);
        assertThat(later).isInstanceOf(HubPage.Refused.class);
    }

    @Test
    void aModelWhoseDocumentFailsLeavesTheOthersAndMakesThePageNotWhole() throws IOException {
        // given
        site.failing("tern-1", true);

        // when
        HubPage page = hub.page(hub.first(full(3)));

        // then
        assertThat(page).isInstanceOfSatisfying(HubPage.Listed.class, listed -> {
            assertThat(rows(List.of(listed))).extracting(HubRow::id).containsExactly("tern-0", "tern-2");
            assertThat(SampleWorld.rest(listed).message())
                    .isEqualTo("1 of 3 rows could not be asked for; the last: GET"
                            + " https://modelzoo.co/api/models/tern-1/ gave 500");
            assertThat(SampleWorld.text(SampleWorld.rest(listed).bytes()))
                    .startsWith("[{\"slug\":\"tern-1\"")
                    .endsWith("}]");
        });
    }

    @Test
    void aPageOfWhichNothingCanBeHadNowIsAskedForLater() {
        // given
        sample.truth().forEach(model -> site.failing(model.slug(), true));

        // when, then
        assertThatThrownBy(() -> hub.page(hub.first(full(3)))).isInstanceOf(IOException.class);
    }

    private static List<String> slugs(SampleModelzoo zoo) {
        return zoo.truth().stream().map(SampleModelzooModel::slug).toList();
    }
}
