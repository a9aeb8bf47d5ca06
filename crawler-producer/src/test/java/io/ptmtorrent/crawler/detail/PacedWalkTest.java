package io.ptmtorrent.crawler.detail;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.DetailReason;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.crawler.hub.huggingface.HuggingFace;
import io.ptmtorrent.http.Endpoint;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a walk when the hub says in the middle of it that it was too much. */
class PacedWalkTest {
    private static final String NEXT = "</api/models/owner/name/tree/abc?recursive=true&cursor=2>; rel=\"next\"";

    private final MockWebServer server = new MockWebServer();
    private final RecordedAnswers answers = new RecordedAnswers();
    private final List<Instant> pauses = new CopyOnWriteArrayList<>();
    private HubHttp http;

    @BeforeEach
    void start() throws Exception {
        server.start();
        http = HubHttp.create(
                HubHttpConfig.defaults("test")
                        .withEndpoints(List.of(
                                new Endpoint("huggingface.co", server.url("/").uri())))
                        .withPace(1, Duration.ZERO),
                new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void pagesThatWereReadAreNotGivenUpForAShortWait() {
        // given
        server.enqueue(page(NEXT));
        server.enqueue(tooMany(1));
        server.enqueue(page(null));

        // when
        answer();

        // then
        assertThat(answers.observations).extracting(Observation::getPage).containsExactly(0, 1);
        assertThat(answers.ends).containsExactly(ObservationKind.DETAILED);
        assertThat(pauses).isNotEmpty();
    }

    @Test
    void aLongWaitIsARefusalUntilThen() {
        // given
        Instant before = Instant.now();
        server.enqueue(page(NEXT));
        server.enqueue(tooMany(3_000));

        // when
        answer();

        // then
        assertThat(answers.kinds()).containsExactly(ObservationKind.DETAILED, ObservationKind.REFUSED);
        assertThat(answers.observations.getLast().getRetryAt()).isAfter(before.plusSeconds(2_900));
        assertThat(pauses).isEmpty();
    }

    private void answer() {
        Clock clock = Clock.systemUTC();
        Reply reply = new Reply(RecordedAnswers.request(DetailReason.WANTED), answers, clock, answers.ends::add);
        new DetailAnswer(List.of(new HuggingFace(http)), clock, this::pause).to(reply);
    }

    private void pause(Instant until) {
        pauses.add(until);
        while (Instant.now().isBefore(until)) {
            LockSupport.parkUntil(until.toEpochMilli() + 1);
        }
    }

    private static MockResponse page(@org.jspecify.annotations.Nullable String link) {
        MockResponse.Builder answer = new MockResponse.Builder().body("[]");
        return (link == null ? answer : answer.addHeader("Link", link)).build();
    }

    private static MockResponse tooMany(int seconds) {
        return new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", Integer.toString(seconds))
                .build();
    }
}
