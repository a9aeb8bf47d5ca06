package io.ptmtorrent.crawler.git;

import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.SafeUrl;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a repository's archive at one commit, one pass, nothing written: {@code codeload.github.com}, tar and gzip.
 *
 * <p>LFS files are in it as their pointers. Bounds: {@link #MOST_ENTRIES} entries, {@link #MOST_BYTES} unpacked, {@link
 * #KEPT_BYTES} of content kept in all.
 */
final class Archive {
    static final int MOST_ENTRIES = 200_000;
    static final long MOST_BYTES = 8L << 30;
    static final long KEPT_BYTES = 128L << 20;

    /** Content of larger files is not kept, whoever asks for it. */
    static final int LONGEST_KEPT = 2 << 20;

    private static final int LONGEST_PATH = 4_096;
    private static final int BUFFER = 64 * 1024;

    private final HubHttp http;

    Archive(HubHttp http) {
        this.http = http;
    }

    static HttpUrl url(Repository repository, String commit) {
        return new HttpUrl.Builder()
                .scheme("https")
                .host("codeload.github.com")
                .addPathSegment(repository.owner())
                .addPathSegment(repository.name())
                .addPathSegment("tar.gz")
                .addPathSegment(commit)
                .build();
    }

    /** @param kept whether a path's content is wanted too */
    Snapshot read(Repository repository, String commit, Predicate<String> kept) throws IOException {
        HttpUrl url = url(repository, commit);
        Request request = new Request.Builder()
                .url(url)
                .header("Accept-Encoding", "identity")
                .build();
        try (Response response = http.client().newCall(request).execute()) {
            if (response.code() != HttpURLConnection.HTTP_OK) {
                throw new IOException("GET " + SafeUrl.redact(url) + " gave " + response.code());
            }
            return new Snapshot(repository, commit, entries(response.body().byteStream(), kept));
        } catch (IllegalArgumentException e) {
            // The library's word for a header that cannot be.
            throw new IOException(SafeUrl.redact(url) + ": no archive: " + e.getMessage(), e);
        }
    }

    static List<Snapshot.Entry> entries(InputStream body, Predicate<String> kept) throws IOException {
        List<Snapshot.Entry> entries = new ArrayList<>();
        Reader reader = new Reader(kept);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(body), BUFFER), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String path = path(entry.getName());
                if (path.isEmpty() || entry.isDirectory()) {
                    continue;
                }
                if (entries.size() == MOST_ENTRIES) {
                    throw new IOException("an archive of more than " + MOST_ENTRIES + " files");
                }
                entries.add(
                        entry.isSymbolicLink()
                                ? reader.link(path, entry.getLinkName())
                                : reader.file(path, entry.getSize(), tar));
            }
        }
        return entries;
    }

    /** Without the folder that holds all: {@code name-commit/}. */
    private static String path(String name) throws IOException {
        if (name.length() > LONGEST_PATH) {
            throw new IOException("an archive with a path of " + name.length() + " characters");
        }
        return name.substring(name.indexOf('/') + 1);
    }

    /** Digests each file, and keeps what is asked for. */
    private static final class Reader {
        private final Predicate<String> kept;
        private final byte[] buffer = new byte[BUFFER];
        private long read;
        private long keptBytes;

        Reader(Predicate<String> kept) {
            this.kept = kept;
        }

        Snapshot.Entry link(String path, String target) {
            byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
            MessageDigest digest = blob(bytes.length);
            return new Snapshot.Entry(path, bytes.length, hex(digest.digest(bytes)), null);
        }

        Snapshot.Entry file(String path, long size, InputStream in) throws IOException {
            boolean keeps = size <= LONGEST_KEPT && keptBytes + size <= KEPT_BYTES && kept.test(path);
            ByteArrayOutputStream content = keeps ? new ByteArrayOutputStream((int) size) : null;
            MessageDigest digest = blob(size);
            long left = size;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new IOException("an archive that ends within '" + path + "'");
                }
                left -= count;
                take(digest, content, count);
            }
            keptBytes += keeps ? size : 0;
            return new Snapshot.Entry(path, size, hex(digest.digest()), content == null ? null : content.toByteArray());
        }

        private void take(MessageDigest digest, @Nullable ByteArrayOutputStream content, int count) throws IOException {
            read += count;
            if (read > MOST_BYTES) {
                throw new IOException("an archive of more than " + MOST_BYTES + " bytes");
            }
            digest.update(buffer, 0, count);
            if (content != null) {
                content.write(buffer, 0, count);
            }
        }

        private static MessageDigest blob(long size) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-1");
                digest.update(("blob " + size + '\0').getBytes(StandardCharsets.US_ASCII));
                return digest;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-1", e);
            }
        }

        private static String hex(byte[] digest) {
            return HexFormat.of().formatHex(digest);
        }
    }
}
