package io.ptmtorrent.crawler.hub.onnx;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model of the zoo, in the sources' own texts.
 *
 * @param path of its .onnx, where it has none of its packed file
 * @param weights its files, by path
 * @param turnkey text of its turnkey_stats.yaml; null where there is none
 * @param readme text of the nearest README.md; null where there is none
 * @param readmePath path of that README.md; null where there is none
 * @param listed its family's line of the zoo's own README.md; null where there is none
 * @param manifest its rows of ONNX_HUB_MANIFEST.json, each one JSON value as it stands there; commonly one or none
 * @param manifestFault why the manifest could not be read to its end; null where it could
 */
record ZooModel(
        String path,
        List<Weight> weights,
        @Nullable String turnkey,
        @Nullable String readme,
        @Nullable String readmePath,
        FrontPage.@Nullable Listed listed,
        List<String> manifest,
        @Nullable String manifestFault) {
    private static final JsonFactory JSON = new JsonFactory();

    ZooModel {
        weights = List.copyOf(weights);
        manifest = List.copyOf(manifest);
    }

    /** All of it as one JSON object, the same bytes for the same content: members sorted, absent ones left out. */
    byte[] envelope(String commit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8 * 1024);
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("commit", commit);
            writeFiles(json);
            writeListed(json);
            writeManifest(json);
            write(json, "manifestFault", manifestFault);
            json.writeStringField("path", path);
            write(json, "readme", readme);
            write(json, "readmePath", readmePath);
            write(json, "turnkey", turnkey);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    private void writeFiles(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("files");
        for (Weight weight : weights) {
            json.writeStartObject();
            write(json, "gitSha1", weight.gitSha1());
            json.writeStringField("path", weight.path());
            write(json, "sha256", weight.sha256());
            json.writeNumberField("size", weight.size());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeListed(JsonGenerator json) throws IOException {
        if (listed != null) {
            json.writeObjectFieldStart("listed");
            write(json, "header", listed.header());
            write(json, "heading", listed.heading());
            write(json, "row", listed.row());
            json.writeEndObject();
        }
    }

    private void writeManifest(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("manifest");
        for (String row : manifest) {
            json.writeRawValue(row);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }
}
