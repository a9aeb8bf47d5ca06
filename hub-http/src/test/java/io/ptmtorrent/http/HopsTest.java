package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.http.RefusedRequestException.Reason;
import java.io.IOException;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** The way to a file's bytes, hop by hop, through the whole list of interceptors. */
class HopsTest {
    private static final HttpUrl FILE = HttpUrl.get("https://huggingface.co/o/m/resolve/abc/f");

    @Test
    void givesEveryRedirectBackAndAsksForTheBytesAsTheyAre() throws Exception {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(307, "Location", "/api/resolve-cache/f", "X-Linked-Size", "7")
                    .answers(200);
            Hops hops = hub.http.hops(FILE, "huggingface");

            // when
            Response first = hub.ask(hops.request());
            hops.follow(first);
            Response second = hub.ask(hops.request());

            // then
            assertThat(first.header("X-Linked-Size")).isEqualTo("7");
            assertThat(Hops.isRedirect(first)).isTrue();
            assertThat(second.code()).isEqualTo(200);
            assertThat(second.request().url()).hasToString("https://huggingface.co/api/resolve-cache/f");
            for (int hop = 0; hop < 2; hop++) {
                RecordedRequest sent = hub.nextRequest();
                assertThat(sent.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
            }
            assertThat(hub.registry.get("ptm.http.redirects").counter().count()).isEqualTo(1);
        }
    }

    @Test
    void sendsTheTokenToItsHostAloneAndNeverAfterAForeignHop() throws Exception {
        try (ListedHub cdn = new ListedHub();
                ListedHub hub = new ListedHub(config -> config.withTokens(Map.of(ListedHub.HOST, new Token("hf_t")))
                        .withAllowPrivate(java.util.List.of(HostPort.of(cdn.server.url("/")))))) {
            // given
            hub.answers(302, "Location", cdn.server.url("/bytes").toString()).answers(200);
            cdn.answers(302, "Location", "https://huggingface.co/back");
            Hops hops = hub.http.hops(FILE, "huggingface");

            // when
            hops.follow(hub.ask(hops.request()));
            hops.follow(hub.ask(hops.request()));
            hub.ask(hops.request()).close();

            // then
            assertThat(hub.nextRequest().getHeaders().get("Authorization")).isEqualTo("Bearer hf_t");
            assertThat(cdn.nextRequest().getHeaders().get("Authorization")).isNull();
            assertThat(hub.nextRequest().getHeaders().get("Authorization")).isNull();
        }
    }

    @Test
    void refusesARedirectWithoutATarget() throws IOException {
        try (ListedHub hub = new ListedHub()) {
            // given
            hub.answers(302);
            Hops hops = hub.http.hops(FILE, "huggingface");
            Response redirect = hub.ask(hops.request());

            // when, then
            assertThatThrownBy(() -> hops.follow(redirect))
                    .isInstanceOfSatisfying(
                            RefusedRequestException.class,
                            it -> assertThat(it.reason()).isEqualTo(Reason.BAD_LOCATION))
                    .hasMessageContaining("o/m/resolve/abc/f");
        }
    }
}
