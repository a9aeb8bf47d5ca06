package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.http.RedirectInterceptor.Strayed;
import io.ptmtorrent.http.RefusedRequestException.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterceptorsTest {
    private static final String MODEL = "https://huggingface.co/api/models/a/b";

    private final ScriptedHub hub = new ScriptedHub().answers(200);

    @ParameterizedTest
    @CsvSource({"crawl@example.org, ptmtorrent-stream/1.2 (+crawl@example.org)", ", ptmtorrent-stream/1.2"})
    void agentSaysWhoAsks(@Nullable String contact, String expected) throws IOException {
        // when
        hub.get(new AgentInterceptor("1.2", contact), MODEL).close();

        // then
        assertThat(hub.seen().getFirst().headers("User-Agent")).containsExactly(expected);
        assertThat(hub.seen().getFirst().header("Accept-Encoding")).isNull();
    }

    @Test
    void agentLeavesIdentityToTheRequest() throws IOException {
        // given
        Request plain = new Request.Builder()
                .url(MODEL)
                .header("Accept-Encoding", "identity")
                .build();

        // when
        hub.ask(new AgentInterceptor("1.2", null), plain).close();

        // then
        assertThat(hub.seen().getFirst().headers("Accept-Encoding")).containsExactly("identity");
    }

    @ParameterizedTest
    @CsvSource({"https://user@huggingface.co/x", "https://user:pw@huggingface.co/x", "https://:pw@huggingface.co/x"})
    void guardRefusesUrlsThatNameAUser(String url) {
        assertThatThrownBy(() -> hub.get(new GuardInterceptor(), url))
                .isInstanceOfSatisfying(
                        RefusedRequestException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.USER_INFO))
                .message()
                .doesNotContain("user@")
                .doesNotContain("pw");
        assertThat(hub.seen()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://huggingface.co/x, Bearer hf_t",
        "http://huggingface.co/x,",
        "https://huggingface.co:8443/x,",
        "https://huggingface.co.evil.example/x,",
        "https://cdn.huggingface.co/x,",
        "https://github.com/x,",
    })
    void tokenGoesToItsOwnHostOnly(String url, @Nullable String expected) throws IOException {
        // when
        hub.get(token(), url).close();

        // then
        assertThat(hub.seen().getFirst().header("Authorization")).isEqualTo(expected);
    }

    @Test
    void tokenStaysAwayFromStrayedRequestsAndFromTheCallersOwn() throws IOException {
        // given
        hub.answers(200);
        Request strayed =
                new Request.Builder().url(MODEL).tag(Strayed.class, Strayed.YES).build();
        Request own = new Request.Builder()
                .url(MODEL)
                .header("Authorization", "Basic x")
                .build();

        // when
        hub.ask(token(), strayed).close();
        hub.ask(token(), own).close();

        // then
        assertThat(hub.seen().getFirst().header("Authorization")).isNull();
        assertThat(hub.seen().getLast().headers("Authorization")).containsExactly("Basic x");
    }

    @Test
    void endpointAsksTheTargetAndAnswersCanonically() throws IOException {
        // given
        Endpoints endpoints = new Endpoints(Map.of("huggingface.co", URI.create("http://localhost:9/hf")));

        // when
        Response response = hub.get(new EndpointInterceptor(endpoints), MODEL);

        // then
        assertThat(hub.urls()).containsExactly("http://localhost:9/hf/api/models/a/b");
        assertThat(response.request().url()).hasToString(MODEL);
    }

    private static TokenInterceptor token() {
        return new TokenInterceptor(Map.of("huggingface.co", new Token("hf_t")));
    }
}
