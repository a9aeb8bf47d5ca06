package io.ptmtorrent.catalog.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.UpdateType;
import org.junit.jupiter.api.Test;

class SeenUpdatesTest {
    private final SeenUpdates seen = new SeenUpdates();

    @Test
    void knowsARepeatedIdentity() {
        // given
        seen.isNew(Updates.update(UpdateType.CREATED, "acme/tiny", null).build());

        // when, then
        assertThat(seen.isNew(
                        Updates.update(UpdateType.CREATED, "acme/tiny", null).build()))
                .isFalse();
    }

    @Test
    void tellsTwoTypesOfOneObservationApart() {
        // given
        seen.isNew(Updates.update(UpdateType.REVISED, "acme/tiny", null).build());

        // when, then
        assertThat(seen.isNew(
                        Updates.update(UpdateType.GATED, "acme/tiny", null).build()))
                .isTrue();
        assertThat(seen.isNew(Updates.update(UpdateType.REVISED, "acme/tiny", null)
                        .setOffset(43)
                        .build()))
                .isTrue();
        assertThat(seen.isNew(Updates.update(UpdateType.REVISED, "acme/tiny", null)
                        .setPartition(2)
                        .build()))
                .isTrue();
    }

    @Test
    void forgetsWhatLiesFarBackInsteadOfGrowing() {
        // given
        for (int offset = 0; offset <= SeenUpdates.REMEMBERED; offset++) {
            seen.isNew(Updates.update(UpdateType.CREATED, "acme/tiny", null)
                    .setOffset(offset)
                    .build());
        }

        // when, then
        assertThat(seen.isNew(Updates.update(UpdateType.CREATED, "acme/tiny", null)
                        .setOffset(0)
                        .build()))
                .isTrue();
    }
}
