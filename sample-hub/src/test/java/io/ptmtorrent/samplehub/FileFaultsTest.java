package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.samplehub.FileFetcher.Found;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults where a file is asked for, and where its bytes come from. */
class FileFaultsTest {
    private static final SampleHubConfig CONFIG = SampleHubConfig.defaults().withModels(200);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cutEndsTheConnectionInTheBytesOnce(boolean large) throws IOException {
        // given
        try (Stage stage = new Stage("cut", large)) {
            // then
            assertThatThrownBy(() -> stage.fetcher.bytes(stage.found)).isInstanceOf(IOException.class);
            assertThat(stage.right(stage.fetcher.bytes(stage.found))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void truncatedBytesAreAWholeAnswer(boolean large) throws IOException {
        // given
        try (Stage stage = new Stage("truncated-page", large)) {
            // when
            HttpResponse<byte[]> answer = stage.fetcher.bytes(stage.found);
            // then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).hasSize((int) stage.found.file().size() * 2 / 3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void htmlComesInPlaceOfTheFile(boolean large) throws IOException {
        // given
        try (Stage stage = new Stage("html-page", large)) {
            // when
            HttpResponse<byte[]> answer = stage.fetcher.bytes(stage.found);
            // then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(HubReader.text(answer)).startsWith("<!DOCTYPE html>");
            assertThat(stage.right(stage.fetcher.bytes(stage.found))).isTrue();
        }
    }

    @Test
    void pointerComesInPlaceOfTheFileEveryTime() throws IOException {
        // given
        try (Stage stage = new Stage("lfs-pointer", true)) {
            for (int i = 0; i < 2; i++) {
                // when
                HttpResponse<byte[]> answer = stage.fetcher.bytes(stage.found);
                // then
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(HubReader.text(answer))
                        .isEqualTo("version https://git-lfs.github.com/spec/v1\noid sha256:"
                                + stage.found.file().sha256() + "\nsize "
                                + stage.found.file().size() + "\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrongBytesHaveTheRightLength(boolean large) throws IOException {
        // given
        try (Stage stage = new Stage("wrong-bytes", large)) {
            // when
            HttpResponse<byte[]> answer = stage.fetcher.bytes(stage.found);
            // then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).hasSize((int) stage.found.file().size());
            assertThat(stage.right(answer)).isFalse();
            assertThat(stage.right(stage.fetcher.bytes(stage.found))).isFalse();
        }
    }

    @Test
    void redirectMayLeadToAPrivateAddress() throws IOException {
        // given
        try (Stage stage = new Stage("redirect-away", true, "@http://10.0.0.1/latest/meta-data")) {
            // when
            HttpResponse<byte[]> answer = stage.fetcher.resolve(stage.found);
            // then
            assertThat(answer.statusCode()).isEqualTo(307);
            assertThat(HubReader.header(answer, "location")).isEqualTo("http://10.0.0.1/latest/meta-data");
        }
    }

    @Test
    void redirectMayLeadToItself() throws IOException {
        // given
        try (Stage stage = new Stage("redirect-loop-always", false)) {
            // when
            HttpResponse<byte[]> answer = stage.fetcher.resolve(stage.found);
            // then
            assertThat(answer.statusCode()).isEqualTo(307);
            assertThat(HubReader.header(answer, "location"))
                    .isEqualTo(answer.request().uri().getRawPath());
            assertThat(stage.fetcher.follow(answer).statusCode()).isEqualTo(307);
        }
    }

    @Test
    void serverErrorsPass() throws IOException {
        // given
        try (Stage stage = new Stage("5xx", true, "x2")) {
            // when
            List<Integer> statuses = List.of(
                    stage.fetcher.bytes(stage.found).statusCode(),
                    stage.fetcher.bytes(stage.found).statusCode(),
                    stage.fetcher.bytes(stage.found).statusCode());
            // then
            assertThat(statuses).containsExactly(503, 500, 200);
        }
    }

    @Test
    void tooManyNamesTheResolversBucket() throws IOException {
        // given
        try (Stage stage = new Stage("429", true, "@3")) {
            // when
            HttpResponse<byte[]> answer = stage.fetcher.resolve(stage.found);
            // then
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(HubReader.header(answer, "ratelimit")).isEqualTo("\"resolvers\";r=0;t=3");
            assertThat(HubReader.header(answer, "retry-after")).isEqualTo("3");
            assertThat(stage.fetcher.resolve(stage.found).statusCode()).isEqualTo(302);
        }
    }

    @Test
    void signedUrlMayBeRefusedOnce() throws IOException {
        // given
        try (Stage stage = new Stage("expired", true)) {
            // when
            HttpResponse<byte[]> refused = stage.fetcher.bytes(stage.found);
            // then
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(HubReader.text(refused)).isEqualTo("Request has expired");
            assertThat(stage.right(stage.fetcher.bytes(stage.found))).isTrue();
        }
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        // given
        try (Stage stage = new Stage("wrong-bytes", true)) {
            List<Found> others = FileFetcher.found(stage.hub, stage.found.model())
                    .filter(it -> it.place() != stage.found.place() && it.file().digestTrue())
                    .toList();
            assertThat(others).isNotEmpty();
            // then
            for (Found other : others) {
                assertThat(Digests.sha256(stage.fetcher.bytes(other).body()))
                        .isEqualTo(other.file().sha256());
            }
        }
    }

    @Test
    void starStrikesWhateverComesFirst() throws IOException {
        // given
        try (SampleHub hub = SampleHub.start(CONFIG.withFaults(Faults.parse("file-wrong-bytes-once=*")));
                HubReader reader = new HubReader(hub)) {
            FileFetcher fetcher = new FileFetcher(hub, reader);
            Found found = FileFetcher.find(hub, file -> file.large() && file.digestTrue());
            // when
            String first = Digests.sha256(fetcher.bytes(found).body());
            String second = Digests.sha256(fetcher.bytes(found).body());
            // then
            assertThat(first).isNotEqualTo(found.file().sha256());
            assertThat(second).isEqualTo(found.file().sha256());
        }
    }

    /** A hub where one file, large or small, has one fault. */
    private static final class Stage implements AutoCloseable {
        private final Found found;
        private final SampleHub hub;
        private final HubReader reader;
        private final FileFetcher fetcher;

        Stage(String fault, boolean large) throws IOException {
            this(fault, large, "");
        }

        Stage(String fault, boolean large, String rest) throws IOException {
            try (SampleHub well = SampleHub.start(CONFIG)) {
                found = FileFetcher.find(well, file -> file.large() == large && file.digestTrue() && file.size() > 100);
            }
            hub = SampleHub.start(CONFIG.withFaults(Faults.parse("file-" + fault + "=" + found.at() + rest)));
            reader = new HubReader(hub);
            fetcher = new FileFetcher(hub, reader);
        }

        boolean right(HttpResponse<byte[]> answer) {
            return Digests.sha256(answer.body()).equals(found.file().sha256());
        }

        @Override
        public void close() throws IOException {
            reader.close();
            hub.close();
        }
    }
}
