package io.ptmtorrent.local.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectLabel;
import io.ptmtorrent.sink.store.Sha256;
import io.ptmtorrent.sink.store.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pass tells, removes and leaves, and where it says it is. */
class PassTest {
    private static final Choice ALL = new Choice(-1, "", null, true, false);
    private static final Choice DRY = new Choice(-1, "", null, false, false);

    @TempDir
    Path folder;

    private DirectoryStore store;
    private final List<String> told = new ArrayList<>();
    private final List<Finding> found = new ArrayList<>();
    private final Map<String, Claim> newest = new HashMap<>();
    private Tally reached = Tally.NOTHING;
    private int patience = Integer.MAX_VALUE;

    @BeforeEach
    void open() throws IOException {
        store = DirectoryStore.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void whatIsThereIsReadAndTheRestIsToldInItsOrder() throws IOException {
        // given
        Claim right = file("right");
        Claim wrong = file("wrong");
        Files.writeString(folder.resolve(wrong.object().text()), "other bytes");
        Claim missing = file("missing");
        store.delete(missing.object());

        // when
        Tally tally = pass(ALL, right, wrong, missing);

        // then
        assertThat(tally).isEqualTo(new Tally(3, 0, 16, 1, 1, 0, missing.place(), true));
        assertThat(found).extracting(Finding::condition).containsExactly(Condition.WRONG, Condition.MISSING);
        assertThat(found.getFirst().detail()).isEqualTo(digest("other bytes"));
        assertThat(told).containsExactly("removed " + wrong.requestKey(), "removed " + missing.requestKey());
        assertThat(store.size(right.object())).hasValue(5);
    }

    @Test
    void aDryRunTellsAndRemovesNothing() throws IOException {
        // given
        Claim wrong = file("wrong");
        Files.writeString(folder.resolve(wrong.object().text()), "other");

        // when
        Tally tally = pass(DRY, wrong);

        // then
        assertThat(tally.wrong()).isEqualTo(1);
        assertThat(told).isEmpty();
        assertThat(store.size(wrong.object())).hasValue(5);
    }

    @Test
    void whatTheStoreDoesNotGiveIsNotTakenForLost() throws IOException {
        // given
        Claim claim = file("unreadable");
        Path file = folder.resolve(claim.object().text());
        Files.setPosixFilePermissions(file, Set.of());
        assumeFalse(Files.isReadable(file), "root reads everything");

        // when
        Tally tally = pass(ALL, claim);

        // then
        assertThat(tally.unreadable()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void aManifestIsLostOnlyWhereItsPackageStillSaysSo() throws IOException {
        // given two manifests that are others than claimed; of one the package says meanwhile what is there
        Claim rewritten = manifest("hub/a", "old", "new");
        Claim damaged = manifest("hub/b", "true", "false");
        newest.put("hub/a", new Claim("hub/a", rewritten.requestKey(), rewritten.object(), digest("new")));
        newest.put("hub/b", damaged);

        // when
        Tally tally = pass(ALL, rewritten, damaged);

        // then
        assertThat(told).containsExactly(damaged.requestKey());
        assertThat(tally.wrong()).isEqualTo(1);
        assertThat(tally.place()).isEqualTo("hub/b");
        assertThat(store.size(damaged.object()))
                .as("stays until it is written again")
                .isPresent();
    }

    @Test
    void stoppedItSaysHowFarAllWasToldAndGoesOnBehindThat() throws IOException {
        // given
        List<Claim> claims = IntStream.range(0, 20)
                .mapToObj(number -> unchecked("file " + number))
                .sorted(Comparator.comparing(Claim::place))
                .toList();
        patience = 11;

        // when
        Tally first = pass(ALL, claims.toArray(Claim[]::new));

        // then
        assertThat(first.whole()).isFalse();
        assertThat(first.objects()).isEqualTo(11);
        assertThat(first.place()).isEqualTo(claims.get(10).place());
        assertThat(reached.place()).isEqualTo(first.place());
    }

    private Tally pass(Choice choice, Claim... claims) throws IOException {
        Throttle throttle = new Throttle(0, System::nanoTime, Thread::sleep);
        Pass.Losses losses = claim -> told.add(
                (!claim.isManifest() && store.size(claim.object()).isEmpty() ? "removed " : "") + claim.requestKey());
        try (Pass pass = new Pass(
                new ObjectCheck(store, throttle),
                store,
                losses,
                any -> newest,
                choice,
                () -> patience-- <= 0,
                listener())) {
            for (Claim claim : claims) {
                pass.add(claim);
            }
            return pass.end();
        }
    }

    private Verifying.Listener listener() {
        return new Verifying.Listener() {
            @Override
            public void found(Finding finding) {
                found.add(finding);
            }

            @Override
            public void reached(Tally tally) {
                reached = tally;
            }
        };
    }

    private Claim unchecked(String text) {
        try {
            return file(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Claim file(String text) throws IOException {
        String sha256 = digest(text);
        put(ObjectKey.blob(sha256), text);
        return new Claim(sha256, "sha256:" + sha256, ObjectKey.blob(sha256), sha256);
    }

    private Claim manifest(String model, String claimed, String there) throws IOException {
        ObjectKey key = ObjectKey.manifest("hub", model.substring(4), "r1");
        put(key, there);
        return new Claim(model, "manifest:" + model + "/r1/1", key, digest(claimed));
    }

    private void put(ObjectKey key, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Upload upload = store.begin(key, (long) bytes.length, new ObjectLabel(null, null, "text/plain"))) {
            upload.write(bytes, 0, bytes.length);
            upload.complete(key);
        }
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
