package io.ptmtorrent.sink.fetch;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.http.SafeUrl;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.StoreException;
import io.ptmtorrent.sink.store.Upload;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Takes one answer's bytes into the store, and lets them be seen only if they are the announced ones. For one use. */
final class Reception {
    static final int BUFFER_BYTES = 64 * 1024;
    private static final Pattern PAGE = Pattern.compile("(?i)\\.html?(?:\\?|$)");

    private final ObjectStore store;
    private final long maxBytes;
    private final Buffer head = new Buffer();
    private long received;

    Reception(ObjectStore store, long maxBytes) {
        this.store = store;
        this.maxBytes = maxBytes;
    }

    /**
     * Reads and closes the answer.
     *
     * @param first headers of the first hop, the hub's own
     */
    Fetched receive(Response response, Headers first, Expected announced) throws StoreException {
        String url = SafeUrl.redact(response.request().url());
        try (response) {
            long length = response.body().contentLength();
            Expected expected = length < 0 ? announced : announced.withLength(length);
            BufferedSource source = response.body().source();
            if (length > maxBytes || (length >= 0 && expected.size() != null && expected.size() != length)) {
                return refusedByLength(source, url, length, expected);
            }
            return stored(response, source, first, expected, url);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            // Also where fewer bytes came than the answer announced.
            return new Fetched.Later(FileReason.NETWORK, url + ": " + e, received, null);
        }
    }

    private Fetched stored(Response response, BufferedSource source, Headers first, Expected expected, String url)
            throws IOException {
        Digests digests = Digests.of(expected);
        ObjectKey known = expected.sha256() == null ? null : ObjectKey.blob(expected.sha256());
        long length = response.body().contentLength();
        try (Upload upload = store.begin(known, length < 0 ? expected.size() : Long.valueOf(length))) {
            long most = expected.size() == null ? maxBytes : Math.min(maxBytes, expected.size());
            boolean whole = copy(source, upload, digests, most);
            Digests.Computed got = digests.computed();
            if (!whole) {
                return tooMany(url, expected, got);
            }
            if (endedEarly(response, expected, got)) {
                return new Fetched.Later(FileReason.NETWORK, url + ": ended after " + got.size(), got.size(), null);
            }
            Fetched.Failed wrong = wrong(url, expected, got);
            return wrong == null ? shown(upload, first, response.headers(), expected, got) : wrong;
        }
    }

    /** Copies to the end, or until there is more than allowed: false then. */
    private boolean copy(BufferedSource source, Upload upload, Digests digests, long most) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = fill(source, buffer); read > 0; read = fill(source, buffer)) {
            received += read;
            digests.update(buffer, read);
            keepHead(buffer, read);
            if (digests.size() > most) {
                return false;
            }
            upload.write(buffer, 0, read);
        }
        return true;
    }

    /** As much as the buffer holds, so that the store gets few large writes; 0 at the end. */
    private static int fill(BufferedSource source, byte[] buffer) throws IOException {
        int filled = 0;
        while (filled < buffer.length) {
            int read = source.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                return filled;
            }
            filled += read;
        }
        return filled;
    }

    private void keepHead(byte[] bytes, int length) {
        int room = (int) (WrongBytes.HEAD_BYTES - head.size());
        head.write(bytes, 0, Math.min(room, length));
    }

    private static Fetched shown(Upload upload, Headers first, Headers last, Expected expected, Digests.Computed got)
            throws StoreException {
        ObjectKey key = ObjectKey.blob(got.sha256());
        upload.complete(key);
        Verification check = expected.check();
        boolean verified = check == Verification.SHA256 || check == Verification.GIT_SHA1;
        String linked = ETags.bare(first.get("X-Linked-ETag"));
        String tag = linked == null ? ETags.bare(last.get("ETag")) : linked;
        return new Fetched.Stored(key, got.sha256(), got.size(), check, verified ? null : tag, got.size());
    }

    private Fetched.@Nullable Failed wrong(String url, Expected expected, Digests.Computed got) {
        return switch (expected.check()) {
            case SHA256 -> compared(url, "SHA-256", got.sha256(), expected.sha256(), got);
            case GIT_SHA1 -> compared(url, "git blob id", got.gitSha1(), expected.gitSha1(), got);
            case SIZE ->
                Objects.equals(expected.size(), got.size())
                        ? null
                        : failed(
                                FileReason.SIZE_MISMATCH,
                                url,
                                got.size() + " bytes, " + expected.size() + " announced",
                                got);
            default -> isHidden(url) ? failed(FileReason.NOT_THE_FILE, url, "", got) : null;
        };
    }

    /** Nothing was announced, so that only a page where no page was asked for gives a wrong answer away. */
    private boolean isHidden(String url) {
        boolean page = PAGE.matcher(url).find();
        return !page && Disguise.of(head.snapshot()).isPresent();
    }

    private Fetched.@Nullable Failed compared(
            String url, String what, @Nullable String got, @Nullable String announced, Digests.Computed all) {
        return Objects.equals(got, announced)
                ? null
                : failed(FileReason.DIGEST_MISMATCH, url, what + " is " + got + ", announced was " + announced, all);
    }

    private Fetched tooMany(String url, Expected expected, Digests.Computed got) {
        boolean announced = expected.size() != null && expected.size() <= maxBytes;
        return announced
                ? failed(FileReason.SIZE_MISMATCH, url, "more than the " + expected.size() + " bytes announced", got)
                : failed(FileReason.TOO_LARGE, url, "more than the limit of " + maxBytes + " bytes", got);
    }

    private Fetched refusedByLength(BufferedSource source, String url, long length, Expected expected)
            throws IOException {
        source.request(Disguise.LOOKED_AT);
        ByteString looked =
                source.getBuffer().snapshot((int) Math.min(source.getBuffer().size(), Disguise.LOOKED_AT));
        head.write(looked);
        Digests digests = Digests.of(new Expected(null, null, null));
        digests.update(looked.toByteArray(), looked.size());
        boolean asAnnounced = expected.size() == null || expected.size() == length;
        return asAnnounced
                ? failed(FileReason.TOO_LARGE, url, length + " bytes, the limit is " + maxBytes, digests.computed())
                : failed(
                        FileReason.SIZE_MISMATCH,
                        url,
                        length + " bytes, " + expected.size() + " announced; not read further",
                        digests.computed());
    }

    private Fetched.Failed failed(FileReason reason, String url, String why, Digests.Computed got) {
        ByteString bytes = head.snapshot();
        Optional<String> disguise = reason == FileReason.TOO_LARGE ? Optional.empty() : Disguise.of(bytes);
        String message =
                url + ": " + disguise.map(it -> it + " in place of the file").orElse("")
                        + (disguise.isPresent() && !why.isEmpty() ? "; " : "") + why;
        return new Fetched.Failed(
                disguise.isPresent() ? FileReason.NOT_THE_FILE : reason,
                message,
                got.size(),
                new WrongBytes(bytes, got.size(), got.sha256()));
    }

    /** Over HTTP/1 without a length or chunks, a lost connection looks like an end (RFC 9112, section 6.3). */
    private static boolean endedEarly(Response response, Expected expected, Digests.Computed got) {
        boolean unmarked = response.protocol() == Protocol.HTTP_1_1 || response.protocol() == Protocol.HTTP_1_0;
        boolean unframed = response.body().contentLength() < 0 && response.header("Transfer-Encoding") == null;
        return unmarked && unframed && expected.size() != null && got.size() < expected.size();
    }
}
