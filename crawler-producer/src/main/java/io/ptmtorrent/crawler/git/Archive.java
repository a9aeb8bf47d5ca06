package io.ptmtorrent.crawler.git;

import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.SafeUrl;
import io.ptmtorrent.http.TarHeaders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a repository's archive at one commit, one pass, nothing written: {@code codeload.github.com}, tar and gzip.
 *
 * <p>LFS files are in it as their pointers. What ends early or is not reached is an IOException; what is beyond {@link
 * ArchiveLimits}, or no archive, is {@link Checkout.Missing}: a commit's archive does not change.
 */
final class Archive {
    private static final int BUFFER = 64 * 1024;

    private final HubHttp http;
    private final ArchiveLimits limits;

    Archive(HubHttp http, ArchiveLimits limits) {
        this.http = http;
        this.limits = limits;
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
    Checkout read(Repository repository, String commit, Predicate<String> kept) throws IOException {
        HttpUrl url = url(repository, commit);
        Request request = new Request.Builder()
                .url(url)
                .header("Accept-Encoding", "identity")
                .build();
        try (Response response = http.client().newCall(request).execute()) {
            if (response.code() != HttpURLConnection.HTTP_OK) {
                return new Checkout.Missing(Statuses.missing(url, response));
            }
            return new Snapshot(
                    repository, commit, null, entries(response.body().byteStream(), kept, limits));
        } catch (UnusableArchiveException e) {
            return new Checkout.Missing(SafeUrl.redact(url) + ": " + e.getMessage());
        }
    }

    static List<Snapshot.Entry> entries(InputStream body, Predicate<String> kept, ArchiveLimits limits)
            throws IOException {
        try (TarHeaders headers = new TarHeaders(new GZIPInputStream(new BufferedInputStream(body), BUFFER));
                TarArchiveInputStream tar = new TarArchiveInputStream(headers, "UTF-8")) {
            return entries(headers, tar, new ArchiveReader(kept, limits));
        } catch (TarHeaders.TooLong e) {
            throw new UnusableArchiveException(String.valueOf(e.getMessage()));
        } catch (ZipException e) {
            throw new UnusableArchiveException("no gzip: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            // The library's word for a header that cannot be.
            throw new UnusableArchiveException("no tar: " + e.getMessage());
        } catch (UnusableArchiveException e) {
            throw e;
        } catch (IOException e) {
            throw isOfTheFormat(e) ? new UnusableArchiveException("no tar: " + e.getMessage()) : e;
        }
    }

    private static List<Snapshot.Entry> entries(TarHeaders headers, TarArchiveInputStream tar, ArchiveReader reader)
            throws IOException {
        List<Snapshot.Entry> entries = new ArrayList<>();
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            headers.content();
            Snapshot.Entry read = reader.read(entry, tar);
            headers.header();
            if (read != null) {
                entries.add(read);
            }
        }
        return entries;
    }

    /** Commons-compress wraps what a header should not hold, and names what it finds corrupted. */
    private static boolean isOfTheFormat(IOException e) {
        return e.getCause() instanceof IllegalArgumentException || saysCorrupted(e.getMessage());
    }

    private static boolean saysCorrupted(@Nullable String message) {
        return message != null && message.startsWith("Corrupted");
    }
}
