package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.http.RequestCounts.HostCounts;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubHttpMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HubHttpMeters meters = new HubHttpMeters(registry);

    @ParameterizedTest
    @CsvSource({
        "200, success, 0",
        "206, success, 0",
        "304, redirect, 0",
        "401, rejected, 0",
        "404, rejected, 0",
        "429, limited, 1",
        "500, failed, 1",
        "503, failed, 1",
    })
    void tellsOutcomesApart(int code, String outcome, long failed) {
        // given
        HttpUrl url = HttpUrl.get("https://a.example/x");

        // when
        meters.answered(Behalf.NOBODY, url, FakeTime.START, code);

        // then
        assertThat(registry.get("ptm.http.requests")
                        .tags("host", "a.example", "outcome", outcome)
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.counts().of("a.example"))
                .isEqualTo(new HostCounts(1, failed == 0 ? Map.of() : Map.of(outcome, 1L), FakeTime.START));
    }

    @Test
    void addsUpWhatWasSentOnBehalfOfAHubToItsHosts() {
        // given
        HttpUrl one = HttpUrl.get("https://a.example/x");
        HttpUrl two = HttpUrl.get("https://b.example/x");
        Instant later = FakeTime.START.plusSeconds(5);
        Behalf tern = new Behalf("tern");
        meters.unreachable(tern, two, later.plusSeconds(1));
        meters.answered(tern, one, FakeTime.START, 200);
        meters.answered(tern, two, later, 200);
        meters.answered(new Behalf("gull"), two, FakeTime.START, 200);
        meters.refused(two);

        // when
        HostCounts sum = meters.counts().of("tern", Set.of("a.example", "b.example", "c.example"));

        // then
        assertThat(sum).isEqualTo(new HostCounts(3, Map.of("unreachable", 1L), FakeTime.START));
        assertThat(meters.counts().of("b.example"))
                .isEqualTo(new HostCounts(3, Map.of("unreachable", 1L), FakeTime.START));
    }

    @Test
    void namesNoMoreHostsThanAFewHundred() {
        // given
        HttpUrl known = HttpUrl.get("https://host0.example/x");

        // when
        for (int i = 0; i < 1000; i++) {
            meters.answered(Behalf.NOBODY, HttpUrl.get("https://host" + i + ".example/x"), FakeTime.START, 200);
        }
        meters.answered(Behalf.NOBODY, known, FakeTime.START, 200);

        // then
        RequestCounts counts = meters.counts();
        assertThat(counts.byWay()).hasSize(HubHttpMeters.MOST_HOSTS + 1);
        assertThat(counts.of("host0.example").sent()).isEqualTo(2);
        assertThat(counts.of(RequestCounts.OTHER).sent()).isEqualTo(1000 - HubHttpMeters.MOST_HOSTS);
    }
}
