package io.ptmtorrent.catalog.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedRowsTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} bytes of memory")
    @ValueSource(longs = {1, 400, 10_000, 1_000_000})
    void givesTheNewestLineOfEveryKeyInOrder(long memory) throws IOException {
        // given
        Map<String, String> expected = new TreeMap<>();
        Random random = new Random(7);
        List<String> got;
        try (SortedRows rows = new SortedRows(folder, memory)) {
            for (int i = 0; i < 500; i++) {
                String key = "huggingface/" + random.nextInt(60);
                boolean removed = random.nextInt(4) == 0;
                rows.put(key, removed ? null : "line " + i);
                if (removed) {
                    expected.remove(key);
                } else {
                    expected.put(key, "line " + i);
                }
            }

            // when
            got = read(rows);
        }

        // then
        assertThat(got)
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .map(row -> row.getKey() + "=" + row.getValue())
                        .toList());
    }

    @Test
    void keepsLinesOfAnyLengthAndAnyText() throws IOException {
        // given
        String longLine = "ä€😀".repeat(100_000);
        try (SortedRows rows = new SortedRows(folder, 1)) {
            rows.put("b", longLine);
            rows.put("a", "");

            // when
            List<String> got = read(rows);

            // then
            assertThat(got).containsExactly("a=", "b=" + longLine);
        }
    }

    @Test
    void leavesNothingBehind() throws IOException {
        // given
        try (SortedRows rows = new SortedRows(folder, 1)) {
            rows.put("a", "1");
            rows.put("b", "2");
        }

        // when, then
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static List<String> read(SortedRows rows) throws IOException {
        List<String> got = new ArrayList<>();
        rows.forEach((key, line) -> got.add(key + "=" + new String(line, StandardCharsets.UTF_8)));
        return got;
    }
}
