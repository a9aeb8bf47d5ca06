package io.ptmtorrent.crawler.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a page of files that no hub gives as a page: one JSON object, put together by the crawler.
 *
 * <pre>
 * {"files":[{"artifact":"REPOSITORY","gitSha1":…,"path":…,"sha256":…,"sha256Prefix":…,"size":…,"url":…}, …],"omitted":n}
 * </pre>
 *
 * What is not known is absent; {@code omitted} too, unless files did not fit. The same files give the same bytes.
 */
public final class FilesBody {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ROOM_FOR_THE_END = 40;

    private FilesBody() {}

    /** All of them, sorted by path, as far as {@link HubRow#MAX_BYTES} go. */
    public static ByteBuffer of(List<LinkedFile> files) {
        return of(files, HubRow.MAX_BYTES);
    }

    static ByteBuffer of(List<LinkedFile> files, int mostBytes) {
        List<LinkedFile> sorted = files.stream()
                .sorted(Comparator.comparing(LinkedFile::path)
                        .thenComparing(LinkedFile::url, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(bytes("{\"files\":["));
        int written = 0;
        for (LinkedFile file : sorted) {
            byte[] entry = bytes((written == 0 ? "" : ",") + entry(file));
            if (body.size() + entry.length > mostBytes - ROOM_FOR_THE_END) {
                break;
            }
            body.writeBytes(entry);
            written++;
        }
        int omitted = sorted.size() - written;
        body.writeBytes(bytes(omitted == 0 ? "]}" : "],\"omitted\":" + omitted + "}"));
        return ByteBuffer.wrap(body.toByteArray());
    }

    /** By way of characters: half of a surrogate pair becomes a question mark then, and no exception. */
    private static String entry(LinkedFile file) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(file, json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(LinkedFile file, JsonGenerator json) throws IOException {
        json.writeStartObject();
        member("artifact", file.repository() ? "REPOSITORY" : null, json);
        member("gitSha1", file.gitSha1(), json);
        member("path", file.path(), json);
        member("sha256", file.sha256(), json);
        member("sha256Prefix", file.sha256Prefix(), json);
        if (file.size() != null) {
            json.writeNumberField("size", file.size());
        }
        member("url", file.url(), json);
        json.writeEndObject();
    }

    private static void member(String name, @Nullable String value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
