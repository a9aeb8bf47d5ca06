package io.ptmtorrent.http;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.http.RateLimits.Item;
import io.ptmtorrent.http.RateLimits.Quota;
import java.time.Duration;
import java.util.List;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class RateLimitsTest {

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/cases/rate-limits.csv", delimiter = '|', quoteCharacter = '\'', numLinesToSkip = 1)
    void readsEveryFormOfTheHeaders(
            String name, String limits, @Nullable String policies, @Nullable String expectedItems) {
        // given
        Headers.Builder headers = new Headers.Builder().add("ratelimit", limits);
        if (policies != null) {
            headers.add("ratelimit-policy", policies);
        }

        // when
        List<Item> items = RateLimits.parse(headers.build(), FakeTime.START);

        // then
        String expected = expectedItems == null ? "" : expectedItems;
        assertThat(items.stream().map(RateLimitsTest::written).collect(joining(", ")))
                .isEqualTo(expected);
    }

    @Test
    void readsSeveralHeaderLinesAsOneList() {
        // given
        Headers headers = Headers.of("RateLimit", "\"api\";r=1;t=2", "ratelimit", "\"pages\";r=0;t=3");

        // when
        List<Item> items = RateLimits.parse(headers, FakeTime.START);

        // then
        assertThat(items)
                .containsExactly(
                        new Item("api", 1, Duration.ofSeconds(2), null),
                        new Item("pages", 0, Duration.ofSeconds(3), null));
    }

    @Test
    void readsGitHubsHeadersByTheHubsOwnClock() {
        // given
        long reset = FakeTime.START.plusSeconds(90).getEpochSecond();
        Headers headers = new Headers.Builder()
                .add("x-ratelimit-limit", "60")
                .add("x-ratelimit-remaining", "58")
                .add("x-ratelimit-reset", Long.toString(reset))
                .add("x-ratelimit-resource", "core")
                .set("Date", FakeTime.START.plusSeconds(30))
                .build();

        // when
        List<Item> items = RateLimits.parse(headers, FakeTime.START);

        // then
        assertThat(items).containsExactly(new Item("core", 58, Duration.ofSeconds(60), null));
    }

    @Test
    void readsAHostileHeaderInBoundedSpace() {
        // given
        String items = "\"b\";r=1;t=1,".repeat(20_000);
        String quotes = "\"".repeat(200_000);
        String name = "n".repeat(3_000) + ";r=1;t=1";

        // when
        List<Item> fromItems = RateLimits.parse(Headers.of("RateLimit", items), FakeTime.START);
        List<Item> fromQuotes = RateLimits.parse(Headers.of("RateLimit", quotes), FakeTime.START);
        List<Item> fromName = RateLimits.parse(Headers.of("RateLimit", name), FakeTime.START);

        // then
        assertThat(fromItems).hasSize(16);
        assertThat(fromQuotes).isEmpty();
        assertThat(fromName).singleElement().extracting(Item::bucket).isEqualTo("n".repeat(64));
    }

    private static String written(Item item) {
        Quota quota = item.quota();
        String policy = quota == null
                ? ""
                : " " + quota.requests() + "/" + quota.window().toSeconds();
        return item.bucket() + " " + item.left() + " " + item.reset().toSeconds() + policy;
    }
}
