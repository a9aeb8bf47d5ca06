package io.ptmtorrent.normalizer.policy;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.ModelFile;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The history of the git repository that a model leads to, told by the file that stands for its plain files.
 *
 * <p>No hub tells it as a file: it follows from the archive's address, which names repository and commit. So details that
 * were held before anybody wanted histories are enough. Pure.
 */
final class LinkedHistory {
    private static final String PART = "((?!\\.{1,2}/)[A-Za-z0-9._-]{1,100})/";
    private static final Pattern ARCHIVE =
            Pattern.compile("https://codeload\\.github\\.com/" + PART + PART + "tar\\.gz/([0-9a-f]{40})");

    private LinkedHistory() {}

    /** A file that stands for all history up to the repository's commit; empty for any other file. */
    static Optional<ModelFile> of(ModelFile file) {
        if (file.getArtifact() != ArtifactKind.REPOSITORY || file.getUrl() == null) {
            return Optional.empty();
        }
        Matcher archive = ARCHIVE.matcher(file.getUrl());
        return archive.matches()
                ? Optional.of(bundle(archive.group(1), archive.group(2), archive.group(3)))
                : Optional.empty();
    }

    private static ModelFile bundle(String owner, String name, String commit) {
        return new ModelFile(
                name + "-" + commit + ".bundle",
                null,
                null,
                commit,
                "https://github.com/" + owner + "/" + name + ".git",
                null,
                ArtifactKind.GIT_BUNDLE,
                FileRole.OTHER,
                "git-bundle");
    }
}
