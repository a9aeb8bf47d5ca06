package io.ptmtorrent.normalizer.packages;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.Source;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.contract.ModelKey;
import org.jspecify.annotations.Nullable;

/** Makes the wants of one package. */
final class Wants {
    private final String modelKey;
    private final PackageRow row;

    Wants(String modelKey, PackageRow row) {
        this.modelKey = modelKey;
        this.row = row;
    }

    /** Of a file; what is announced of its content stands in its request key. */
    Want file(String requestKey, @Nullable Long size, String url, boolean gated) {
        return of(WantKind.WANT, RequestKeys.artifactOf(requestKey))
                .setSource(new Source(ModelKey.parse(modelKey).hub(), url, gated))
                .setSha256(RequestKeys.sha256Of(requestKey))
                .setGitSha1(RequestKeys.gitSha1Of(requestKey))
                .setSize(size)
                .build();
    }

    Want manifest(Manifest manifest) {
        return of(WantKind.WANT, ArtifactKind.MANIFEST).setManifest(manifest).build();
    }

    Want withdraw(ArtifactKind artifact) {
        return of(WantKind.WITHDRAW, artifact).build();
    }

    private Want.Builder of(WantKind kind, ArtifactKind artifact) {
        return Want.newBuilder()
                .setKind(kind)
                .setModel(modelKey)
                .setRevision(row.revision())
                .setPolicyVersion(row.policyVersion())
                .setArtifact(artifact);
    }
}
