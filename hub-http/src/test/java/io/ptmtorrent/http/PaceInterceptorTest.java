package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PaceInterceptorTest {
    private static final String API = "https://huggingface.co/api/models?limit=1000";
    private static final String FILE = "https://huggingface.co/o/m/resolve/abc/config.json";
    private static final String POLICY = "\"fixed window\";\"api\";q=500;w=300";

    private final FakeTime time = new FakeTime();
    private final ScriptedHub hub = new ScriptedHub();
    private final PaceInterceptor pace = pace(Duration.ofSeconds(10));

    @Test
    void spreadsRequestsByWhatIsLeft() throws IOException {
        // given
        hub.answers(200, "ratelimit", "\"api\";r=500;t=300", "ratelimit-policy", POLICY);
        hub.answers(200, "ratelimit", "\"api\";r=100;t=200", "ratelimit-policy", POLICY);
        hub.answers(200);

        // when
        hub.get(pace, API).close();
        hub.get(pace, API).close();
        hub.get(pace, API).close();

        // then
        assertThat(time.sleeps()).containsExactly(Duration.ofMillis(750), Duration.ofMillis(2500));
    }

    @Test
    void keepsTheBucketsOfAHostApart() throws IOException {
        // given
        hub.answers(200, "ratelimit", "\"api\";r=0;t=200").answers(200, "ratelimit", "\"resolvers\";r=3000;t=300");

        // when
        hub.get(pace, API).close();
        hub.get(pace, FILE).close();

        // then
        assertThat(time.sleeps()).isEmpty();
        assertThatThrownBy(() -> hub.get(pace, API)).isInstanceOf(NotBeforeException.class);
    }

    @Test
    void honoursTheTightestOfSeveralItems() throws IOException {
        // given
        hub.answers(200, "ratelimit", "\"api\";r=400;t=200, \"burst\";r=0;t=6, \"day\";r=9000;t=3600");
        hub.answers(200);

        // when
        hub.get(pace, API).close();
        hub.get(pace, API).close();

        // then
        assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(7));
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/cases/later.csv", delimiter = '|', quoteCharacter = '\'', numLinesToSkip = 1)
    void namesTheTimeOfEveryAnswerThatMeansLater(
            String name,
            int code,
            @Nullable String rateLimit,
            @Nullable String retryAfter,
            @Nullable String remaining,
            @Nullable Long laterSeconds)
            throws IOException {
        // given
        hub.answers(code, headers(rateLimit, retryAfter, remaining));

        // when
        NotBeforeException later = catchThrowableOfType(
                NotBeforeException.class, () -> hub.get(pace, API).close());

        // then
        Instant expected = laterSeconds == null ? null : FakeTime.START.plusSeconds(laterSeconds);
        assertThat(later == null ? null : later.notBefore()).isEqualTo(expected);
        assertThat(later == null ? null : later.host()).isEqualTo(laterSeconds == null ? null : "huggingface.co");
    }

    @Test
    void sendsNothingToABucketBeforeTheNamedTime() throws IOException {
        // given
        hub.answers(429, "ratelimit", "\"api\";r=0;t=100", "ratelimit-policy", POLICY)
                .answers(200);
        assertThatThrownBy(() -> hub.get(pace, API)).isInstanceOf(NotBeforeException.class);

        // when
        time.pass(Duration.ofSeconds(90));
        assertThatThrownBy(() -> hub.get(pace, API)).isInstanceOf(NotBeforeException.class);
        time.pass(Duration.ofSeconds(1));
        hub.get(pace, API).close();

        // then
        assertThat(hub.seen()).hasSize(2);
        assertThat(time.instant()).isEqualTo(FakeTime.START.plusSeconds(101));
    }

    @Test
    void restsTwiceAsLongAfterEachRefusalWithoutATime() throws IOException {
        // given
        hub.answers(429).answers(429).answers(200).answers(429);

        // when
        Instant first = refusedUntil();
        time.pass(Duration.ofSeconds(10));
        Instant second = refusedUntil();
        time.pass(Duration.ofSeconds(20));
        hub.get(pace, API).close();
        Instant afterSuccess = refusedUntil();

        // then
        assertThat(first).isEqualTo(FakeTime.START.plusSeconds(10));
        assertThat(second).isEqualTo(FakeTime.START.plusSeconds(30));
        assertThat(afterSuccess).isEqualTo(FakeTime.START.plusSeconds(40));
    }

    @Test
    void learnsFromErrorsAndRedirectsToo() throws IOException {
        // given
        hub.answers(404, "ratelimit", "\"api\";r=10;t=20")
                .answers(307, "ratelimit", "\"api\";r=5;t=20")
                .answers(200);

        // when
        hub.get(pace, API).close();
        hub.get(pace, API).close();
        hub.get(pace, API).close();

        // then
        assertThat(time.sleeps()).containsExactly(Duration.ofMillis(2500), Duration.ofSeconds(5));
    }

    @Test
    void goesFreelyWhereAHostNamesNoQuota() throws IOException {
        // given
        for (int i = 0; i < 20; i++) {
            hub.answers(200);
        }

        // when
        for (int i = 0; i < 20; i++) {
            hub.get(pace, "https://cdn.example/file").close();
        }

        // then
        assertThat(time.sleeps()).isEmpty();
    }

    @Test
    void asksOnAfterAFailedFirstRequest() throws IOException {
        // given
        hub.fails(new SocketException("reset")).answers(502).answers(200);

        // when
        assertThatThrownBy(() -> hub.get(pace, API)).isInstanceOf(SocketException.class);
        hub.get(pace, API).close();
        hub.get(pace, API).close();

        // then
        assertThat(hub.seen()).hasSize(3);
    }

    @Test
    void givesTheTimeBackInsteadOfWaitingBeyondItsPatience() throws IOException {
        // given
        PaceInterceptor hasty = pace(Duration.ofSeconds(2));
        hub.answers(200, "ratelimit", "\"api\";r=100;t=300");

        // when
        hub.get(hasty, API).close();
        NotBeforeException later = catchThrowableOfType(
                NotBeforeException.class, () -> hub.get(hasty, API).close());

        // then
        assertThat(later.notBefore()).isEqualTo(FakeTime.START.plusMillis(3750));
        assertThat(hub.seen()).hasSize(1);
        assertThat(time.sleeps()).isEmpty();
    }

    private Instant refusedUntil() {
        return catchThrowableOfType(
                        NotBeforeException.class, () -> hub.get(pace, API).close())
                .notBefore();
    }

    private PaceInterceptor pace(Duration patience) {
        Surroundings world = time.surroundings();
        PerHost<HostBudget> budgets = new PerHost<>(host -> new HostBudget(0.8, world.limitBackoff()));
        return new PaceInterceptor(budgets, time, time, patience, new HubHttpMeters(new SimpleMeterRegistry()));
    }

    private static String[] headers(
            @Nullable String rateLimit, @Nullable String retryAfter, @Nullable String remaining) {
        Headers.Builder headers = new Headers.Builder();
        if (rateLimit != null) {
            headers.add("ratelimit", rateLimit);
        }
        if (retryAfter != null) {
            headers.add("retry-after", retryAfter);
        }
        if (remaining != null) {
            headers.add("x-ratelimit-remaining", remaining);
            headers.add(
                    "x-ratelimit-reset",
                    Long.toString(FakeTime.START.plusSeconds(30).getEpochSecond()));
        }
        return headers.build().toMultimap().entrySet().stream()
                .flatMap(e -> Stream.of(e.getKey(), e.getValue().getFirst()))
                .toArray(String[]::new);
    }
}
