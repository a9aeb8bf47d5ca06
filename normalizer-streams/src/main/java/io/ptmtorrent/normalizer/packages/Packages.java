package io.ptmtorrent.normalizer.packages;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.normalizer.packages.PackageStore.File;
import io.ptmtorrent.normalizer.policy.Selection;
import io.ptmtorrent.normalizer.statistics.Counters;
import io.ptmtorrent.normalizer.wire.RecordReader;
import io.ptmtorrent.normalizer.wire.RecordReader.Decoded;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The packages of a task's models: one a model, of its present revision and the present policy.
 *
 * <pre>
 *                    ┌────────── unavailable ones wanted again ◄─────────┐
 *                    ▼                                                   │
 * open ─► FILES ─ last answer ─► MANIFEST ─ answer ─► COMPLETE ─ complete run
 *           │                        └── not written ─► UNMANIFESTED ────┘
 *           └── another revision, another policy, GONE: superseded, wants withdrawn, counted down
 * refused details ─► WITHOUT_DETAILS
 * </pre>
 *
 * What a topic got of a complete package stays until the next one is complete, or the model is gone. For the task's
 * thread.
 */
public final class Packages {
    private final PackageStore store;
    private final PackageCounters counters;
    private final RecordReader<Package> reader;
    private final PackageSink sink;
    private final Asking asking;

    public Packages(
            KeyValueStore<String, byte[]> store, Counters counters, RecordReader<Package> reader, PackageSink sink) {
        this.store = new PackageStore(store);
        this.counters = new PackageCounters(counters);
        this.reader = reader;
        this.sink = sink;
        this.asking = new Asking(this.store, sink);
    }

    /** Whether a model's package is that of a revision by a policy, however far it is. */
    public boolean stands(String key, @Nullable String revision, long policyVersion) {
        PackageRow row = store.get(key);
        return row != null && row.isOf(revision, policyVersion);
    }

    /**
     * Opens a package in the place of the one that stands: wants its files.
     *
     * @param model with its details
     * @return how many files are wanted
     */
    public int open(String key, Model model, Policy policy, long now) {
        PackageRow held = store.get(key);
        List<File> before = filesOf(key, held);
        before.forEach(file -> store.deleteFile(key, file));
        Selection selection = Selection.ofFiles(policy, model);
        PackageRow opened = new PackageRow(
                Stage.FILES,
                true,
                model.getId(),
                model.getRevision(),
                policy.getVersion(),
                now,
                model.getFilesOmitted() + selection.beyondManifest(),
                Tally.NOTHING);
        PackageRow wanting = asking.want(key, opened, selection);
        asking.withdraw(key, held, before);
        settle(key, held, wanting);
        return Math.toIntExact(wanting.tally().wanted());
    }

    /** The package is of no use any more, and nothing takes its place yet. */
    public void supersede(String key) {
        if (!counters.any(ModelKey.parse(key).hub())) {
            return;
        }
        PackageRow held = store.get(key);
        if (held != null && held.stage() != Stage.NONE) {
            dissolve(key, held);
            move(key, held, none(held));
        }
    }

    /** The hub does not tell the files of a revision. */
    public void withoutDetails(
            String key, String id, @Nullable String revision, long policyVersion, String reason, long now) {
        PackageRow held = store.get(key);
        if (held != null) {
            dissolve(key, held);
        }
        PackageRow row = PackageRow.without(Stage.WITHOUT_DETAILS, id, revision, policyVersion, now);
        byte[] complete = store.complete(key);
        if (complete == null) {
            sink.complete(key, Records.withoutDetails(key, row, reason));
        } else {
            Package.Builder last = Package.newBuilder(decode(complete));
            sink.complete(key, last.setReason(revision + ": " + reason).build());
        }
        move(key, held, row);
    }

    /** The model is gone; its manifests stay. */
    public void gone(String key) {
        PackageRow held = store.get(key);
        if (held != null) {
            dissolve(key, held);
            move(key, held, null);
            store.putComplete(key, null);
            store.deleteHistory(key);
            sink.removed(key);
        }
    }

    /**
     * Looks at some files of all packages for bytes that an operator forgot: a package that has them is told as by an
     * answer, and writes another manifest.
     *
     * @param cursor where it goes on; null at the beginning
     * @return where the next step goes on; null behind the last
     */
    public @Nullable String forget(@Nullable String cursor, int most, Set<String> digests) {
        PackageStore.Piece piece = store.files(cursor, most, digests);
        for (PackageStore.Owned owned : piece.files()) {
            PackageRow row = store.get(owned.model());
            File file = owned.file();
            if (row != null && row.stage() != Stage.NONE && file.row().isStored()) {
                FileRow gone = file.row().forgotten();
                store.putFile(owned.model(), new File(file.requestKey(), file.path(), gone));
                PackageRow counted = row.with(file.row(), gone);
                boolean settled = row.stage() == Stage.COMPLETE || row.stage() == Stage.MANIFEST;
                if (settled) {
                    asking.withdraw(owned.model(), row, List.of());
                    settle(owned.model(), row, counted);
                } else {
                    move(owned.model(), row, counted);
                }
            }
        }
        return piece.cursor();
    }

