package io.ptmtorrent.normalizer.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which bundles a package needs, and what is remembered of those that are there. */
final class HistoryTest {
    private static final String URL = "https://github.com/acme/tern.git";
    private static final String RENAMED = "https://github.com/acme/arctic-tern.git";

    @Test
    void theFirstBundleHoldsAllHistory() {
        // when, then
        assertThat(History.NONE.leadingTo(URL, commit(1))).containsExactly(bundle(1, null));
    }

    @Test
    void theNextOneGoesOnFromTheLastAndNeedsThoseBeforeIt() {
        // when, then
        assertThat(of(1, 2).leadingTo(URL, commit(3))).containsExactly(bundle(1, null), bundle(2, 1), bundle(3, 2));
    }

    @Test
    void aCommitThatABundleLeadsToNeedsNoOther() {
        // when, then
        assertThat(of(1, 2, 3).leadingTo(URL, commit(2))).containsExactly(bundle(1, null), bundle(2, 1));
    }

    @Test
    void aRenamedRepositoryGoesOnUnderItsNewAddress() {
        // when, then
        assertThat(of(1).leadingTo(RENAMED, commit(2)))
                .containsExactly(bundle(1, null), new Bundle(RENAMED, commit(2), commit(1)));
    }

    @Test
    void afterManyTheNextOneHoldsAllHistoryAgainAndTakesTheirPlace() {
        // given
        History many = of(IntStream.rangeClosed(1, History.MOST).toArray());

        // when
        List<Bundle> next = many.leadingTo(URL, commit(99));

        // then
        assertThat(next).containsExactly(bundle(99, null));
        assertThat(many.with(next.getFirst()).bundles()).containsExactly(bundle(99, null));
    }

    @Test
    void oneThatDoesNotGoOnFromTheTipChangesNothing() {
        // given
        History held = of(1, 2);

        // when, then
        assertThat(held.with(bundle(4, 3))).isEqualTo(held);
        assertThat(held.with(bundle(3, 1))).isEqualTo(held);
        assertThat(held.with(bundle(3, null))).isEqualTo(held);
        assertThat(held.with(bundle(2, 1))).isEqualTo(held);
        assertThat(History.NONE.with(bundle(2, 1))).isEqualTo(History.NONE);
    }

    @Test
    void withoutALostOneThoseAfterItAreOfNoUse() {
        // when, then
        assertThat(of(1, 2, 3).without(bundle(2, 1)).bundles()).containsExactly(bundle(1, null));
        assertThat(of(1, 2).without(bundle(1, null)).bundles()).isEmpty();
        assertThat(of(1, 2).without(bundle(3, 2))).isEqualTo(of(1, 2));
    }

    @Test
    void readsBackWhatItWrites() {
        // given
        History history = of(1).with(new Bundle(RENAMED, commit(2), commit(1)));

        // when, then
        assertThat(History.read(history.write())).isEqualTo(history);
        assertThat(History.read(History.NONE.write())).isEqualTo(History.NONE);
        assertThat(History.read(null)).isEqualTo(History.NONE);
    }

    @Test
    void aBundleIsNamedByWhatItHoldsAndReadBackFromItsKey() {
        // given
        Bundle all = bundle(1, null);
        Bundle more = bundle(2, 1);

        // when, then
        assertThat(all.path()).isEqualTo("tern-" + commit(1) + ".bundle");
        assertThat(more.path()).isEqualTo("tern-" + commit(1) + "-" + commit(2) + ".bundle");
        assertThat(Bundle.of(all.requestKey(), URL)).isEqualTo(all);
        assertThat(Bundle.of(more.requestKey(), URL)).isEqualTo(more);
    }

    private static History of(int... commits) {
        History history = History.NONE;
        Integer before = null;
        for (int commit : commits) {
            history = history.with(bundle(commit, before));
            before = commit;
        }
        return history;
    }

    private static Bundle bundle(int commit, @Nullable Integer base) {
        return new Bundle(URL, commit(commit), base == null ? null : commit(base));
    }

    private static String commit(int number) {
        return "%040x".formatted(number);
    }
}
