package io.ptmtorrent.samplehub.git;

/**
 * A file of a GitHub release.
 *
 * @param digested whether the API says its digest, as it does for uploads since June 2025
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SampleAsset(String tag, String name, byte[] content, boolean digested) {
    /** SHA-256 of its content, 64 hex digits. */
    public String sha256() {
        return SampleFile.sha256(content);
    }

    /** Where it is to be had, canonical. */
    public String url(SampleRepository repository) {
        return "https://github.com/" + repository.fullName() + "/releases/download/" + tag + "/" + name;
    }
}
