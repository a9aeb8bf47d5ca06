package io.ptmtorrent.normalizer.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TablesTest {
    @ParameterizedTest
    @ValueSource(strings = {"licenses.tsv", "languages.tsv", "tasks.tsv", "frameworks.tsv", "kinds.tsv"})
    void noWordStandsForTwoThings(String table) {
        // given
        int words = table.equals("kinds.tsv") ? 1 : Integer.MAX_VALUE;
        Map<String, String> seen = new HashMap<>();
        List<String> twice = new ArrayList<>();

        // when
        for (List<String> row : Table.read(table)) {
            for (int i = 0; i < Math.min(words, row.size()); i++) {
                boolean area = table.equals("tasks.tsv") && i == 1;
                String other = area ? null : seen.put(row.get(i), row.getFirst());
                if (other != null && (i > 0 || !other.equals(row.getFirst()))) {
                    twice.add(row.get(i));
                }
            }
        }

        // then
        assertThat(twice).isEmpty();
    }

    @Test
    void everyLanguageOfTwoLettersThatJavaKnowsIsOne() {
        assertThat(Locale.getISOLanguages()).allSatisfy(code -> {
            assertThat(Languages.code(code)).as(code).isNotNull();
            assertThat(Languages.code(Locale.of(code).getISO3Language()))
                    .as(code)
                    .isEqualTo(Languages.code(code));
        });
    }

    @Test
    void everyAreaOfATaskIsATask() {
        assertThat(Table.read("tasks.tsv"))
                .allSatisfy(row -> assertThat(Tasks.common("any", row.get(1))).isEqualTo(row.get(1)));
    }

    @Test
    void theDocumentationOfTasksIsTheTable() throws IOException {
        // given
        List<String> documented = Files.readAllLines(Path.of("../docs/tasks.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        // when
        List<String> rows = Table.read("tasks.tsv").stream()
                .map(row -> "| `" + row.getFirst() + "` | " + row.get(1) + " | "
                        + String.join(", ", row.subList(2, row.size())) + " |")
                .toList();

        // then
        assertThat(documented).isEqualTo(rows);
    }
}