    /** An answer of the ledger; one about another revision or policy than the package's says nothing. */
    public void answered(String key, Answer answer, long now) {
        PackageRow row = store.get(key);
        if (row == null || !row.isOf(answer.getRevision(), answer.getPolicyVersion())) {
            return;
        }
        if (row.stage() == Stage.FILES) {
            fileAnswered(key, row, answer);
        } else if (row.stage() == Stage.COMPLETE && isManifestLost(key, row, answer)) {
            boolean asked = asking.wantManifest(key, row, filesOf(key, row));
            move(key, row, row.at(asked ? Stage.MANIFEST : Stage.UNMANIFESTED));
        } else if (row.stage() == Stage.MANIFEST && answer.getRequestKey().equals(Asking.manifestKey(key, row))) {
            manifestAnswered(key, row, answer, now);
        }
    }

    /** Whether {@link #retry} could do anything for any model of a hub. */
    public boolean anyLacking(String hub) {
        return counters.anyLacking(hub);
    }

    /** Wants again what was not to be had, and the manifest that could not be written; gives how many files that are. */
    public int retry(String key) {
        PackageRow row = store.get(key);
        return row != null && isLacking(row) ? wantAgain(key, row, FileState.UNAVAILABLE) : 0;
    }

    /** The model needs no agreement any more: wants again what did. */
    public void ungated(String key) {
        PackageRow row = store.get(key);
        if (row != null && row.tally().gated() > 0) {
            if (row.stage() == Stage.MANIFEST) {
                asking.withdraw(key, row, List.of());
            }
            wantAgain(key, row, FileState.GATED);
        }
    }

    private int wantAgain(String key, PackageRow row, FileState which) {
        PackageRow standing = row.stage() == Stage.COMPLETE ? row.unchanged() : row;
        List<File> files = filesOf(key, row).stream()
                .filter(file -> !file.row().pending() && file.row().state() == which)
                .toList();
        settle(key, row, asking.wantAgain(key, standing, files).at(Stage.FILES));
        return files.size();
    }

    private void fileAnswered(String key, PackageRow row, Answer answer) {
        PackageRow counted = row;
        boolean first = true;
        for (File file : store.files(key, answer.getRequestKey())) {
            if (file.row().pending()) {
                FileRow answered = file.row().answered(answer, first);
                store.putFile(key, new File(file.requestKey(), file.path(), answered));
                remember(key, file.requestKey(), answered);
                counted = counted.with(file.row(), answered);
                first = false;
            }
        }
        if (!first) {
            settle(key, row, counted);
        }
    }

    /** A bundle that is there, the next one goes on from; one that is lost, none. */
    private void remember(String key, String requestKey, FileRow answered) {
        if (!RequestKeys.isBundle(requestKey)) {
            return;
        }
        Bundle bundle = Bundle.of(requestKey, String.valueOf(answered.url()));
        History held = store.history(key);
        History after = answered.isStored() ? held.with(bundle) : held.without(bundle);
        if (!after.equals(held)) {
            store.putHistory(key, after);
        }
    }

    private static boolean isManifestLost(String key, PackageRow row, Answer answer) {
        return answer.getState() == FileState.UNAVAILABLE
                && answer.getRequestKey().equals(Asking.manifestKey(key, row));
    }

    private void manifestAnswered(String key, PackageRow row, Answer answer, long now) {
        if (answer.getState() != FileState.STORED && answer.getState() != FileState.DEDUPLICATED) {
            move(key, row, row.at(Stage.UNMANIFESTED));
            return;
        }
        store.putComplete(key, sink.complete(key, Records.complete(key, row, answer, now)));
        move(key, row, row.unchanged().at(Stage.COMPLETE));
    }

    /** Goes on to the manifest where nothing is pending; to the end at once where the last manifest says it all. */
    private void settle(String key, @Nullable PackageRow held, PackageRow row) {
        if (row.tally().pending() > 0) {
            move(key, held, row);
        } else if (!row.changed()) {
            move(key, held, row.at(Stage.COMPLETE));
        } else {
            boolean asked = asking.wantManifest(key, row, filesOf(key, row));
            move(key, held, row.at(asked ? Stage.MANIFEST : Stage.UNMANIFESTED));
        }
    }

    /** Withdraws what is wanted, and forgets the files. */
    private void dissolve(String key, PackageRow held) {
        List<File> files = filesOf(key, held);
        asking.withdraw(key, held, files);
        files.forEach(file -> store.deleteFile(key, file));
    }

    private void move(String key, @Nullable PackageRow held, @Nullable PackageRow row) {
        store.put(key, row);
        counters.move(key, held, row);
    }

    private List<File> filesOf(String key, @Nullable PackageRow row) {
        return row == null || row.tally().wanted() == 0 ? List.of() : store.files(key);
    }

    private Package decode(byte[] framed) {
        if (reader.read(framed) instanceof Decoded<Package> read) {
            return read.value();
        }
        throw new IllegalStateException("store packages: a package that does not read back");
    }

    private static boolean isLacking(PackageRow row) {
        return row.stage() == Stage.UNMANIFESTED
                || (row.stage() == Stage.COMPLETE && row.tally().unavailable() > 0);
    }

    private static PackageRow none(PackageRow held) {
        return PackageRow.without(Stage.NONE, held.id(), held.revision(), held.policyVersion(), held.openedAt());
    }
}
