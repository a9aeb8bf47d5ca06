package io.ptmtorrent.local;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.Gating;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.PackageState;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.local.run.ModelLookup.Found;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy that wants small files, a gated model with a file of each kind, and its package. */
final class ExplainedModel {
    static final String SHA256 = "ab".repeat(32);
    static final String GIT_SHA1 = "cd".repeat(20);

    static {
        RecordSerdes.trustOurRecords();
    }

    private ExplainedModel() {}

    static Policy policy(Artifacts artifacts, @Nullable Long largest) {
        return Policy.newBuilder()
                .setVersion(3)
                .setArtifacts(artifacts)
                .setSmallMaxBytes(10_485_760)
                .setMaxBytes(largest)
                .setGated(false)
                .setSetAt(Instant.parse("2026-11-01T12:00:00Z"))
                .build();
    }

    /** The model with twelve downloads. */
    static Found found(@Nullable Package stored) {
        return new Found(model(), 12L, stored);
    }

    static Model model() {
        return Model.newBuilder()
                .setHub("huggingface")
                .setStableId("62a1")
                .setId("acme/tern")
                .setHubUrl("https://huggingface.co")
                .setMetadataUrl("https://huggingface.co/api/models/acme/tern")
                .setName("tern")
                .setUrl("https://huggingface.co/acme/tern")
                .setRevision("r1")
                .setGating(Gating.AUTO)
                .setLicenseExpression("Apache-2.0")
                .setFiles(List.of(
                        new ModelFile(
                                "config.json",
                                1_234L,
                                null,
                                GIT_SHA1,
                                null,
                                null,
                                ArtifactKind.FILE,
                                FileRole.UNKNOWN,
                                null),
                        new ModelFile(
                                "model.bin",
                                9_876_543_210L,
                                SHA256,
                                null,
                                null,
                                null,
                                ArtifactKind.FILE,
                                FileRole.UNKNOWN,
                                null),
                        new ModelFile(
                                "bell\u0007.txt",
                                null,
                                null,
                                null,
                                null,
                                null,
                                ArtifactKind.FILE,
                                FileRole.UNKNOWN,
                                null)))
                .build();
    }

    static Package stored() {
        return Package.newBuilder()
                .setHub("huggingface")
                .setStableId("62a1")
                .setId("acme/tern")
                .setRevision("r1")
                .setPolicyVersion(3)
                .setState(PackageState.COMPLETE)
                .setWanted(1_000)
                .setStored(990)
                .setFailed(4)
                .setUnavailable(3)
                .setGated(3)
                .setUnverified(0)
                .setOmitted(0)
                .setBytesWanted(5)
                .setBytesStored(5)
                .setOpenedAt(Instant.EPOCH)
                .setManifestKey("packages/huggingface/62a1/r1/manifest.json")
                .build();
    }
}
