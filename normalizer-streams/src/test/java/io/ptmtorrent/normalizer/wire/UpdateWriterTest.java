package io.ptmtorrent.normalizer.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.normalizer.parse.Accepted;
import io.ptmtorrent.normalizer.parse.HuggingFaceParser;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UpdateWriterTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    @Test
    void theComposedRecordIsThePlainEncoding() {
        // given
        byte[] row = "{\"_id\":\"m1\",\"id\":\"acme/tern\",\"sha\":\"r2\",\"tags\":[\"en\"]}".getBytes(UTF_8);
        Model model = ((Accepted) new HuggingFaceParser().parse(row)).model();
        ModelUpdate update = ModelUpdate.newBuilder()
                .setPartition(3)
                .setOffset(1L << 40)
                .setType(UpdateType.REVISED)
                .setHub("huggingface")
                .setStableId("m1")
                .setId("acme/tern")
                .setChangedFields(List.of("revision"))
                .setRevisionBefore("r1")
                .setRevisionAfter("r2")
                .setObservedAt(Instant.parse("2026-11-01T12:00:00Z"))
                .build();

        // when
        byte[] composed = new UpdateWriter(77).write(update, new RecordWriter<>(Model.class, 5).write(model));

        // then
        ModelUpdate whole = ModelUpdate.newBuilder(update).setModel(model).build();
        assertThat(composed).isEqualTo(new RecordWriter<>(ModelUpdate.class, 77).write(whole));
    }
}
