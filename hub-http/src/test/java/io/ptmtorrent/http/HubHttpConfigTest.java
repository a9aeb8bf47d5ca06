package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubHttpConfigTest {
    private static final HubHttpConfig DEFAULTS = HubHttpConfig.defaults("1.0");

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, localhost, 8080",
        "Localhost:1, localhost, 1",
        "127.0.0.1:65535, 127.0.0.1, 65535",
        "[::1]:80, ::1, 80",
        "[0:0:0:0:0:0:0:1]:80, ::1, 80",
    })
    void readsServers(String text, String host, int port) {
        // when
        HostPort read = HostPort.parse(text);

        // then
        assertThat(read).isEqualTo(new HostPort(host, port));
        assertThat(HostPort.parse(read.toString())).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "localhost:",
                ":80",
                "localhost:0",
                "localhost:65536",
                "localhost:http",
                "::1:80",
                "http://localhost:80",
                "user@localhost:80",
                "local host:80",
                "localhost:80/x",
                "[zz]:80",
                "a:80:90"
            })
    void refusesWhatIsNoServer(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "allow-private: '" + text + "' is not allowed; HOST:PORT is, as localhost:8080 or [::1]:8080");
    }

    @ParameterizedTest
    @CsvSource({
        "huggingface.co=http://localhost:8080, huggingface.co, http://localhost:8080/",
        "HuggingFace.co=https://mirror.example/hf/, huggingface.co, https://mirror.example/hf/",
        "github.com=http://[::1]:9/x, github.com, http://[::1]:9/x",
    })
    void readsEndpoints(String text, String host, URI target) {
        assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint(host, target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "huggingface.co",
                "=http://localhost",
                "huggingface.co=",
                "huggingface.co=localhost:8080",
                "huggingface.co=ftp://localhost",
                "huggingface.co:443=http://localhost",
                "a/b=http://localhost",
                "huggingface.co=http://localhost?x=1",
                "huggingface.co=http://localhost#x"
            })
    void refusesWhatIsNoEndpoint(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("endpoint: '")
                .hasMessageContaining("HOST=URL is");
    }

    @Test
    void doesNotRepeatAnEndpointsPassword() {
        assertThatThrownBy(() -> Endpoint.parse("huggingface.co=http://user:secret@localhost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAHostMappedTwice() {
        List<Endpoint> twice = List.of(
                Endpoint.parse("huggingface.co=http://localhost:1"),
                Endpoint.parse("huggingface.co=http://localhost:2"));

        assertThatThrownBy(() -> DEFAULTS.withEndpoints(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint: 'huggingface.co' is not allowed; each host once");
    }

    @ParameterizedTest
    @MethodSource
    void refusesValuesThatMakeNoSense(String key, Runnable making) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key + ": ")
                .hasMessageContaining("is not allowed; ");
    }

    static Stream<Arguments> refusesValuesThatMakeNoSense() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                bad("version", () -> HubHttpConfig.defaults("1 0")),
                bad("version", () -> HubHttpConfig.defaults("")),
                bad("contact", () -> DEFAULTS.withContact("")),
                bad("contact", () -> DEFAULTS.withContact("me\r\nX-Evil: 1")),
                bad("contact", () -> DEFAULTS.withContact("me (at home)")),
                bad("contact", () -> DEFAULTS.withContact("jörg@example.org")),
                bad("share", () -> DEFAULTS.withPace(0, second)),
                bad("share", () -> DEFAULTS.withPace(1.1, second)),
                bad("share", () -> DEFAULTS.withPace(Double.NaN, second)),
                bad("patience", () -> DEFAULTS.withPace(1, second.negated())),
                bad("connectTimeout", () -> DEFAULTS.withTimeouts(second.negated(), second, second)),
                bad("readTimeout", () -> DEFAULTS.withTimeouts(second, second.negated(), second)),
                bad("callTimeout", () -> DEFAULTS.withTimeouts(second, second, Duration.ofDays(2))),
                bad("token host", () -> DEFAULTS.withTokens(Map.of("https://huggingface.co", new Token("t")))),
                bad("token host", () -> DEFAULTS.withTokens(Map.of("HuggingFace.co", new Token("t")))),
                bad("token", () -> new Token("a b")),
                bad("token", () -> new Token("")));
    }

    private static Arguments bad(String key, Runnable making) {
        return Arguments.of(key, making);
    }

    @Test
    void hidesTokensWhereverItIsPrinted() {
        // given
        HubHttpConfig config = DEFAULTS.withTokens(Map.of("huggingface.co", new Token("hf_secret")));

        // when
        String printed = config.toString();

        // then
        assertThat(printed).contains("huggingface.co").doesNotContain("hf_secret");
        assertThatThrownBy(() -> new Token("hf_secret\n")).message().doesNotContain("hf_secret");
    }

    @Test
    void keepsEverythingElseWhenOneThingIsChanged() {
        // given
        Duration second = Duration.ofSeconds(1);

        // when
        HubHttpConfig config = DEFAULTS.withContact("me")
                .withEndpoints(List.of(Endpoint.parse("a.example=http://localhost:1/")))
                .withAllowPrivate(Set.of(HostPort.parse("localhost:2")))
                .withTokens(Map.of("a.example", new Token("t")))
                .withTimeouts(second, second.multipliedBy(2), second.multipliedBy(3))
                .withPace(0.3, second.multipliedBy(4))
                .withPerHost(5)
                .withBandwidth(new Bandwidth(new Rate(6), null, Map.of()));

        // then
        assertThat(config)
                .isEqualTo(new HubHttpConfig(
                        "me",
                        "1.0",
                        Map.of("a.example", URI.create("http://localhost:1/")),
                        Set.of(new HostPort("localhost", 2)),
                        Map.of("a.example", new Token("t")),
                        second,
                        second.multipliedBy(2),
                        second.multipliedBy(3),
                        second.multipliedBy(4),
                        0.3,
                        5,
                        new Bandwidth(new Rate(6), null, Map.of())));
    }

    @Test
    void readsAServicesSettings() {
        // when
        HubHttpConfig config = HubHttpConfig.from(
                "1.0",
                Map.of(
                        "http.contact", "team@example.org",
                        "http.endpoints", "hub.example=http://127.0.0.1:1/, other.example=http://127.0.0.1:2/",
                        "http.allow-private", "127.0.0.1:3",
                        "http.token.hub.example", "secret",
                        "http.per-host", "7",
                        "http.bandwidth", "50MB/s",
                        "http.bandwidth.per-host", "20MB/s",
                        "http.bandwidth.hub.example", "5MB/s",
                        "sink.small", "1"));

        // then
        assertThat(config.contact()).isEqualTo("team@example.org");
        assertThat(config.endpoints()).containsOnlyKeys("hub.example", "other.example");
        assertThat(config.allowPrivate()).containsExactly(new HostPort("127.0.0.1", 3));
        assertThat(config.tokens()).containsOnlyKeys("hub.example");
        assertThat(config.perHost()).isEqualTo(7);
        assertThat(config.bandwidth()).hasToString("50.0 MB/s in all, 20.0 MB/s a host, 5.0 MB/s of hub.example");
        assertThat(config.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "http.per-host, 0",
        "http.per-host, many",
        "http.bandwidth, 50",
        "http.bandwidth.hub.example, fast",
        "http.bandwidth.Hub.example, 5MB/s",
        "http.token.hub.example, a secret",
        "http.token.hub.example, ''"
    })
    void aServicesBadSettingIsNamedAndATokenIsNotShown(String key, String value) {
        assertThatThrownBy(() -> HubHttpConfig.from("1.0", Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith(key)
                .contains("allowed")
                .doesNotContain("a secret");
    }

    @Test
    void aServicesTokensComeFromAFileAndFromSettingsOverIt(@TempDir Path folder) throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("tokens"), "a.example=one\nb.example=two\n");

        // when
        HubHttpConfig config =
                HubHttpConfig.from("1.0", Map.of("http.token-file", file.toString(), "http.token.b.example", "three"));

        // then
        assertThat(config.tokens()).isEqualTo(Map.of("a.example", new Token("one"), "b.example", new Token("three")));
    }
}
