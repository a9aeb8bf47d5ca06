package io.ptmtorrent.normalizer;

import static io.ptmtorrent.normalizer.Observed.NOON;
import static io.ptmtorrent.normalizer.Observed.detailed;
import static io.ptmtorrent.normalizer.Observed.gone;
import static io.ptmtorrent.normalizer.Observed.key;
import static io.ptmtorrent.normalizer.Observed.listed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.UpdateType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to one model: seen, changed, gone, back. */
final class ModelLifeTest {
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final Instant EARLIER = NOON.minusSeconds(60);

    @TempDir
    Path dir;

    private DrivenTopology room;

    @BeforeEach
    void start() throws Exception {
        room = new DrivenTopology(dir, Map.of());
    }

    @AfterEach
    void stop() {
        room.close();
    }

    @Test
    void aFirstSightingIsAModelAnUpdateAndMetrics() {
        // when
        room.pipe(listed("m1", "acme/tern", "'sha':'r1','downloads':7,'likes':2,'trendingScore':1.5", 1, NOON));

        // then
        List<KeyValue<String, Model>> models = room.models();
        assertThat(models).hasSize(1);
        assertThat(models.getFirst().key).isEqualTo(key("m1"));
        assertThat(models.getFirst().value.getId()).isEqualTo("acme/tern");
        ModelUpdate update = single(room.updates());
        assertThat(update.getType()).isEqualTo(UpdateType.CREATED);
        assertThat(update.getPartition()).isZero();
        assertThat(update.getOffset()).isZero();
        assertThat(update.getRevisionBefore()).isNull();
        assertThat(update.getRevisionAfter()).isEqualTo("r1");
        assertThat(update.getChangedFields()).isEmpty();
        assertThat(update.getObservedAt()).isEqualTo(NOON);
        assertThat(update.getModel()).isEqualTo(models.getFirst().value);
        assertThat(room.metrics())
                .containsExactly(new ModelMetrics("huggingface", "m1", NOON, 7L, null, 2L, 1.5, null));
        assertThat(room.letters()).isEmpty();
    }

    @Test
    void anUnchangedSightingWritesNothing() {
        // given
        room.pipe(listed("m1", "acme/tern", "'sha':'r1','downloads':7", 1, NOON));
        room.drain();

        // when
        room.pipe(listed("m1", "acme/tern", "'sha':'r1','downloads':7", 2, LATER));

        // then
        assertThat(room.models()).isEmpty();
        assertThat(room.updates()).isEmpty();
        assertThat(room.metrics()).isEmpty();
    }

    @Test
    void aModelThatARunListsTwiceIsOneModelAndOneUpdate() {
        // when
        room.pipe(listed("m1", "acme/tern", "'sha':'r1','downloads':7", 1, NOON));
        room.pipe(listed("m1", "acme/tern", "'sha':'r1','downloads':8", 1, LATER));
        room.pipe(listed("m1", "acme/tern", "'sha':'r1','downloads':8", 1, LATER));

        // then
        assertThat(room.models()).hasSize(1);
        assertThat(single(room.updates()).getType()).isEqualTo(UpdateType.CREATED);
        assertThat(room.metrics()).hasSize(2);
    }

