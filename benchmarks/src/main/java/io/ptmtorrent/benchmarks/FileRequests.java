package io.ptmtorrent.benchmarks;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import org.jspecify.annotations.Nullable;

/** Requests for files as the ledger writes them. */
final class FileRequests {
    static final String HUB = "huggingface";

    private FileRequests() {}

    /** One for invented bytes, with an address of the usual length. */
    static ArtifactRequest of(String model, String sha256, long size) {
        String url =
                "https://huggingface.co/acme/" + model + "/resolve/" + sha256.substring(0, 40) + "/model.safetensors";
        return of(model, url, sha256, null, size);
    }

    /** One for real bytes: announced by one of the two digests. */
    static ArtifactRequest of(String model, String url, @Nullable String sha256, @Nullable String gitSha1, long size) {
        return ArtifactRequest.newBuilder()
                .setKind(ArtifactKind.FILE)
                .setAttempt(1)
                .setHub(HUB)
                .setUrl(url)
                .setSha256(sha256)
                .setGitSha1(gitSha1)
                .setSize(size)
                .setModel(HUB + "/" + model)
                .build();
    }
}
