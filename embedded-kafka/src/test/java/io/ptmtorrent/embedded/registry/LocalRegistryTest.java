package io.ptmtorrent.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the contract does not say: the file, the bounds, the answers to bad requests. */
class LocalRegistryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST = record("{'name':'hub','type':'string'}");
    private static final String SECOND =
            record("{'name':'hub','type':'string'},{'name':'licence','type':['null','string'],'default':null}");

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = LocalRegistry.start(dir);
    }

    @AfterEach
    void stop() {
        registry.close();
        http.close();
    }

    @Test
    void schemasIdsAndLevelsOutliveARestart() throws Exception {
        // given
        post("/subjects/a/versions", schema(FIRST));
        post("/subjects/a/versions", schema(SECOND));
        post("/subjects/b/versions", schema(FIRST));
        send("PUT", "/config/b", BodyPublishers.ofString("{\"compatibility\":\"NONE\"}"));

        // when
        restart();

        // then
        assertThat(get("/subjects").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(get("/subjects/a/versions").toString()).isEqualTo("[1,2]");
        assertThat(get("/subjects/a/versions/latest").path("id").asInt()).isEqualTo(2);
        assertThat(get("/schemas/ids/1/versions").toString())
                .isEqualTo("[{\"subject\":\"a\",\"version\":1},{\"subject\":\"b\",\"version\":1}]");
        assertThat(get("/config/b").path("compatibilityLevel").asText()).isEqualTo("NONE");
        assertThat(post("/subjects/c/versions", schema(record("{'name':'x','type':'int'}")))
                        .path("id")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void aLastLineTornByAKillIsCutOffAndTheNextSchemaIsWhole() throws Exception {
        // given
        post("/subjects/a/versions", schema(FIRST));
        registry.close();
        Files.writeString(file(), "{\"type\":\"schema\",\"subject\":\"a\",\"id\":2,\"sch", StandardOpenOption.APPEND);

        // when
        registry = LocalRegistry.start(dir);
        post("/subjects/a/versions", schema(SECOND));
        restart();

        // then
        assertThat(get("/subjects/a/versions").toString()).isEqualTo("[1,2]");
        assertThat(get("/schemas/ids/2").path("schema").asText()).contains("licence");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no JSON at all                                        | line 2
            {"type":"surprise"}                                   | unknown type
            {"type":"schema","subject":"a","id":2,"schema":"{}"}  | damaged
            {"type":"config","level":"SOMETIMES"}                 | damaged
            """)
    void aDamagedFileIsRefusedAndNotOverwritten(String line, String said) throws Exception {
        // given
        post("/subjects/a/versions", schema(FIRST));
        registry.close();
        Files.writeString(file(), line + "\n", StandardOpenOption.APPEND);
        String before = Files.readString(file());

        // when, then
        assertThatThrownBy(() -> LocalRegistry.start(dir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("schemas.jsonl")
                .hasMessageContaining(said);
        assertThat(file()).hasContent(before);
    }

    @Test
    void aSecondRegistryOnTheSameFileIsRefused() {
        // when, then
        assertThatThrownBy(() -> LocalRegistry.start(dir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void theRefusalOfASchemaSaysWhereAndAgainstWhichVersionItFails() throws Exception {
        // given
        post("/subjects/a/versions", schema(FIRST));

        // when
        JsonNode refused = post(
                "/subjects/a/versions", schema(record("{'name':'hub','type':'string'},{'name':'id','type':'long'}")));

        // then
        assertThat(refused.path("error_code").asInt()).isEqualTo(409);
        assertThat(refused.path("message").asText())
                .contains("FULL_TRANSITIVE")
                .contains("cannot read version 1")
                .contains("READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1: id");
    }

    @Test
    void registeringAtOnceGivesOneIdAndOneVersion() throws Exception {
        // given
        Callable<Integer> register =
                () -> post("/subjects/a/versions", schema(FIRST)).path("id").asInt();

        // when
        List<Future<Integer>> ids;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ids = threads.invokeAll(
                    IntStream.range(0, 20).mapToObj(i -> register).toList());
        }

        // then
        assertThat(ids).allSatisfy(id -> assertThat(id.resultNow()).isEqualTo(1));
        assertThat(get("/subjects/a/versions").toString()).isEqualTo("[1]");
        assertThat(Files.readAllLines(file())).hasSize(1);
    }

    @Test
    void aSubjectsNameMayHoldAnyCharacter() throws Exception {
        // given
        String name = "ptm.models/ü +%-value";

        // when
        post("/subjects/ptm.models%2F%C3%BC%20+%25-value/versions", schema(FIRST));

        // then
        assertThat(get("/subjects").get(0).asText()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /subjects/a/versions               | {"schema":"{'type':'record'}"}                                   | 422 | 42201
            POST   | /subjects/a/versions               | {"schema":"{'type':'record','name':'0-bad','fields':[]}"}        | 422 | 42201
            POST   | /subjects/a/versions               | {"schema":"'string'","references":[{"name":"x"}]}                | 422 | 42201
            POST   | /subjects/a/versions               | {}                                                               | 422 | 42201
            POST   | /subjects/a/versions               | {"schema":"{}","schemaType":"JSON"}                              | 422 | 422
            POST   | /subjects/a/versions               | {"schema":"message M {}","schemaType":"PROTOBUF"}                | 422 | 422
            POST   | /subjects/a/versions               | not json                                                         | 400 | 400
            POST   | /subjects/nobody                   | {"schema":"'string'"}                                            | 404 | 40401
            GET    | /subjects/nobody/versions          |                                                                  | 404 | 40401
            GET    | /subjects/known/versions/2         |                                                                  | 404 | 40402
            GET    | /subjects/known/versions/newest    |                                                                  | 422 | 42202
            GET    | /subjects/known/versions/0         |                                                                  | 422 | 42202
            GET    | /schemas/ids/99                    |                                                                  | 404 | 40403
            GET    | /schemas/ids/abc                   |                                                                  | 404 | 40403
            GET    | /config/known                      |                                                                  | 404 | 40408
            PUT    | /config                            | {"compatibility":"SOMETIMES"}                                    | 422 | 42203
            PUT    | /config                            | {}                                                               | 422 | 42203
            GET    | /elsewhere                         |                                                                  | 404 | 404
            DELETE | /subjects/known                    |                                                                  | 405 | 405
            """)
    void aBadRequestGetsConfluentsErrorAndChangesNothing(String method, String path, String body, int status, int code)
            throws Exception {
        // given
        post("/subjects/known/versions", schema(FIRST));
        String sent = body == null ? "" : body.replace("'", "\\\"");

        // when
        HttpResponse<String> response = send(method, path, BodyPublishers.ofString(sent));

        // then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(response.body()).path("error_code").asInt()).isEqualTo(code);
        assertThat(JSON.readTree(response.body()).path("message").asText()).isNotBlank();
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/vnd.schemaregistry.v1+json");
        assertThat(get("/subjects").toString()).isEqualTo("[\"known\"]");
    }

    @Test
    void aBodyOverTheBoundIsRefused() throws Exception {
        // given
        String padding = " ".repeat(LocalRegistry.MAX_BODY_BYTES);

        // when
        HttpResponse<String> response =
                send("POST", "/subjects/a/versions", BodyPublishers.ofString(schema(FIRST) + padding));

        // then
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(get("/subjects")).isEmpty();
    }

    @Test
    void aSchemaNestedBeyondReasonIsRefused() throws Exception {
        // given
        String nested = "{'type':'array','items':".repeat(5000) + "'int'" + "}".repeat(5000);

        // when
        JsonNode refused = post("/subjects/a/versions", schema(nested));

        // then
        assertThat(refused.path("error_code").asInt()).isEqualTo(42201);
    }

    @Test
    void theGlobalLevelStandsInForASubjectsOwnOnlyWhenAskedFor() throws Exception {
        // when
        JsonNode level = get("/config/a?defaultToGlobal=true");

        // then
        assertThat(level.path("compatibilityLevel").asText()).isEqualTo("FULL_TRANSITIVE");
        assertThat(get("/config/a").path("error_code").asInt()).isEqualTo(40408);
    }

    @Test
    void aVerboseCompatibilityCheckSaysWhy() throws Exception {
        // given
        post("/subjects/a/versions", schema(FIRST));

        // when
        JsonNode verdict = post(
                "/compatibility/subjects/a/versions/1?verbose=true", schema(record("{'name':'id','type':'long'}")));

        // then
        assertThat(verdict.path("is_compatible").asBoolean()).isFalse();
        assertThat(verdict.path("messages")).hasSize(2);
    }

    @Test
    void servesOnLoopbackAndOnTheGivenPort() throws Exception {
        // given
        String url = registry.url();
        int port = URI.create(url).getPort();
        registry.close();

        // when
        registry = LocalRegistry.start(dir, port);

        // then
        assertThat(registry.url()).isEqualTo(url).startsWith("http://127.0.0.1:");
        assertThat(get("/").toString()).isEqualTo("{}");
    }

    private Path file() {
        return dir.resolve("schemas.jsonl");
    }

    private void restart() throws IOException {
        registry.close();
        registry = LocalRegistry.start(dir);
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(send("GET", path, BodyPublishers.noBody()).body());
    }

    private JsonNode post(String path, String body) throws Exception {
        return JSON.readTree(send("POST", path, BodyPublishers.ofString(body)).body());
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .method(method, body)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static String schema(String text) {
        return JSON.createObjectNode().put("schema", text.replace('\'', '"')).toString();
    }

    private static String record(String fields) {
        return "{'type':'record','name':'Seen','fields':[" + fields + "]}";
    }
}
