package io.ptmtorrent.catalog.figures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PythonFloatTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-0.5",
                "1e400",
                "true",
                "'0.9'",
                "' 92.1 '",
                "'+3.'",
                "'.5'",
                "'1_000.5'",
                "'1e-3'",
                "'nan'",
                "'-Infinity'",
                "'iNf'"
            })
    void takesWhatFloatTakes(String json) throws Exception {
        assertThat(PythonFloat.takes(JSON.readTree(json.replace('\'', '"')))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[1]",
                "{}",
                "''",
                "'.'",
                "'72%'",
                "'1,5'",
                "'0x10'",
                "'1d'",
                "'1f'",
                "'1__0'",
                "'_1'",
                "'1_'",
                "'1 2'",
                "'e5'",
                "'infinit'",
                "'--1'"
            })
    void refusesWhatFloatRefuses(String json) throws Exception {
        assertThat(PythonFloat.takes(JSON.readTree(json.replace('\'', '"')))).isFalse();
    }
}
