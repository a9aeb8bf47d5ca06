package io.ptmtorrent.normalizer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ptmtorrent.normalizer.models.ModelRow.Identity;
import io.ptmtorrent.normalizer.models.ModelRow.Sighting;
import io.ptmtorrent.normalizer.parse.Popularity;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelRowTest {
    private static final byte[] MODEL = {0, 0, 0, 0, 7, 42, 43};
    private static final Identity TERN = new Identity("acme/törn", "r1", List.of("acme/gull", "老/鷹"));

    @ParameterizedTest
    @MethodSource("popularities")
    void readsBackWhatItWrote(Popularity popularity) {
        // given
        Sighting sighting = new Sighting(3, 1_700_000_000_000L, popularity);

        // when
        ModelRow read =
                ModelRow.read(ModelRow.live(sighting, TERN, false, MODEL).write());

        // then
        assertThat(read.isGone()).isFalse();
        assertThat(read.isDetailed()).isFalse();
        assertThat(read.sighting()).isEqualTo(sighting);
        assertThat(read.identity()).isEqualTo(TERN);
        assertThat(read.framedModel()).isEqualTo(MODEL);
        assertThat(read.holds(MODEL)).isTrue();
        assertThat(read.holds(new byte[] {0, 0, 0, 0, 7, 42, 44})).isFalse();
    }

    @Test
    void keepsTheModelWhenSeenAgain() {
        // given
        ModelRow held = ModelRow.read(ModelRow.live(new Sighting(1, 2, Popularity.NONE), TERN, true, MODEL)
                .write());
        Sighting again = new Sighting(9, 10, new Popularity(1L, null, null, null, null));

        // when
        ModelRow seen = ModelRow.read(held.seen(again).write());

        // then
        assertThat(seen.sighting()).isEqualTo(again);
        assertThat(seen.identity()).isEqualTo(TERN);
        assertThat(seen.framedModel()).isEqualTo(MODEL);
        assertThat(seen.isDetailed()).isTrue();
    }

    @Test
    void aModelThatIsGoneKeepsItsIdentityAlone() {
        // given
        Identity withoutRevision = new Identity("a", null, List.of());

        // when
        ModelRow gone = ModelRow.read(ModelRow.gone(new Sighting(1, 2, Popularity.NONE), withoutRevision)
                .write());

        // then
        assertThat(gone.isGone()).isTrue();
        assertThat(gone.identity()).isEqualTo(withoutRevision);
        assertThat(gone.framedModel()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(bytes = {1, 2})
    void aRowOfAnEarlierVersionIsRead(byte version) {
        // given
        Sighting sighting = new Sighting(1, 2, new Popularity(1L, null, 3L, null, null));
        byte[] row = ModelRow.live(sighting, TERN, false, MODEL).write();
        row[0] = version;

        // when
        ModelRow read = ModelRow.read(row);

        // then
        assertThat(read.sighting()).isEqualTo(sighting);
        assertThat(read.identity()).isEqualTo(TERN);
        assertThat(read.isDetailed()).isFalse();
        assertThat(read.framedModel()).isEqualTo(MODEL);
    }

    @Test
    void aRowOfAnotherVersionIsRefused() {
        // given
        byte[] row = ModelRow.gone(new Sighting(1, 2, Popularity.NONE), TERN).write();
        row[0] = 4;

        // when, then
        assertThatIllegalStateException().isThrownBy(() -> ModelRow.read(row)).withMessageContaining("row version 4");
    }

    static Stream<Popularity> popularities() {
        return IntStream.range(0, 32)
                .mapToObj(bits -> new Popularity(
                        (bits & 1) == 0 ? null : 11L,
                        (bits & 2) == 0 ? null : 0L,
                        (bits & 4) == 0 ? null : -13L,
                        (bits & 8) == 0 ? null : 1.5,
                        (bits & 16) == 0 ? null : 17L));
    }
}
