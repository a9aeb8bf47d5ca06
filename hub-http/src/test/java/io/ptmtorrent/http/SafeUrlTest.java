package io.ptmtorrent.http;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class SafeUrlTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/cases/redaction.csv", delimiter = '|', numLinesToSkip = 1)
    void hidesWhatSignsOrOpensSomething(String url, String safe) {
        // given
        HttpUrl parsed = HttpUrl.get(url);

        // when
        String redacted = SafeUrl.redact(parsed);

        // then
        assertThat(redacted).isEqualTo(safe);
    }
}
