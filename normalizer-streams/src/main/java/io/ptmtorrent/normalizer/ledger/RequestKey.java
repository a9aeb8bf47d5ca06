package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.ArtifactKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a request key: {@code sha256:…}, {@code git:…}, {@code url:…}, {@code repository:…}, {@code
 * git-bundle:…}, {@code manifest:…}.
 *
 * <p>Loops for the checks of every record, since regular expressions took a twentieth of the ledger's time.
 */
final class RequestKey {
    private static final String DIGEST = "sha256:";
    private static final String MANIFESTS = "manifests:";
    private static final int DIGEST_CHARS = 64;
    private static final Pattern WITHOUT_DIGEST = Pattern.compile("git:.+:[0-9a-f]{40}:[0-9]+|url:.+");
    private static final Pattern REPOSITORY = Pattern.compile("repository:([0-9a-f]{40})?:[0-9a-f]{64}");
    private static final Pattern BUNDLE = Pattern.compile("git-bundle:[0-9a-f]{40}:([0-9a-f]{40})?:[0-9a-f]{64}");
    private static final Pattern MANIFEST = Pattern.compile("manifest:.+");
    private static final Pattern POLICY_VERSION = Pattern.compile("[0-9]{1,18}");
    private static final int LONGEST = 4_000;

    private RequestKey() {}

    /** Whether the row of this key is that of a digest: the only kind that records artifacts. */
    static boolean isDigest(String key) {
        return key.startsWith(DIGEST);
    }

    static String ofDigest(String sha256) {
        return DIGEST + sha256;
    }

    static String digest(String key) {
        return key.substring(DIGEST.length());
    }

    static boolean isSha256(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return text.length() == DIGEST_CHARS;
    }

    static boolean isFile(String key) {
        return isDigest(key)
                ? isSha256(digest(key))
                : isPlain(key) && WITHOUT_DIGEST.matcher(key).matches();
    }

    /** What a checked key asks for. */
    static ArtifactKind artifact(String key) {
        if (key.startsWith("manifest:")) {
            return ArtifactKind.MANIFEST;
        }
        if (key.startsWith("git-bundle:")) {
            return ArtifactKind.GIT_BUNDLE;
        }
        return key.startsWith("repository:") ? ArtifactKind.REPOSITORY : ArtifactKind.FILE;
    }

    static boolean isRepository(String key) {
        return isPlain(key) && REPOSITORY.matcher(key).matches();
    }

    static boolean isBundle(String key) {
        return isPlain(key) && BUNDLE.matcher(key).matches();
    }

    /** Where the history that a bundle's checked key names begins; null where it is all of it, and for other keys. */
    static @Nullable String base(String key) {
        Matcher bundle = BUNDLE.matcher(key);
        return bundle.matches() ? bundle.group(1) : null;
    }

    static boolean isManifest(String key) {
        return isPlain(key) && MANIFEST.matcher(key).matches();
    }

    /** Whether it names all manifests of a model: what is dropped, and never wanted. */
    static boolean isManifests(String key) {
        return isPlain(key) && key.startsWith(MANIFESTS) && key.indexOf('/') > 0;
    }

    /** The model whose manifests a checked key names. */
    static String modelOf(String manifestsKey) {
        return manifestsKey.substring(MANIFESTS.length());
    }

    /** Who waits for the manifest of this checked key; null where it does not name a model, a revision and a policy. */
    static @Nullable Waiter waiterFor(String manifestKey) {
        int policy = manifestKey.lastIndexOf('/');
        int revision = manifestKey.lastIndexOf('/', policy - 1);
        String version = manifestKey.substring(policy + 1);
        if (revision < 0 || !POLICY_VERSION.matcher(version).matches()) {
            return null;
        }
        String model = manifestKey.substring("manifest:".length(), revision);
        String name = manifestKey.substring(revision + 1, policy);
        return new Waiter(model, name.equals("no-revision") ? null : name, Long.parseLong(version));
    }

    /** Keys of the store are put together with characters below the space: no request key may hold one. */
    private static boolean isPlain(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) < ' ') {
                return false;
            }
        }
        return key.length() <= LONGEST;
    }
}
