package io.ptmtorrent.catalog.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.HuggingFaceModel;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.contract.RecordSerdes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    private static final Instant SEEN = Instant.parse("2026-11-01T12:00:00.250Z");

    @BeforeAll
    static void trustOurRecords() {
        RecordSerdes.trustOurRecords();
    }

    @Test
    void writesEveryFieldUnderItsAvroNameWithoutUnionWrappers() {
        // given
        Model model = Model.newBuilder()
                .setHub("huggingface")
                .setStableId("621ffdc136468d709f17ddb4")
                .setId("acme/tiny")
                .setHubUrl("https://huggingface.co")
                .setMetadataUrl("https://huggingface.co/api/models/acme/tiny")
                .setName("tiny")
                .setOwner("acme")
                .setUrl("https://huggingface.co/acme/tiny")
                .setRevision("0123abcd")
                .setCreatedAt(SEEN)
                .setTask("fill-mask")
                .setGating(Gating.NONE)
                .setLicenses(List.of("mit"))
                .setFiles(List.of(ModelFile.newBuilder().setPath("a \"b\".bin").build()))
                .setHuggingFace(
                        HuggingFaceModel.newBuilder().setConfig("{\"x\":1}").build())
                .build();

        // when
        String line = RecordJson.line(model);

        // then
        assertThat(line)
                .startsWith("{\"hub\":\"huggingface\",\"stableId\":\"621ffdc136468d709f17ddb4\",\"id\":\"acme/tiny\"")
                .contains("\"owner\":\"acme\"")
                .contains("\"createdAt\":\"2026-11-01T12:00:00.250Z\",\"modifiedAt\":null,\"task\":\"fill-mask\"")
                .contains("\"licenses\":[\"mit\"]")
                .contains("\"gating\":\"NONE\"")
                .contains(
                        "\"files\":[{\"path\":\"a \\\"b\\\".bin\",\"size\":null,\"sha256\":null,\"gitSha1\":null,\"url\":null,\"sha256Prefix\":null,\"artifact\":\"FILE\",\"role\":\"UNKNOWN\",\"format\":null}]")
                .contains("\"config\":\"{\\\"x\\\":1}\"")
                .doesNotContain("\n");
    }

    @Test
    void writesBytesAsBase64AndLeavesTheirPositionAlone() {
        // given
        ByteBuffer body = ByteBuffer.wrap(new byte[] {1, 2, 3});
        Observation observation = Observation.newBuilder()
                .setKind(ObservationKind.LISTED)
                .setHub("huggingface")
                .setSourceUrl("https://hub.test/")
                .setSeenAt(SEEN)
                .setRunId(7)
                .setBody(body)
                .build();

        // when
        String line = RecordJson.line(observation);

        // then
        assertThat(line).contains("\"body\":\"AQID\"").contains("\"runId\":7");
        assertThat(body.remaining()).isEqualTo(3);
    }
}
