package io.ptmtorrent.catalog.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.UpdateType;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateLineTest {
    @Test
    void saysWhatChangedFromWhichRevisionToWhich() {
        // given
        var update = Updates.update(UpdateType.REVISED, "acme/tiny", Updates.model("acme", "tiny", "fill-mask"))
                .setRevisionBefore("0123456789abcdef")
                .setRevisionAfter("fedcba9876543210")
                .setChangedFields(List.of("revision", "tags"))
                .build();

        // when
        String line = UpdateLine.of(update);

        // then
        assertThat(line)
                .isEqualTo("2026-11-01T12:00:00Z  REVISED           huggingface/acme/tiny"
                        + "  0123456789 -> fedcba9876  fill-mask  changed: revision, tags");
    }

    @Test
    void namesTheFormerPathOfARenamedModel() {
        // given
        var update = Updates.update(UpdateType.RENAMED, "acme/new", null)
                .setFormerId("acme/old")
                .build();

        // when, then
        assertThat(UpdateLine.of(update)).endsWith("huggingface/acme/new  was acme/old");
    }

    @Test
    void showsNoControlCharactersOfTheHubOnATerminal() {
        // given
        var update =
                Updates.update(UpdateType.CREATED, "acme/\u001b[2Jx\ny", null).build();

        // when, then
        assertThat(UpdateLine.of(update)).endsWith("acme/?[2Jx?y");
    }
}
