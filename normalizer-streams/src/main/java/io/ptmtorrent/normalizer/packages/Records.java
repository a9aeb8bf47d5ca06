package io.ptmtorrent.normalizer.packages;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ManifestFile;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.PackageState;
import io.ptmtorrent.contract.ModelKey;
import io.ptmtorrent.normalizer.packages.PackageStore.File;
import io.ptmtorrent.normalizer.parse.HubParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a package tells the outside: its manifest and its record.
 *
 * <p>Neither tells the fetched from the de-duplicated, which is a matter of who came first: the same files give the same
 * manifest.
 */
final class Records {
    private Records() {}

    /** What the manifest says, files sorted by path. */
    static Manifest manifest(String modelKey, PackageRow row, List<File> files, HubParser hub) {
        ModelKey model = ModelKey.parse(modelKey);
        List<ManifestFile> told = new ArrayList<>(files.size());
        files.forEach(file -> told.add(manifestFile(row, file, hub)));
        told.sort(Comparator.comparing(ManifestFile::getPath));
        return new Manifest(
                model.hub(), model.stableId(), row.id(), row.revision(), row.policyVersion(), row.omitted(), told);
    }

    private static ManifestFile manifestFile(PackageRow row, File file, HubParser hub) {
        FileRow known = file.row();
        String url = url(row, file, hub);
        return new ManifestFile(
                file.path(),
                known.isStored() ? FileState.STORED : known.state(),
                known.sha256(),
                known.size() == null ? known.announced() : known.size(),
                known.verification(),
                url == null ? "" : url,
                known.reason());
    }

    /** Where a file's bytes are; null where no address can hold its name. */
    static @Nullable String url(PackageRow row, File file, HubParser hub) {
        String told = file.row().url();
        return told != null || row.revision() == null ? told : hub.fileUrl(row.id(), row.revision(), file.path());
    }

    /** A package whose manifest was answered. */
    static Package complete(String modelKey, PackageRow row, Answer manifest, long now) {
        return record(modelKey, row, PackageState.COMPLETE)
                .setCompleteSince(Instant.ofEpochMilli(now))
                .setManifestKey(manifest.getObjectKey())
                .setManifestSha256(manifest.getSha256())
                .build();
    }

    /** A package of which the hub does not tell the files. */
    static Package withoutDetails(String modelKey, PackageRow row, @Nullable String reason) {
        return record(modelKey, row, PackageState.WITHOUT_DETAILS)
                .setReason(reason)
                .build();
    }

    private static Package.Builder record(String modelKey, PackageRow row, PackageState state) {
        ModelKey model = ModelKey.parse(modelKey);
        Tally tally = row.tally();
        return Package.newBuilder()
                .setHub(model.hub())
                .setStableId(model.stableId())
                .setId(row.id())
                .setRevision(row.revision())
                .setPolicyVersion(row.policyVersion())
                .setState(state)
                .setWanted(tally.wanted())
                .setStored(tally.stored() + tally.deduplicated())
                .setFailed(tally.failed())
                .setUnavailable(tally.unavailable())
                .setGated(tally.gated())
                .setUnverified(tally.unverified())
                .setOmitted(row.omitted())
                .setBytesWanted(tally.bytesWanted())
                .setBytesStored(tally.bytesStored())
                .setOpenedAt(Instant.ofEpochMilli(row.openedAt()));
    }
}
