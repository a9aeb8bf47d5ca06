package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.StoredAs;
import io.ptmtorrent.avro.Want;
import org.jspecify.annotations.Nullable;

/** What every want must have before a row may read it. */
final class Wants {
    private Wants() {}

    /** What is wrong with it; null where all is as it should be. */
    static @Nullable String defect(String key, Want want) {
        return switch (want.getKind()) {
            case WANT -> want.getModel() == null ? "WANT without a model" : file(key, want);
            case WITHDRAW -> want.getModel() == null ? "WITHDRAW without a model" : null;
            case STORED_AS -> storedAs(key, want.getStoredAs());
            case LEAVE -> isDigest(key) ? null : "LEAVE needs a key sha256:<64 hex>";
            case DROP ->
                isDigest(key) || RequestKey.isManifests(key)
                        ? null
                        : "DROP needs a key sha256:<64 hex> or manifests:<model key>";
            case UNKNOWN -> "kind is none that this build knows";
        };
    }

    private static @Nullable String file(String key, Want want) {
        if (want.getArtifact() == ArtifactKind.MANIFEST) {
            return RequestKey.isManifest(key) && want.getManifest() != null
                    ? null
                    : "a manifest needs its content, and a key manifest:<model key>/<revision>/<policy version>";
        }
        boolean named = switch (want.getArtifact()) {
            case FILE -> RequestKey.isFile(key);
            case REPOSITORY -> RequestKey.isRepository(key);
            case GIT_BUNDLE -> RequestKey.isBundle(key);
            default -> false;
        };
        if (!named) {
            return "no request key of a " + want.getArtifact() + " that this build fetches: " + key;
        }
        return want.getSource() == null ? "a file needs a source" : null;
    }

    private static boolean isDigest(String key) {
        return RequestKey.isDigest(key) && RequestKey.isFile(key);
    }

    private static @Nullable String storedAs(String key, @Nullable StoredAs storedAs) {
        return isDigest(key) && storedAs != null && storedAs.getSize() >= 0
                ? null
                : "STORED_AS needs a key sha256:<64 hex> and who says so";
    }
}
