package io.ptmtorrent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/schema.md} is what the schemas say; {@code -Dptm.docs=write} writes it. */
class SchemaPageTest {
    private static final Path PAGE = Path.of("../docs/schema.md");
    private static final String COMMAND = "mvn -q -pl avro-schemas -am test -Dtest=SchemaPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dptm.docs=write";

    @Test
    void thePageSaysWhatTheSchemasSay() throws IOException {
        // given
        String page = SchemaPage.of(new Topics("ptm.", 4).all());

        // when
        if ("write".equals(System.getProperty("ptm.docs"))) {
            Files.writeString(PAGE, page);
        }

        // then
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/schema.md is not what the schemas say; to write it: " + COMMAND)
                .isEqualTo(page);
    }
}
