package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.http.RedirectInterceptor.Strayed;
import io.ptmtorrent.http.RefusedRequestException.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectInterceptorTest {
    private static final String FILE = "https://huggingface.co/o/m/resolve/abc/f";

    private final ScriptedHub hub = new ScriptedHub();
    private final RedirectInterceptor redirects = new RedirectInterceptor(
            new Endpoints(Map.of("mapped.example", URI.create("http://localhost:9/m"))),
            new HubHttpMeters(new SimpleMeterRegistry()));

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsRelativeLocations(int code) throws IOException {
        // given
        hub.answers(code, "location", "/api/resolve-cache/models/o/m/f").answers(200);

        // when
        Response response = hub.get(redirects, FILE);

        // then
        assertThat(response.code()).isEqualTo(200);
        assertThat(response.request().url()).hasToString("https://huggingface.co/api/resolve-cache/models/o/m/f");
        assertThat(hub.seen())
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.tag(Strayed.class)).isNull());
    }

    @Test
    void givesTheFirstAnswerBackWhenToldNotToFollow() throws IOException {
        // given
        hub.answers(302, "Location", "https://cdn.example/f", "X-Linked-ETag", "\"abc\"");
        Request request = new Request.Builder()
                .url(FILE)
                .tag(FollowRedirects.class, FollowRedirects.NEVER)
                .build();

        // when
        Response response = hub.ask(redirects, request);

        // then
        assertThat(response.code()).isEqualTo(302);
        assertThat(response.header("X-Linked-ETag")).isEqualTo("\"abc\"");
        assertThat(hub.seen()).hasSize(1);
    }

    @Test
    void dropsWhatBelongsToTheFirstHostAndMarksTheRestOfTheWay() throws IOException {
        // given
        hub.answers(302, "Location", "https://cdn.example/f")
                .answers(302, "Location", "https://huggingface.co/back")
                .answers(200);
        Request request = new Request.Builder()
                .url(FILE)
                .header("Authorization", "Bearer mine")
                .header("Cookie", "a=b")
                .header("Range", "bytes=5-")
                .build();

        // when
        hub.ask(redirects, request).close();

        // then
        List<Request> foreign = hub.seen().subList(1, 3);
        assertThat(hub.urls()).containsExactly(FILE, "https://cdn.example/f", "https://huggingface.co/back");
        assertThat(foreign).allSatisfy(hop -> {
            assertThat(hop.header("Authorization")).isNull();
            assertThat(hop.header("Cookie")).isNull();
            assertThat(hop.header("Range")).isEqualTo("bytes=5-");
            assertThat(hop.tag(Strayed.class)).isEqualTo(Strayed.YES);
        });
    }

    @ParameterizedTest
    @CsvSource({"http://huggingface.co/f", "https://huggingface.co:8443/f", "//cdn.example/f"})
    void takesAnotherSchemeOrPortForAnotherHost(String location) throws IOException {
        // given
        hub.answers(302, "Location", location).answers(200);

        // when
        hub.get(redirects, FILE).close();

        // then
        assertThat(hub.seen().getLast().tag(Strayed.class)).isEqualTo(Strayed.YES);
    }

    @Test
    void understandsAMirrorsOwnAddress() throws IOException {
        // given
        hub.answers(307, "Location", "http://localhost:9/m/renamed").answers(200);

        // when
        hub.get(redirects, "https://mapped.example/old").close();

        // then
        assertThat(hub.urls()).containsExactly("https://mapped.example/old", "https://mapped.example/renamed");
        assertThat(hub.seen().getLast().tag(Strayed.class)).isNull();
    }

    @Test
    void refusesALoop() {
        // given
        hub.answers(302, "Location", "/other").answers(302, "Location", FILE);

        // when, then
        assertRefused(Reason.REDIRECT_LOOP);
        assertThat(hub.seen()).hasSize(2);
    }

    @Test
    void givesUpAfterAFewHops() {
        // given
        for (int hop = 0; hop <= RedirectInterceptor.MOST_HOPS; hop++) {
            hub.answers(302, "Location", "/hop" + hop);
        }

        // when, then
        assertRefused(Reason.TOO_MANY_REDIRECTS);
        assertThat(hub.seen()).hasSize(RedirectInterceptor.MOST_HOPS + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://huggingface.co/f", "http://", "jar:http://x!/"})
    void refusesOtherSchemes(String location) {
        // given
        hub.answers(302, "Location", location);

        // when, then
        assertRefused(Reason.BAD_LOCATION);
    }

    @ParameterizedTest
    @CsvSource({"304, /x", "300, /x", "200, /x", "302,"})
    void leavesOtherAnswersAlone(int code, @Nullable String location) throws IOException {
        // given
        hub.answers(code, location == null ? new String[0] : new String[] {"Location", location});

        // when
        Response response = hub.get(redirects, FILE);

        // then
        assertThat(response.code()).isEqualTo(code);
    }

    @Test
    void doesNotFollowAPost() throws IOException {
        // given
        hub.answers(307, "Location", "/x");
        Request post = new Request.Builder()
                .url(FILE)
                .post(RequestBody.create("{}", null))
                .build();

        // when
        Response response = hub.ask(redirects, post);

        // then
        assertThat(response.code()).isEqualTo(307);
    }

    private void assertRefused(Reason reason) {
        assertThatThrownBy(() -> hub.get(redirects, FILE))
                .isInstanceOfSatisfying(
                        RefusedRequestException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
