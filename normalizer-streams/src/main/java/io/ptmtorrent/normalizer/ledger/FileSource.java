package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.Source;
import io.ptmtorrent.avro.Want;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place where a row's bytes can be had, with what its hub announced of them there. Announcements are the source's
 * own: a wrong size in one model must not spoil the file of another.
 *
 * @param hub hub name
 * @param url canonical URL; empty for a manifest, which the sink makes of the request
 * @param gated true where it is not to be asked
 * @param gitSha1 announced git blob id; null where unknown
 * @param size announced size, bytes; negative where unknown
 * @param failed why it is done with; null while it may be asked
 * @param failedAt when, milliseconds since the epoch
 * @param message the same for people; empty for none
 */
record FileSource(
        String hub,
        String url,
        boolean gated,
        @Nullable String gitSha1,
        long size,
        @Nullable FileReason failed,
        long failedAt,
        String message) {

    private static final Set<FileReason> WRONG_BYTES =
            Set.of(FileReason.DIGEST_MISMATCH, FileReason.SIZE_MISMATCH, FileReason.NOT_THE_FILE);
    private static final int MESSAGE_CHARS = 300;
    private static final int URL_CHARS = 8_000;
    private static final char DELETE = 127;
    private static final long UNKNOWN_SIZE = -1;

    FileSource {
        message = message.length() > MESSAGE_CHARS ? message.substring(0, MESSAGE_CHARS) : message;
    }

    /** What a want says of where its file is; one that no request can hold has failed already. */
    static FileSource of(Want want) {
        Source source = Objects.requireNonNull(want.getSource(), "the check lets no file without a source pass");
        Long size = want.getSize();
        FileSource named = new FileSource(
                source.getHub(),
                source.getUrl(),
                source.getGated(),
                want.getGitSha1(),
                size == null ? UNKNOWN_SIZE : size,
                null,
                0,
                "");
        return isUrl(source.getUrl()) ? named : named.unaskable();
    }

    /** A manifest's: no host is asked. */
    static FileSource ofManifest(Manifest manifest) {
        return new FileSource(manifest.getHub(), "", false, null, UNKNOWN_SIZE, null, 0, "");
    }

    private FileSource unaskable() {
        String head = url.length() > MESSAGE_CHARS ? url.substring(0, MESSAGE_CHARS) : url;
        String message = "no URL that can be asked for: '" + head + "'";
        return new FileSource(hub, head, gated, gitSha1, size, FileReason.BAD_REQUEST, 0, message);
    }

    boolean isUnaskable() {
        return failed == FileReason.BAD_REQUEST && failedAt == 0;
    }

    private static boolean isUrl(String url) {
        if (url.length() > URL_CHARS || !isPrintableAscii(url)) {
            return false;
        }
        try {
            URI uri = new URI(url);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isPrintableAscii(String url) {
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) <= ' ' || url.charAt(i) >= DELETE) {
                return false;
            }
        }
        return true;
    }

    static boolean isWrongBytes(FileReason reason) {
        return WRONG_BYTES.contains(reason);
    }

    boolean mayBeAsked() {
        return !gated && failed == null;
    }

    /** Why it is done with; null while it may be asked. */
    @Nullable
    FileReason reason() {
        return gated ? FileReason.GATED : failed;
    }

    boolean failedBefore(long time) {
        return failed != null && failed != FileReason.GATED && !isWrongBytes(failed) && failedAt < time;
    }

    FileSource failed(FileReason reason, String message, long at) {
        return new FileSource(hub, url, gated, gitSha1, size, reason, at, message);
    }

    FileSource untried() {
        return new FileSource(hub, url, gated, gitSha1, size, null, 0, "");
    }

    /** The newest word about the same place; what was tried stays tried, unless {@code again}. */
    FileSource as(FileSource newer, boolean again) {
        return again || newer.failed != null
                ? newer
                : new FileSource(hub, url, newer.gated, newer.gitSha1, newer.size, failed, failedAt, message);
    }

    Pool pool() {
        boolean large = !url.isEmpty() && (size < 0 || size > Pool.SMALL_BYTES);
        return new Pool(host(), large);
    }

    private String host() {
        if (url.isEmpty()) {
            return Pool.MANIFESTS;
        }
        int start = url.indexOf("://") + 3;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(start, end).toLowerCase(Locale.ROOT);
    }
}
