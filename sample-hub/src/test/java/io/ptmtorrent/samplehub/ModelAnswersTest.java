package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ptmtorrent.samplehub.SampleHubTruth.ModelTruth;
import io.ptmtorrent.samplehub.loopback.Answer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelAnswersTest {
    private static final String TOKEN = "hf_test_granted";

    private SampleHub hub;
    private HubReader reader;

    @BeforeEach
    void start() throws IOException {
        hub = SampleHub.start(
                SampleHubConfig.defaults().withModels(1_000).withStep(3).withTokenForGated(TOKEN));
        reader = new HubReader(hub);
    }

    @AfterEach
    void stop() throws IOException {
        reader.close();
        hub.close();
    }

    @Test
    void modelIsAnsweredWithTheFieldsOfTheListing() throws IOException {
        // given
        JsonNode row = reader.rows(HubReader.OLDEST_FIRST).get(501);
        // when
        HttpResponse<byte[]> answer =
                reader.get("/api/models/" + path(row.get("id").asText()) + "?" + HubReader.CRAWLED);
        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(HubReader.json(answer)).isEqualTo(row);
    }

    @Test
    void modelWithoutExpandIsTheLongForm() throws IOException {
        // given
        ModelTruth model = any(m -> m.oddity() == null);
        // when
        JsonNode answer = HubReader.json(reader.get(api(model)));
        // then
        Set<String> names = new HashSet<>();
        answer.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .contains("_id", "id", "modelId", "sha", "siblings", "usedStorage", "spaces", "model-index")
                .doesNotContain("downloadsAllTime", "baseModels", "trendingScore", "childrenModelCount");
    }

    @Test
    void oddIdsAreFoundPercentEncoded() throws IOException {
        for (Oddity oddity : Set.of(Oddity.UNICODE_ID, Oddity.NO_OWNER, Oddity.LONG_ID)) {
            // given
            ModelTruth model = any(m -> oddity.name().equals(m.oddity()));
            // when
            HttpResponse<byte[]> answer = reader.get(api(model));
            // then
            assertThat(HubReader.json(answer).get("_id").asText()).isEqualTo(model.stableId());
        }
    }

    @Test
    void renamedModelIsARelativeRedirectToItsNewPath() throws IOException {
        // given
        ModelTruth model = any(m -> m.change() == HubChange.RENAMED && !"NO_OWNER".equals(m.oddity()));
        String old = model.formerPaths().getLast();
        // when
        HttpResponse<byte[]> answer =
                reader.get("/api/models/" + path(old) + "/tree/" + model.sha() + "?recursive=true");
        // then
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(HubReader.header(answer, "location"))
                .isEqualTo("/api/models/" + path(model.path()) + "/tree/" + model.sha() + "?recursive=true");
        assertThat(HubReader.header(answer, "ratelimit")).startsWith("\"api\";r=");
    }

    @Test
    void pathInAnotherCaseIsARedirectToo() throws IOException {
        // given
        ModelTruth model =
                any(m -> m.oddity() == null && !m.path().equals(m.path().toUpperCase(Locale.ROOT)));
        // when
        HttpResponse<byte[]> answer =
                reader.get("/api/models/" + path(model.path().toUpperCase(Locale.ROOT)));
        // then
        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(HubReader.header(answer, "location")).isEqualTo(api(model));
    }

    @Test
    void missingModelIs401WithoutCodeForTheAnonymous() throws IOException {
        // given
        ModelTruth gone = gone();
        for (String path : Set.of(gone.path(), "nobody/has-this", "nobody/has-this-zzzzz", "x")) {
            // when
            HttpResponse<byte[]> answer = reader.get("/api/models/" + path(path));
            // then
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(HubReader.text(answer)).isEqualTo("{\"error\":\"Invalid username or password.\"}");
            assertThat(HubReader.header(answer, "x-error-message")).isEqualTo("Invalid username or password.");
            assertThat(answer.headers().firstValue("x-error-code")).isEmpty();
        }
    }

    @Test
    void missingModelIs404WithAToken() throws IOException {
        // when
        HttpResponse<byte[]> answer = reader.get(
                "/api/models/" + path(gone().path()), "authorization", "Bearer " + SampleHubConfig.PLAIN_TOKEN);
        // then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(HubReader.header(answer, "x-error-code")).isEqualTo("RepoNotFound");
    }

    @Test
    void deadTokenIs401ForEverything() throws IOException {
        // when
        HttpResponse<byte[]> answer = reader.get("/api/models?limit=1", "authorization", "Bearer hf_unknown");
        // then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(HubReader.header(answer, "x-error-message")).contains("Authorization");
    }

    @Test
    void pathMadeAnewLeadsToTheOtherIdentity() throws IOException {
        // given
        ModelTruth made = any(m -> m.change() == HubChange.RECREATED);
        // when
        HttpResponse<byte[]> answer = reader.get(api(made));
        // then
        ModelTruth old = hub.truth()
                .models()
                .filter(m -> !m.live() && m.path().equals(made.path()))
                .findFirst()
                .orElseThrow();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(HubReader.json(answer).get("_id").asText())
                .isEqualTo(made.stableId())
                .isNotEqualTo(old.stableId());
    }

    @Test
    void restoredModelIsBackUnderItsIdentity() throws IOException {
        // given
        ModelTruth model = any(m -> m.change() == HubChange.RESTORED);
        hub.step(2);
        assertThat(reader.get(api(model)).statusCode()).isEqualTo(401);
        // when
        hub.step(3);
        // then
        assertThat(HubReader.json(reader.get(api(model))).get("_id").asText()).isEqualTo(model.stableId());
    }

    @Test
    void disabledModelIsToldButItsBytesAreRefused() throws IOException {
        // given
        ModelTruth model = any(m -> m.disabled() && "false".equals(m.gated()));
        // when
        HttpResponse<byte[]> told = reader.get(api(model) + "?expand=disabled");
        HttpResponse<byte[]> bytes =
                reader.get("/" + path(model.path()) + "/resolve/" + model.sha() + "/.gitattributes");
        // then
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(HubReader.json(told).get("disabled").asBoolean()).isTrue();
        assertThat(bytes.statusCode()).isEqualTo(403);
        assertThat(HubReader.text(bytes)).contains("Access to this resource is disabled.");
    }

    @Test
    void gatedModelIsToldButItsBytesNeedAccess() throws IOException {
        // given
        ModelTruth model = any(m -> !"false".equals(m.gated()) && !m.disabled());
        String file = "/" + path(model.path()) + "/resolve/" + model.sha() + "/.gitattributes";
        // when
        HttpResponse<byte[]> anonymous = reader.get(file);
        HttpResponse<byte[]> plain = reader.get(file, "authorization", "Bearer " + SampleHubConfig.PLAIN_TOKEN);
        HttpResponse<byte[]> granted = reader.get(file, "authorization", "Bearer " + TOKEN);
        // then
        assertThat(reader.get(api(model)).statusCode()).isEqualTo(200);
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(HubReader.header(anonymous, "x-error-code")).isEqualTo("GatedRepo");
        assertThat(plain.statusCode()).isEqualTo(403);
        assertThat(HubReader.header(plain, "x-error-code")).isEqualTo("GatedRepo");
        assertThat(granted.statusCode()).isEqualTo(307);
    }

    @Test
    void unknownRevisionIs404AndAnOldOneIsKnown() throws IOException {
        // given
        ModelTruth model = any(m -> m.change() == HubChange.REVISED);
        hub.step(2);
        String old = hub.truth().find(model.stableId()).orElseThrow().sha();
        hub.step(3);
        // when
        HttpResponse<byte[]> unknown = reader.get(api(model) + "/tree/" + "0".repeat(40));
        HttpResponse<byte[]> former = reader.get(api(model) + "/revision/" + old);
        // then
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(HubReader.header(unknown, "x-error-code")).isEqualTo("RevisionNotFound");
        assertThat(HubReader.json(former).get("sha").asText()).isEqualTo(old).isNotEqualTo(model.sha());
    }

    @Test
    void whatIsNoneOfTheHubsIs404() throws IOException {
        for (String target : Set.of("/", "/api/datasets", "/a/b/c/d", "/owner/name", "/api/models/a/b/c/d/e")) {
            // when
            HttpResponse<byte[]> answer = reader.get(target);
            // then
            assertThat(answer.statusCode()).isEqualTo(404);
        }
    }

    private ModelTruth any(Predicate<ModelTruth> which) {
        return hub.truth().live().filter(which).findFirst().orElseThrow();
    }

    private ModelTruth gone() {
        return hub.truth()
                .models()
                .filter(m -> m.change() == HubChange.DELETED)
                .findFirst()
                .orElseThrow();
    }

    private static String api(ModelTruth model) {
        return "/api/models/" + path(model.path());
    }

    private static String path(String id) {
        return Answer.encoded(id);
    }
}
