package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.samplehub.SampleHubTruth.FileTruth;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {
    private SampleHub hub;
    private HubReader reader;

    @BeforeEach
    void start() throws IOException {
        hub = SampleHub.start(SampleHubConfig.defaults().withModels(320).withStep(1));
        reader = new HubReader(hub);
    }

    @AfterEach
    void stop() throws IOException {
        reader.close();
        hub.close();
    }

    @Test
    void treeTellsEveryFileWithItsSizeAndDigests() throws IOException {
        for (ModelTruth model : free().limit(60).toList()) {
            // when
            List<JsonNode> tree = tree(model);
            // then
            Map<String, JsonNode> files = tree.stream()
                    .filter(entry -> entry.get("type").asText().equals("file"))
                    .collect(Collectors.toMap(entry -> entry.get("path").asText(), Function.identity()));
            List<FileTruth> truth = hub.truth().files(model);
            assertThat(files).hasSize(truth.size());
            assertThat(truth).allSatisfy(file -> {
                JsonNode entry = Objects.requireNonNull(files.get(file.path()), file.path());
                assertThat(entry.get("size").asLong()).isEqualTo(file.size());
                assertThat(entry.get("oid").asText()).isEqualTo(file.oid());
                assertThat(entry.path("lfs").path("oid").asText(null)).isEqualTo(file.announcedSha256());
                assertThat(entry.has("xetHash")).isEqualTo(file.large());
            });
        }
    }

    @Test
    void longTreeComesInPagesOfAThousand() throws IOException {
        // given
        ModelTruth model =
                free().filter(m -> "MANY_FILES".equals(m.oddity())).findFirst().orElseThrow();
        // when
        List<JsonNode> tree = tree(model);
        // then
        assertThat(tree).hasSizeGreaterThan(1_050);
        assertThat(tree)
                .extracting(entry -> entry.get("path").asText())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(hub.requests())
                .filteredOn(request -> request.path().contains("/tree/"))
                .hasSize(2);
    }

    @Test
    void flatTreeShowsFoldersOnly() throws IOException {
        // given
        ModelTruth model =
                free().filter(m -> "MANY_FILES".equals(m.oddity())).findFirst().orElseThrow();
        // when
        JsonNode tree = HubReader.json(reader.get(api(model) + "/tree/main"));
        // then
        assertThat(tree)
                .anyMatch(entry -> entry.get("type").asText().equals("directory")
                        && entry.get("path").asText().equals("shards"));
        assertThat(tree).noneMatch(entry -> entry.get("path").asText().contains("/"));
    }

    @Test
    void blobsTellTheSameUnderTheirOtherNames() throws IOException {
        // given
        ModelTruth model =
                free().filter(m -> hub.truth().files(m).size() > 5).findFirst().orElseThrow();
        // when
        JsonNode answer = HubReader.json(reader.get(api(model) + "/revision/" + model.sha() + "?blobs=true"));
        // then
        List<FileTruth> truth = hub.truth().files(model);
        assertThat(answer.get("siblings")).hasSize(truth.size());
        for (int i = 0; i < truth.size(); i++) {
            JsonNode sibling = answer.get("siblings").get(i);
            assertThat(sibling.get("rfilename").asText()).isEqualTo(truth.get(i).path());
            assertThat(sibling.get("blobId").asText()).isEqualTo(truth.get(i).oid());
            assertThat(sibling.get("size").asLong()).isEqualTo(truth.get(i).size());
            assertThat(sibling.path("lfs").path("sha256").asText(null))
                    .isEqualTo(truth.get(i).announcedSha256());
        }
    }

    @Test
    void largeFileIsARedirectWhoseEtagIsADecoy() throws Exception {
        // given
        Found found = find(file -> file.large() && file.digestTrue());
        // when
        HttpResponse<byte[]> redirect = resolve(found);
        HttpResponse<byte[]> bytes = reader.get(URI.create(HubReader.header(redirect, "location")));
        // then
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(HubReader.header(redirect, "location")).startsWith(hub.cdnUri() + "/");
        assertThat(HubReader.header(redirect, "x-repo-commit")).isEqualTo(found.model.sha());
        assertThat(HubReader.header(redirect, "x-linked-size")).isEqualTo(Long.toString(found.file.size()));
        assertThat(HubReader.header(redirect, "x-linked-etag")).isEqualTo('"' + found.file.sha256() + '"');
        assertThat(bytes.statusCode()).isEqualTo(200);
        assertThat(sha256(bytes.body())).isEqualTo(found.file.sha256());
        assertThat(HubReader.header(bytes, "etag"))
                .isEqualTo('"' + HubReader.header(redirect, "x-xet-hash") + '"')
                .isNotEqualTo('"' + found.file.sha256() + '"');
    }

    @Test
    void someDigestsAreFalse() throws Exception {
        // given
        Found found = find(file -> file.large() && !file.digestTrue());
        // when
        HttpResponse<byte[]> redirect = resolve(found);
        HttpResponse<byte[]> bytes = reader.get(URI.create(HubReader.header(redirect, "location")));
        // then
        assertThat(HubReader.header(redirect, "x-linked-etag"))
                .isEqualTo('"' + String.valueOf(found.file.announcedSha256()) + '"');
        assertThat(sha256(bytes.body())).isEqualTo(found.file.sha256()).isNotEqualTo(found.file.announcedSha256());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void smallFileIsARelativeRedirectToItsBytes(boolean digestTrue) throws Exception {
        // given
        Found found = find(file -> !file.large() && file.digestTrue() == digestTrue);
        // when
        HttpResponse<byte[]> redirect = resolve(found);
        HttpResponse<byte[]> bytes = reader.get(HubReader.header(redirect, "location"));
        // then
        assertThat(redirect.statusCode()).isEqualTo(307);
        assertThat(HubReader.text(redirect)).startsWith("Temporary Redirect");
        assertThat(HubReader.header(redirect, "location")).startsWith("/api/resolve-cache/models/");
        assertThat(HubReader.header(redirect, "ratelimit")).startsWith("\"resolvers\";r=");
        assertThat(bytes.body()).hasSize((int) found.file.size());
        assertThat(sha256(bytes.body())).isEqualTo(found.file.sha256());
        assertThat(HubReader.header(bytes, "etag")).isEqualTo('"' + found.file.oid() + '"');
        assertThat(gitBlob(bytes.body()).equals(found.file.oid())).isEqualTo(digestTrue);
    }

    @Test
    void someFilesAreSharedByManyModels() {
        // when
        Map<String, Long> models = free().flatMap(model -> hub.truth().files(model).stream()
                        .filter(FileTruth::large)
                        .map(FileTruth::sha256)
                        .distinct())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        // then
        assertThat(models.values()).anyMatch(count -> count > 3).contains(1L);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-9,0,10", "bytes=5-5,5,6", "bytes=100-,100,-1", "bytes=-7,-7,-1", "bytes=1000-99999999,1000,-1"
    })
    void rangeIsAnsweredWithThatPart(String range, int from, int to) throws Exception {
        // given
        Found found = find(file -> file.large() && file.size() > 1_100);
        URI uri = URI.create(HubReader.header(resolve(found), "location"));
        byte[] all = reader.get(uri).body();
        // when
        HttpResponse<byte[]> part = reader.get(uri, "range", range);
        // then
        int first = from < 0 ? all.length + from : from;
        int end = to < 0 ? all.length : to;
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(all, first, end));
        assertThat(HubReader.header(part, "content-range"))
                .isEqualTo("bytes " + first + "-" + (end - 1) + "/" + all.length);
    }

    @ParameterizedTest
    @CsvSource({"bytes=99999999-,416", "bytes=5-4,416", "'bytes=0-1,4-5',200", "lines=1-2,200", "bytes=-,200"})
    void rangeThatCannotBeMetIsNotAPart(String range, int status) throws Exception {
        // given
        Found found = find(FileTruth::large);
        URI uri = URI.create(HubReader.header(resolve(found), "location"));
        // when
        HttpResponse<byte[]> answer = reader.get(uri, "range", range);
        // then
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void ifRangeHoldsOnlyForTheSameEtag() throws Exception {
        // given
        Found found = find(FileTruth::large);
        URI uri = URI.create(HubReader.header(resolve(found), "location"));
        String etag = HubReader.header(reader.get(uri), "etag");
        // when
        HttpResponse<byte[]> same = reader.get(uri, "range", "bytes=1-", "if-range", etag);
        HttpResponse<byte[]> other = reader.get(uri, "range", "bytes=1-", "if-range", "\"other\"");
        // then
        assertThat(same.statusCode()).isEqualTo(206);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.body()).hasSize((int) found.file.size());
    }

    @Test
    void signedUrlExpiresWithTheHubsClock() throws Exception {
        // given
        URI uri = URI.create(HubReader.header(resolve(find(FileTruth::large)), "location"));
        // when
        hub.step(2);
        // then
        assertThat(reader.get(uri).statusCode()).isEqualTo(403);
        assertThat(reader.get(URI.create(uri.toString().replace("Expires=", "Expires=9")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(reader.get(URI.create(hub.cdnUri() + "/nothing")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void unknownFileIs404() throws IOException {
        // given
        ModelTruth model = free().findFirst().orElseThrow();
        // when
        HttpResponse<byte[]> answer =
                reader.get("/" + Answer.encoded(model.path()) + "/resolve/" + model.sha() + "/no/such.bin");
        // then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(HubReader.header(answer, "x-error-code")).isEqualTo("EntryNotFound");
    }

    private java.util.stream.Stream<ModelTruth> free() {
        return hub.truth()
                .live()
                .filter(model -> "false".equals(model.gated()) && !model.disabled())
                .filter(model -> model.movedTo() == null);
    }

    private Found find(Predicate<FileTruth> which) {
        return free().flatMap(
                        model -> hub.truth().files(model).stream().filter(which).map(file -> new Found(model, file)))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<byte[]> resolve(Found found) throws IOException {
        return reader.get("/" + Answer.encoded(found.model.path()) + "/resolve/" + found.model.sha() + "/"
                + Answer.encoded(found.file.path()));
    }

    private List<JsonNode> tree(ModelTruth model) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        Optional<String> target = Optional.of(api(model) + "/tree/" + model.sha() + "?recursive=true");
        while (target.isPresent()) {
            HttpResponse<byte[]> page = reader.get(target.get());
            HubReader.json(page).forEach(entries::add);
            target = HubReader.next(page);
        }
        return entries;
    }

    private static String api(ModelTruth model) {
        return "/api/models/" + Answer.encoded(model.path());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String gitBlob(byte[] bytes) throws Exception {
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        sha1.update(("blob " + bytes.length).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        sha1.update((byte) 0);
        return HexFormat.of().formatHex(sha1.digest(bytes));
    }

    private record Found(ModelTruth model, FileTruth file) {}
}
