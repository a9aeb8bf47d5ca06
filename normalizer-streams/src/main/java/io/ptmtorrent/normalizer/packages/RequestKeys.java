package io.ptmtorrent.normalizer.packages;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ModelFile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names what is wanted, so that equal bytes have one name where the hub tells enough.
 *
 * <pre>
 * sha256:&lt;hex&gt;                                     the content, wherever it is
 * git:&lt;hub&gt;/&lt;owner&gt;:&lt;blob sha1&gt;:&lt;size&gt;            SHA-1 is no proof against malice: it counts among one owner's files alone
 * url:&lt;sha256 of the address&gt;                       where the hub tells nothing
 * repository:&lt;root tree, or nothing&gt;:&lt;sha256 of the address&gt;   a git repository's plain files at one commit
 * git-bundle:&lt;commit&gt;:&lt;base, or nothing&gt;:&lt;sha256 of the repository's address&gt;   its history up to a commit
 * manifest:&lt;model key&gt;/&lt;revision&gt;/&lt;policy version&gt;
 * </pre>
 */
public final class RequestKeys {
    private static final String SHA256 = "sha256:";
    private static final String GIT = "git:";
    private static final String REPOSITORY = "repository:";
    private static final String BUNDLE = "git-bundle:";
    private static final int COMMIT = 40;
    private static final String WITHOUT_REVISION = "no-revision";

    /** Stands for the key of a file that no address can hold: nobody is asked for it. */
    static final String UNASKABLE = "unaskable";

    private RequestKeys() {}

    /** Key of a file of the model with path {@code id}. */
    public static String of(String hub, String id, ModelFile file, String url) {
        if (file.getArtifact() == ArtifactKind.REPOSITORY) {
            return REPOSITORY + (file.getGitSha1() == null ? "" : file.getGitSha1()) + ":" + sha256(url);
        }
        if (file.getSha256() != null) {
            return SHA256 + file.getSha256();
        }
        if (file.getGitSha1() != null && file.getSize() != null) {
            return GIT + hub + "/" + owner(id) + ":" + file.getGitSha1() + ":" + file.getSize();
        }
        return "url:" + sha256(url);
    }

    /** @param base null for all history */
    static String ofBundle(String commit, @Nullable String base, String url) {
        return BUNDLE + commit + ":" + (base == null ? "" : base) + ":" + sha256(url);
    }

    static boolean isBundle(String requestKey) {
        return requestKey.startsWith(BUNDLE);
    }

    /** Where the history that the key of a bundle names begins; null where it is all of it. */
    static @Nullable String baseOf(String requestKey) {
        int from = BUNDLE.length() + COMMIT + 1;
        int to = requestKey.lastIndexOf(':');
        return isBundle(requestKey) && to > from ? requestKey.substring(from, to) : null;
    }

    static String ofManifest(String modelKey, @Nullable String revision, long policyVersion) {
        return "manifest:" + modelKey + "/" + (revision == null ? WITHOUT_REVISION : revision) + "/" + policyVersion;
    }

    /** The announced SHA-256 that a key holds; null where it holds none. */
    static @Nullable String sha256Of(String requestKey) {
        return requestKey.startsWith(SHA256) ? requestKey.substring(SHA256.length()) : null;
    }

    /** What a key of a file asks for. */
    static ArtifactKind artifactOf(String requestKey) {
        if (isBundle(requestKey)) {
            return ArtifactKind.GIT_BUNDLE;
        }
        return requestKey.startsWith(REPOSITORY) ? ArtifactKind.REPOSITORY : ArtifactKind.FILE;
    }

    /** The announced git blob id, root tree, or commit that a key holds; null where it holds none. */
    static @Nullable String gitSha1Of(String requestKey) {
        if (isBundle(requestKey)) {
            return requestKey.substring(BUNDLE.length(), BUNDLE.length() + COMMIT);
        }
        if (requestKey.startsWith(REPOSITORY)) {
            String tree = requestKey.substring(REPOSITORY.length(), requestKey.lastIndexOf(':'));
            return tree.isEmpty() ? null : tree;
        }
        if (!requestKey.startsWith(GIT)) {
            return null;
        }
        int end = requestKey.lastIndexOf(':');
        return requestKey.substring(requestKey.lastIndexOf(':', end - 1) + 1, end);
    }

    /** The first part of the path; all of it where it has one part. Encoded: an owner's name is the hub's to choose. */
    private static String owner(String id) {
        int slash = id.indexOf('/');
        return URLEncoder.encode(slash < 0 ? id : id.substring(0, slash), StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
