package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvolutionTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 19, 20, 33, 300})
    void hubOfAnySizeLivesThroughManySteps(int models) {
        // given
        ModelFacts facts = new ModelFacts(models, models);
        Evolution evolution = new Evolution(facts);
        HubState state = evolution.at(0, models);
        for (int step = 1; step <= 60; step++) {
            // when
            state = evolution.next(state);
            // then
            List<String> paths = livePaths(facts, state);
            assertThat(paths).doesNotHaveDuplicates();
            assertThat(paths.size()).isGreaterThanOrEqualTo(models);
        }
    }

    @Test
    void everyFormerPathLeadsToItsModelOrToTheOneThatTookIt() {
        // given
        ModelFacts facts = new ModelFacts(9, 300);
        // when
        HubState state = new Evolution(facts).at(80, 300);
        // then
        List<Integer> renamedHeirs = new ArrayList<>();
        IntStream.range(0, state.size()).filter(state::live).forEach(index -> {
            assertThat(facts.find(state, facts.path(state, index))).isEqualTo(index);
            facts.formerPaths(state, index)
                    .forEach(path -> assertThat(facts.find(state, path)).isEqualTo(index));
            if (state.inherited.containsKey(index) && state.renames(index) > 0) {
                renamedHeirs.add(index);
            }
        });
        assertThat(renamedHeirs).isNotEmpty();
    }

    @Test
    void idsRiseWithCreationOverAllSteps() {
        // given
        ModelFacts facts = new ModelFacts(4, 500);
        // when
        HubState state = new Evolution(facts).at(30, 500);
        // then
        Births births = state.births;
        assertThat(IntStream.range(0, state.size()).mapToObj(births::objectId))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(IntStream.range(0, state.size())).allSatisfy(index -> {
            assertThat(births.firstNotBelow(births.objectId(index))).isEqualTo(index);
            assertThat(state.lastModified(index)).isBetween(births.createdAt(index), HubClock.now(30));
        });
        assertThat(births.firstNotBelow("f".repeat(24))).isEqualTo(state.size());
        assertThat(births.firstNotBelow("0".repeat(24))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"owner/name-1c,48", "name-1C,48", "a/b,-1", "a/b-,-1", "a/b-x.y,-1", "a/b-zzzzzz,-1", "a/b-zzzzz,-1"})
    void numberIsReadOffThePath(String path, int expected) {
        assertThat(Names.indexIn(path)).isEqualTo(expected);
    }

    private static List<String> livePaths(ModelFacts facts, HubState state) {
        return IntStream.range(0, state.size())
                .filter(state::live)
                .mapToObj(index -> facts.path(state, index).toLowerCase(Locale.ROOT))
                .toList();
    }
}
