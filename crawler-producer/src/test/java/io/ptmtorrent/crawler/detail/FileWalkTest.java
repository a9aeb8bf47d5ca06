package io.ptmtorrent.crawler.detail;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.FilePage;
import io.ptmtorrent.crawler.hub.Hub;
import io.ptmtorrent.crawler.hub.HubPage.Next;
import io.ptmtorrent.crawler.hub.Lookup;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileWalkTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final RecordedAnswers answers = new RecordedAnswers();

    @ParameterizedTest
    @EnumSource(names = {"CHANGED", "WANTED"})
    void everyPageIsAnObservationInOrderAndTheLastSaysSo(DetailReason why) {
        // given
        TreeHub hub = new TreeHub()
                .then(TreeHub.page("[1]", "two"))
                .then(TreeHub.page("[2]", "three"))
                .then(TreeHub.page("[3]", null));

        // when
        answer(hub, RecordedAnswers.request(why));

        // then
        assertThat(answers.observations).extracting(Observation::getPage).containsExactly(0, 1, 2);
        assertThat(answers.observations).extracting(Observation::getLast).containsExactly(false, false, true);
        assertThat(answers.observations).extracting(FileWalkTest::text).containsExactly("[1]", "[2]", "[3]");
        assertThat(answers.observations).allSatisfy(it -> {
            assertThat(it.getKind()).isEqualTo(ObservationKind.DETAILED);
            assertThat(it.getHub()).isEqualTo("huggingface");
            assertThat(it.getStableId()).isEqualTo("6512bd43d9caa6e02c990b0a");
            assertThat(it.getId()).isEqualTo("owner/name");
            assertThat(it.getRevision()).isEqualTo("abc");
            assertThat(it.getRunId()).isEqualTo(77);
            assertThat(it.getSeenAt()).isEqualTo(NOW);
        });
        assertThat(hub.asked).containsExactly(null, new Cursor("two"), new Cursor("three"));
        assertThat(answers.ends).containsExactly(ObservationKind.DETAILED);
    }

    @Test
    void anUnreadablePageIsAskedOnceMore() {
        // given
        TreeHub hub = new TreeHub()
                .then(TreeHub.page("[1]", "two"))
                .then(TreeHub.unreadable(DeadLetterReason.BAD_DETAILS))
                .then(TreeHub.page("[2]", null));

        // when
        answer(hub);

        // then
        assertThat(answers.observations).extracting(FileWalkTest::text).containsExactly("[1]", "[2]");
        assertThat(hub.asked).containsExactly(null, new Cursor("two"), new Cursor("two"));
        assertThat(answers.letters).isEmpty();
    }

    @Test
    void aPageUnreadableTwiceIsADeadLetterAndRefusedForNow() {
        // given
        TreeHub hub =
                new TreeHub().then(TreeHub.page("[1]", "two")).then(TreeHub.unreadable(DeadLetterReason.BAD_DETAILS));

        // when
        answer(hub);

        // then
        assertThat(answers.kinds()).containsExactly(ObservationKind.DETAILED, ObservationKind.REFUSED);
        assertThat(last().getRetryAt()).isAfter(NOW);
        assertThat(last().getSourceUrl()).isEqualTo("test:bad");
        assertThat(hub.asked).hasSize(3);
        assertThat(answers.letters).singleElement().satisfies(it -> {
            assertThat(it.getReason()).isEqualTo(DeadLetterReason.BAD_DETAILS);
            assertThat(it.getSourceUrl()).isEqualTo("test:bad");
            assertThat(it.getRunId()).isEqualTo(77);
            assertThat(TreeHub.text(it.getHead())).isEqualTo("<html>");
        });
    }

    @Test
    void aPageTooLargeIsNotAskedAgainAndRefusedForGood() {
        // given
        TreeHub hub = new TreeHub().then(TreeHub.unreadable(DeadLetterReason.TOO_LARGE));

        // when
        answer(hub);

        // then
        assertThat(hub.asked).hasSize(1);
        assertThat(last().getKind()).isEqualTo(ObservationKind.REFUSED);
        assertThat(last().getRetryAt()).isNull();
        assertThat(answers.letters).extracting(DeadLetter::getReason).containsExactly(DeadLetterReason.TOO_LARGE);
    }

    @Test
    void aPageThatTheTopicDoesNotTakeIsRefusedForGood() {
        // given
        answers.largestBody = 3;
        TreeHub hub = new TreeHub()
                .then(TreeHub.page("[1]", "two"))
                .then(TreeHub.page("[22]", "three"))
                .then(TreeHub.page("[3]", null));

        // when
        answer(hub);

        // then
        assertThat(answers.kinds()).containsExactly(ObservationKind.DETAILED, ObservationKind.REFUSED);
        assertThat(last().getRetryAt()).isNull();
        assertThat(answers.letters).extracting(DeadLetter::getReason).containsExactly(DeadLetterReason.TOO_LARGE);
        assertThat(answers.ends).containsExactly(ObservationKind.REFUSED);
        assertThat(hub.asked).hasSize(2);
    }

    @Test
    void aCursorThatRepeatsIsRefused() {
        // given
        TreeHub hub = new TreeHub()
                .then(TreeHub.page("[1]", "two"))
                .then(TreeHub.page("[2]", "three"))
                .then(TreeHub.page("[3]", "two"));

        // when
        answer(hub);

        // then
        assertThat(answers.kinds())
                .containsExactly(ObservationKind.DETAILED, ObservationKind.DETAILED, ObservationKind.REFUSED);
        assertThat(last().getRetryAt()).isNull();
        assertThat(answers.letters).extracting(DeadLetter::getReason).containsExactly(DeadLetterReason.CURSOR_REPEATED);
    }

    @Test
    void twoHundredPagesAreReadAndNotOneMore() {
        // given
        TreeHub fits = new TreeHub();
        IntStream.range(1, 200).forEach(i -> fits.then(TreeHub.page("[]", "page-" + i)));
        fits.then(TreeHub.page("[]", null));
        TreeHub endless = new TreeHub();
        IntStream.range(1, 300).forEach(i -> endless.then(TreeHub.page("[]", "page-" + i)));

        // when
        answer(fits);
        List<Observation> whole = new ArrayList<>(answers.observations);
        answers.observations.clear();
        answer(endless);

        // then
        assertThat(whole).hasSize(200).allMatch(it -> it.getKind() == ObservationKind.DETAILED);
        assertThat(whole.getLast().getLast()).isTrue();
        assertThat(endless.asked).hasSize(200);
        assertThat(answers.observations).hasSize(200);
        assertThat(last().getKind()).isEqualTo(ObservationKind.REFUSED);
        assertThat(last().getRetryAt()).isNull();
        assertThat(last().getReason()).contains("200 pages");
    }

    @Test
    void aLinkThatLeavesTheListIsRefused() {
        // given
        TreeHub hub = new TreeHub()
                .then(new FilePage.Listed("test:1", TreeHub.bytes("[1]"), new Next.Refused("leads elsewhere")));

        // when
        answer(hub);

        // then
        assertThat(answers.observations).singleElement().satisfies(it -> {
            assertThat(it.getKind()).isEqualTo(ObservationKind.REFUSED);
            assertThat(it.getReason()).isEqualTo("leads elsewhere");
            assertThat(it.getRetryAt()).isNull();
        });
    }

    @Test
    void goneIsSaidAsItWasFound() {
        // given
        TreeHub hub = new TreeHub().then(new Lookup.Gone("test:1", "gave 404", null, TreeHub.bytes("{}")));

        // when
        answer(hub);

        // then
        assertThat(answers.kinds()).containsExactly(ObservationKind.GONE);
        assertThat(last().getReason()).isEqualTo("gave 404");
    }

    @Test
    void whatFailsOnTheWayMayWorkLater() {
        // given
        TreeHub offline = new TreeHub().then(new IOException("no connection"));
        TreeHub broken = new TreeHub().then(new IllegalStateException("our fault"));

        // when
        answer(offline);
        answer(broken);

        // then
        assertThat(answers.observations).hasSize(2).allSatisfy(it -> {
            assertThat(it.getKind()).isEqualTo(ObservationKind.REFUSED);
            assertThat(it.getRetryAt()).isAfter(NOW);
        });
    }

    @Test
    void filesOfNoRevisionAreNotAsked() {
        // given
        TreeHub hub = new TreeHub().then(TreeHub.page("[]", null));
        DetailRequest request = RecordedAnswers.request("huggingface", null, DetailReason.WANTED);

        // when
        answer(hub, request);

        // then
        assertThat(hub.asked).isEmpty();
        assertThat(answers.kinds()).containsExactly(ObservationKind.REFUSED);
    }

    @Test
    void anUnknownReasonAndAnUnknownHubAreRefused() {
        // given
        TreeHub hub = new TreeHub().then(TreeHub.page("[]", null));
        DetailRequest elsewhere = RecordedAnswers.request("nohub", "abc", DetailReason.WANTED);

        // when
        answer(hub, RecordedAnswers.request(DetailReason.UNKNOWN));
        answer(hub, elsewhere);

        // then
        assertThat(answers.kinds()).containsExactly(ObservationKind.REFUSED, ObservationKind.REFUSED);
        assertThat(hub.asked).isEmpty();
    }

    private void answer(Hub hub) {
        answer(hub, RecordedAnswers.request(DetailReason.WANTED));
    }

    private void answer(Hub hub, DetailRequest request) {
        new DetailAnswer(List.of(hub), CLOCK, time -> {}).to(new Reply(request, answers, CLOCK, answers.ends::add));
    }

    private Observation last() {
        return answers.observations.getLast();
    }

    private static String text(Observation observation) {
        return TreeHub.text(observation.getBody());
    }
}
