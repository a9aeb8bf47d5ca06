package io.ptmtorrent.samplehub;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.modelhub.SampleModelhub;
import io.ptmtorrent.samplehub.modelzoo.SampleModelzoo;
import io.ptmtorrent.samplehub.onnx.SampleZoo;
import io.ptmtorrent.samplehub.pytorch.SampleTorchHub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogueDaysTest {
    private static final int MODELS = 28;

    @Test
    void aZooLosesItsFirstModelAndAllOthersHaveTheNewCommit() {
        // given
        SampleZoo zoo = SampleZoo.of(7, MODELS);

        // when
        SampleZoo next = zoo.nextDay();

        // then
        Map<String, String> before = revisions(zoo.truth(), it -> it.id(), it -> it.revision());
        Map<String, String> after = revisions(next.truth(), it -> it.id(), it -> it.revision());
        assertThat(after).hasSize(MODELS);
        assertThat(left(before, after)).singleElement().asString().contains("net000");
        assertThat(left(after, before)).singleElement().asString().contains("net028");
        assertThat(after.values()).doesNotContainAnyElementsOf(before.values());
    }

    @Test
    void cardsComeAndGoAndSomeRepositoriesMoveOn() {
        // given
        SampleTorchHub hub = SampleTorchHub.of(7, MODELS);

        // when
        SampleTorchHub next = hub.nextDay();

        // then
        assertOneForOneAndSomeRevised(
                revisions(hub.truth(), it -> it.id(), it -> it.revision()),
                revisions(next.truth(), it -> it.id(), it -> it.revision()));
    }

    @Test
    void theRegistryLosesARowGetsOneAndOneRepositoryMovesOn() {
        // given
        SampleModelhub hub = SampleModelhub.of(7, MODELS);

        // when
        SampleModelhub next = hub.nextDay();

        // then
        assertOneForOneAndSomeRevised(
                revisions(hub.truth(), it -> it.id(), it -> it.revision()),
                revisions(next.truth(), it -> it.id(), it -> it.revision()));
        assertThat(next.registry().commit()).isNotEqualTo(hub.registry().commit());
    }

    @Test
    void theSiteLosesAModelGetsOneAndSomeRepositoriesMoveOn() {
        // given
        SampleModelzoo hub = SampleModelzoo.of(7, MODELS);

        // when
        SampleModelzoo next = hub.nextDay();

        // then
        assertOneForOneAndSomeRevised(
                revisions(hub.truth(), it -> it.slug(), it -> commit(it.repository())),
                revisions(next.truth(), it -> it.slug(), it -> commit(it.repository())));
    }

    private static void assertOneForOneAndSomeRevised(Map<String, String> before, Map<String, String> after) {
        assertThat(after).hasSize(MODELS);
        assertThat(left(before, after)).hasSize(1);
        assertThat(left(after, before)).hasSize(1);
        assertThat(before.entrySet())
                .anySatisfy(model -> assertThat(after)
                        .containsKey(model.getKey())
                        .doesNotContainEntry(model.getKey(), model.getValue()));
    }

    private static @Nullable String commit(@Nullable SampleRepository repository) {
        return repository == null ? null : repository.commit();
    }

    private static List<String> left(Map<String, String> these, Map<String, String> those) {
        List<String> left = new ArrayList<>(these.keySet());
        left.removeAll(those.keySet());
        return left;
    }

    private static <T> Map<String, String> revisions(
            List<T> truth, Function<T, String> id, Function<T, @Nullable String> revision) {
        Map<String, String> revisions = new TreeMap<>();
        truth.forEach(model -> revisions.put(id.apply(model), String.valueOf(revision.apply(model))));
        return revisions;
    }
}
