package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    private final Endpoints endpoints = new Endpoints(Map.of(
            "huggingface.co", URI.create("http://localhost:9000/hf/"),
            "xet.example", URI.create("http://localhost:9000/hf/xet"),
            "cdn.example", URI.create("http://localhost:9000/cdn"),
            "github.com", URI.create("http://127.0.0.1:9002")));

    @ParameterizedTest
    @CsvSource({
        "https://huggingface.co/api/models?limit=5&x=%2F, http://localhost:9000/hf/api/models?limit=5&x=%2F",
        "https://huggingface.co/, http://localhost:9000/hf/",
        "https://huggingface.co/a/resolve/refs%2Fpr%2F1/f, http://localhost:9000/hf/a/resolve/refs%2Fpr%2F1/f",
        "http://huggingface.co/a, http://localhost:9000/hf/a",
        "https://huggingface.co:8443/a, https://huggingface.co:8443/a",
        "https://github.com/a, http://127.0.0.1:9002/a",
        "https://api.github.com/a, https://api.github.com/a",
        "https://user:secret@github.com/a, http://user:secret@127.0.0.1:9002/a",
    })
    void sendsCanonicalUrlsToTheirTargets(String canonical, String target) {
        // given
        HttpUrl url = HttpUrl.get(canonical);

        // when
        HttpUrl found = endpoints.toTarget(url);

        // then
        assertThat(found).hasToString(target);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/cases/references.csv", delimiter = '|', numLinesToSkip = 1)
    void makesCanonicalUrlsOfWhatHubsRefer(String name, String asked, String reference, @Nullable String canonical) {
        // given
        HttpUrl from = HttpUrl.get(asked);

        // when
        @Nullable HttpUrl found = endpoints.resolve(from, reference).orElse(null);

        // then
        assertThat(found).isEqualTo(canonical == null ? null : HttpUrl.get(canonical));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/models?cursor=abc, true",
        "https://huggingface.co/api/models?cursor=abc, true",
        "http://localhost:9000/hf/api/models?cursor=abc, true",
        "https://huggingface.co.evil.example/api/models, false",
        "https://huggingface.co:8443/api/models, false",
        "http://localhost:9000/cdn/api/models, false",
        "http://169.254.169.254/latest, false",
        "javascript:alert(1), false",
    })
    void acceptsANextPageOnTheSameHubOnly(String reference, boolean accepted) {
        // given
        HttpUrl asked = HttpUrl.get("https://huggingface.co/api/models?limit=1000");

        // when
        boolean found = endpoints.resolveOnSameHost(asked, reference).isPresent();

        // then
        assertThat(found).isEqualTo(accepted);
    }

    @Test
    void keepsThePathOfTheHubAskedWhereTwoHostsShareOneTarget() {
        // given
        URI shared = URI.create("http://localhost:9000");
        Endpoints two = new Endpoints(Map.of("a.example", shared, "b.example", shared));

        // when, then
        for (String host : new String[] {"a.example", "b.example"}) {
            HttpUrl asked = HttpUrl.get("https://" + host + "/x");
            assertThat(two.resolve(asked, "http://localhost:9000/y")).contains(HttpUrl.get("https://" + host + "/y"));
        }
    }
}