    @Test
    void popularityChangesMetricsAndNeverMakesAnUpdate() {
        // given
        room.pipe(listed("m1", "acme/tern", "'sha':'r1','downloads':7,'spaces':['a/b']", 1, NOON));
        room.drain();

        // when
        room.pipe(listed("m1", "acme/tern", "'sha':'r1','downloads':8,'spaces':['a/b','c/d']", 2, LATER));

        // then
        assertThat(room.models()).isEmpty();
        assertThat(room.updates()).isEmpty();
        assertThat(room.metrics())
                .containsExactly(new ModelMetrics("huggingface", "m1", LATER, 8L, null, null, null, null));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "revised  | 'sha':'r1'                | 'sha':'r2'                             | REVISED          | revision purl",
                "metadata | 'sha':'r1'                | 'sha':'r1','pipeline_tag':'fill-mask'  | METADATA_CHANGED | task commonTask provenance huggingFace.pipelineTag",
                "both     | 'sha':'r1'                | 'sha':'r2','library_name':'keras'      | REVISED          | revision library purl frameworks provenance huggingFace.libraryName",
                "gated    | 'gated':false             | 'gated':'auto'                         | GATED            | gating huggingFace.gated",
                "manual   | 'gated':false             | 'gated':'manual'                       | GATED            | gating huggingFace.gated",
                "opened   | 'gated':'manual'          | 'gated':false                          | UNGATED          | gating huggingFace.gated",
                "other    | 'gated':'manual'          | 'gated':'auto'                         | METADATA_CHANGED | gating huggingFace.gated",
                "disabled | 'sha':'r1'                | 'sha':'r1','disabled':true             | DISABLED         | disabled",
                "enabled  | 'disabled':true           | 'disabled':false                       | ENABLED          | disabled",
                "several  | 'gated':false,'sha':'r1'  | 'gated':'auto','sha':'r2','disabled':true | REVISED GATED DISABLED | revision gating disabled purl huggingFace.gated",
                "gatedandmeta | 'gated':false         | 'gated':'auto','tags':['x']            | GATED METADATA_CHANGED | tags gating huggingFace.gated",
                "unknown  | 'sha':'r1'                | 'sha':'r1','zeta':1                    | METADATA_CHANGED | huggingFace.other",
                "lastmod  | 'lastModified':'2026-01-01T00:00:00.000Z' | 'lastModified':'2026-01-02T00:00:00.000Z' | METADATA_CHANGED | modifiedAt",
            })
    void aChangeIsOneUpdateOfEachTypeThatApplies(
            String name, String before, String after, String types, String fields) {
        // given
        room.pipe(listed("m1", "acme/tern", before, 1, NOON));
        room.drain();

        // when
        room.pipe(listed("m1", "acme/tern", after, 2, LATER));

        // then
        List<ModelUpdate> updates = room.updates();
        assertThat(updates).extracting(update -> update.getType().name()).containsExactly(types.split(" "));
        Model model = single(room.models()).value;
        assertThat(updates).allSatisfy(update -> {
            assertThat(update.getOffset()).isEqualTo(1);
            assertThat(update.getChangedFields()).containsExactly(fields.split(" "));
            assertThat(update.getModel()).isEqualTo(model);
        });
    }

    @Test
    void aRenameKeepsTheFormerPaths() {
        // given
        room.pipe(listed("m1", "acme/tern", "'sha':'r1'", 1, NOON));
        room.pipe(listed("m1", "acme/gull", "'sha':'r1'", 2, LATER));
        room.drain();

        // when
        room.pipe(listed("m1", "zoo/gull", "'sha':'r1'", 3, LATER.plusSeconds(1)));

        // then
        ModelUpdate update = single(room.updates());
        assertThat(update.getType()).isEqualTo(UpdateType.RENAMED);
        assertThat(update.getId()).isEqualTo("zoo/gull");
        assertThat(update.getFormerId()).isEqualTo("acme/gull");
        assertThat(update.getChangedFields())
                .containsExactly("id", "metadataUrl", "owner", "url", "ownerUrl", "purl", "formerIds");
        assertThat(single(room.models()).value.getFormerIds()).containsExactly("acme/tern", "acme/gull");
    }

    @Test
    void formerPathsStayInAnUnchangedModel() {
        // given
        room.pipe(listed("m1", "acme/tern", "", 1, NOON));
        room.pipe(listed("m1", "acme/gull", "", 2, LATER));
        room.drain();

        // when
        room.pipe(listed("m1", "acme/gull", "", 3, LATER.plusSeconds(1)));

        // then
        assertThat(room.models()).isEmpty();
        assertThat(room.updates()).isEmpty();
    }

    @Test
    void aModelThatIsGoneIsATombstoneAndAnUpdateWithoutModel() {
        // given
        room.pipe(listed("m1", "acme/tern", "'sha':'r1'", 1, NOON));
        room.drain();

        // when
        room.pipe(gone("m1", 1, LATER, null));

        // then
        KeyValue<String, Model> tombstone = single(room.models());
        assertThat(tombstone.key).isEqualTo(key("m1"));
        assertThat(tombstone.value).isNull();
        ModelUpdate update = single(room.updates());
        assertThat(update.getType()).isEqualTo(UpdateType.DELETED);
        assertThat(update.getId()).isEqualTo("acme/tern");
        assertThat(update.getRevisionBefore()).isEqualTo("r1");
        assertThat(update.getRevisionAfter()).isNull();
        assertThat(update.getModel()).isNull();
    }

    @Test
    void aPathThatLeadsToAnotherModelIsRecreated() {
        // given
        room.pipe(listed("m1", "acme/tern", "'sha':'r1'", 1, NOON));
        room.drain();

        // when
        room.pipe(gone("m1", 1, LATER, "m2"));

        // then
        ModelUpdate update = single(room.updates());
        assertThat(update.getType()).isEqualTo(UpdateType.RECREATED);
        assertThat(update.getSuccessor()).isEqualTo("m2");
        assertThat(update.getModel()).isNull();
        assertThat(single(room.models()).value).isNull();
    }

    @Test
    void aModelThatComesBackIsRestored() {
        // given
        room.pipe(listed("m1", "acme/tern", "'sha':'r1','likes':1", 1, NOON));
        room.pipe(gone("m1", 1, LATER, null));
        room.drain();

        // when
        room.pipe(listed("m1", "acme/tern", "'sha':'r2','likes':1", 2, LATER.plusSeconds(1)));

        // then
        ModelUpdate update = single(room.updates());
        assertThat(update.getType()).isEqualTo(UpdateType.RESTORED);
        assertThat(update.getRevisionBefore()).isEqualTo("r1");
        assertThat(update.getRevisionAfter()).isEqualTo("r2");
        assertThat(update.getModel()).isEqualTo(single(room.models()).value);
    }

    @Test
    void aModelThatComesBackElsewhereIsAlsoRenamed() {
        // given
        room.pipe(listed("m1", "acme/tern", "", 1, NOON), gone("m1", 1, LATER, null));
        room.drain();

        // when
        room.pipe(listed("m1", "acme/gull", "", 2, LATER.plusSeconds(1)));

        // then
        List<ModelUpdate> updates = room.updates();
        assertThat(updates).extracting(ModelUpdate::getType).containsExactly(UpdateType.RESTORED, UpdateType.RENAMED);
        assertThat(updates.getLast().getFormerId()).isEqualTo("acme/tern");
        assertThat(single(room.models()).value.getFormerIds()).containsExactly("acme/tern");
    }

    @Test
    void goneTwiceOrNeverSeenIsNoNews() {
        // given
        room.pipe(listed("m1", "acme/tern", "", 1, NOON), gone("m1", 1, LATER, null));
        room.drain();

        // when
        room.pipe(gone("m1", 2, LATER.plusSeconds(1), null), gone("m9", 2, LATER, null));

        // then
        assertThat(room.models()).isEmpty();
        assertThat(room.updates()).isEmpty();
        assertThat(room.letters()).isEmpty();
    }

    @Test
    void aGoneOlderThanTheHeldSightingIsDropped() {
        // given
        room.pipe(listed("m1", "acme/tern", "", 1, NOON));
        room.drain();

        // when
        room.pipe(gone("m1", 1, EARLIER, null));

        // then
        assertThat(room.models()).isEmpty();
        assertThat(room.updates()).isEmpty();
    }

    @Test
    void aRowOlderThanTheHeldOneIsOnlyASighting() {
        // given
        room.pipe(listed("m1", "acme/tern", "'sha':'r2','likes':5", 1, NOON));
        room.drain();

        // when
        room.pipe(listed("m1", "acme/old", "'sha':'r1','likes':4", 2, EARLIER));

        // then
        assertThat(room.models()).isEmpty();
        assertThat(room.updates()).isEmpty();
        assertThat(room.metrics()).isEmpty();
    }

    @Test
    void aRowOlderThanTheEndDoesNotBringAModelBack() {
        // given
        room.pipe(listed("m1", "acme/tern", "", 1, EARLIER), gone("m1", 1, LATER, null));
        room.drain();

        // when
        room.pipe(listed("m1", "acme/tern", "", 2, NOON));

        // then
        assertThat(room.models()).isEmpty();
        assertThat(room.updates()).isEmpty();
    }

    @Test
    void detailsAreASightingAndNoMoreYet() {
        // given
        room.pipe(listed("m1", "acme/tern", "", 1, NOON));
        room.drain();

        // when
        room.pipe(detailed("m1", 2, LATER), detailed("m9", 2, LATER));

        // then
        assertThat(room.models()).isEmpty();
        assertThat(room.updates()).isEmpty();
        assertThat(room.letters()).isEmpty();
    }

    @Test
    void modelsAreKeptApart() {
        // when
        room.pipe(listed("m1", "acme/tern", "'gated':'auto'", 1, NOON), listed("m2", "acme/gull", "", 1, NOON));

        // then
        assertThat(room.models())
                .extracting(row -> row.key, row -> row.value.getGating())
                .containsExactly(tuple(key("m1"), Gating.AUTO), tuple(key("m2"), Gating.UNKNOWN));
    }

    private static <T> T single(List<T> list) {
        assertThat(list).hasSize(1);
        return list.getFirst();
    }
}
