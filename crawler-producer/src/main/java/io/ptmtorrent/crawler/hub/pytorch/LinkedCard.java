package io.ptmtorrent.crawler.hub.pytorch;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ptmtorrent.crawler.git.Head;
import io.ptmtorrent.crawler.git.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A card and where its repository stands.
 *
 * @param asked the repository that the card names; null where it names none
 * @param wanted the ref that it loads; null for the default branch
 * @param head what became of asking for it
 */
record LinkedCard(
        Card card, @Nullable Repository asked, @Nullable String wanted, Head head) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Commit of the linked repository; null where it is not to be had. */
    @Nullable
    String revision() {
        return head instanceof Head.At at ? at.commit() : null;
    }

    /**
     * All of it as one JSON object, the same bytes for the same content: members sorted, absent ones left out.
     *
     * @param commit of pytorch/hub
     */
    byte[] envelope(String commit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8 * 1024);
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("card", card.text());
            json.writeStringField("commit", commit);
            json.writeStringField("id", card.id());
            writeRepository(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    private void writeRepository(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("repository");
        write(json, "asked", asked == null ? null : asked.toString());
        switch (head) {
            case Head.At at -> {
                write(json, "commit", at.commit());
                write(json, "name", at.repository().toString());
                write(json, "ref", at.ref());
            }
            case Head.Missing missing -> write(json, "missing", missing.reason());
        }
        write(json, "wanted", wanted);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }
}
