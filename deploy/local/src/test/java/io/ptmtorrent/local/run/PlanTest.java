package io.ptmtorrent.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.http.Token;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
    @ParameterizedTest(name = "contact {0}, token {1}, limit {2}: {3} requests, {4} a window, {5}")
    @CsvSource({
        // 500 in 5 minutes, four fifths of it taken: 3,118 requests are 7 windows of 400, and 318.
        "team@example.org, false, , 3118, 400, PT38M58.5S",
        "team@example.org, true, , 3118, 800, PT19M29.25S",
        ", false, , 3118, 40, PT6H29M45S",
        "team@example.org, false, 1500, 2, 400, PT1.5S",
    })
    void countsRequestsAndTheTimeThatTheQuotaLeaves(
            @Nullable String contact,
            boolean token,
            @Nullable Long limit,
            long requests,
            long perWindow,
            Duration time) {
        // given
        HubHttpConfig http = HubHttpConfig.defaults("test")
                .withContact(contact)
                .withTokens(token ? Map.of("huggingface.co", new Token("hf_x")) : Map.of());

        // when
        Plan plan = Plan.of(http, FileChoice.NONE, limit, Plan.KNOWN_MODELS);

        // then
        assertThat(plan.requests()).isEqualTo(requests);
        assertThat(plan.perWindow()).isEqualTo(perWindow);
        assertThat(plan.time()).isEqualTo(time);
    }

    @Test
    void countsOneMoreRequestAModelWhereFilesAreWanted() {
        // given
        HubHttpConfig http = HubHttpConfig.defaults("test").withContact("team@example.org");
        FileChoice small = new FileChoice(Artifacts.SMALL, null, false);

        // when
        Plan plan = Plan.of(http, small, 1_500L, Plan.KNOWN_MODELS);

        // then
        assertThat(plan.requests()).isEqualTo(2);
        assertThat(plan.details()).isEqualTo(1_500);
        assertThat(plan.time()).isEqualTo(Duration.parse("PT18M46.5S"));
    }
}
