package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectLabelTest {
    @ParameterizedTest
    @CsvSource({
        "application/json, application/json",
        "Text/HTML; charset=utf-8, text/html",
        "application/vnd.api+json, application/vnd.api+json",
        "'', application/octet-stream",
        "bytes, application/octet-stream",
        "'a/b\r\nx-amz-acl: public', application/octet-stream",
        "'a/b c', application/octet-stream"
    })
    void takesNoMediaTypeThatIsNone(String said, String mediaType) {
        assertThat(new ObjectLabel(null, null, said).mediaType()).isEqualTo(mediaType);
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.example/a%20b, https://hub.example/a%20b",
        "'https://hub.example/a\r\nb',",
        "https://hub.example/ä,",
        "'',"
    })
    void takesNoSourceThatAHeaderCannotHold(String said, @Nullable String source) {
        assertThat(new ObjectLabel(null, said, "").source()).isEqualTo(source);
    }
}
