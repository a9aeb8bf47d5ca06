package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.avro.Artifacts;
import org.junit.jupiter.api.Test;

class PolicyJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void explainsEachFileAndThePackageOnOneLine() throws Exception {
        // when
        String line = PolicyJson.explain(
                ExplainedModel.policy(Artifacts.SMALL, null), ExplainedModel.found(ExplainedModel.stored()));

        // then
        assertThat(line).doesNotContain("\n");
        JsonNode model = JSON.readTree(line);
        assertThat(model.fieldNames())
                .toIterable()
                .containsExactly(
                        "hub",
                        "stableId",
                        "id",
                        "revision",
                        "downloads",
                        "licenseExpression",
                        "gated",
                        "files",
                        "package");
        assertThat(model.path("gated").booleanValue()).isTrue();
        assertThat(model.path("package").path("stored").longValue()).isEqualTo(990);
        assertThat(model.path("files").path(0))
                .isEqualTo(JSON.readTree("{\"path\":\"config.json\",\"size\":1234,\"sha256\":null,\"gitSha1\":\""
                        + ExplainedModel.GIT_SHA1
                        + "\",\"url\":\"https://huggingface.co/acme/tern/resolve/r1/config.json\","
                        + "\"verdict\":\"WANTED\",\"rule\":null}"));
        assertThat(model.path("files").findValuesAsText("verdict")).containsExactly("WANTED", "IN_LFS", "SIZE_UNKNOWN");
    }

    @Test
    void hasNoPackageWhereThereIsNone() throws Exception {
        // when
        String line = PolicyJson.explain(ExplainedModel.policy(Artifacts.ALL, null), ExplainedModel.found(null));

        // then
        assertThat(JSON.readTree(line).get("package").isNull()).isTrue();
    }
}
