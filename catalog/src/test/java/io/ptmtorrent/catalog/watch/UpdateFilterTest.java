package io.ptmtorrent.catalog.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateFilterTest {
    private static final ModelUpdate REVISED = Updates.update(
                    UpdateType.REVISED, "acme/tiny", Updates.model("acme", "tiny", "fill-mask"))
            .build();
    private static final ModelUpdate DELETED =
            Updates.update(UpdateType.DELETED, "acme/tiny", null).build();

    @ParameterizedTest(name = "hub {0}, owner {1}, task {2}, type {3}: revised {4}, deleted {5}")
    @CsvSource({
        "'', '', '', '', true, true",
        "huggingface, '', '', '', true, true",
        "modelzoo, '', '', '', false, false",
        "modelzoo|huggingface, '', '', '', true, true",
        "'', acme, '', '', true, true",
        "'', other, '', '', false, false",
        "'', '', fill-mask, '', true, false",
        "'', '', translation, '', false, false",
        "'', '', '', DELETED, false, true",
        "'', '', '', REVISED|DELETED, true, true",
        "huggingface, acme, fill-mask, REVISED, true, false",
        "huggingface, acme, fill-mask, CREATED, false, false",
    })
    void letsPassWhatMeetsEveryCondition(
            String hubs, String owners, String tasks, String types, boolean revised, boolean deleted) {
        // given
        UpdateFilter filter = new UpdateFilter(
                set(hubs),
                set(owners),
                set(tasks),
                set(types).stream().map(UpdateType::valueOf).collect(Collectors.toSet()));

        // when, then
        assertThat(filter.test(REVISED)).isEqualTo(revised);
        assertThat(filter.test(DELETED)).isEqualTo(deleted);
    }

    private static Set<String> set(String joined) {
        return joined.isEmpty() ? Set.of() : Arrays.stream(joined.split("\\|")).collect(Collectors.toSet());
    }
}
