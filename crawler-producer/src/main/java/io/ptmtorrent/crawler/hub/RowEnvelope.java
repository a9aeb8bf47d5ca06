package io.ptmtorrent.crawler.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.ptmtorrent.avro.DeadLetterReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row's body where a hub says what it knows of a model in several documents: one JSON object that holds them as they
 * came, each under a name that says where from.
 *
 * <p>Members are sorted, so that the same documents give the same bytes. For one thread.
 */
public final class RowEnvelope {
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build()
            .writer();

    private final ObjectNode members;

    public RowEnvelope() {
        this(JsonNodeFactory.instance.objectNode());
    }

    private RowEnvelope(ObjectNode members) {
        this.members = members;
    }

    /** A document, or a word of ours, as a JSON string; null where there is none. */
    public RowEnvelope text(String name, @Nullable String text) {
        members.put(name, text);
        return this;
    }

    /** A piece of JSON, byte by byte; it must be JSON. */
    public RowEnvelope json(String name, ByteBuffer json) {
        String text = StandardCharsets.UTF_8.decode(json.duplicate()).toString();
        members.putRawValue(name, new RawValue(text));
        return this;
    }

    /** An object within this one. */
    public RowEnvelope object(String name) {
        return new RowEnvelope(members.putObject(name));
    }

    /** The row, or that no observation can hold it. */
    public HubItem row(String stableId, String id, @Nullable String revision) {
        return row(stableId, id, revision, null);
    }

    /** The same of a hub that says when a model last changed. */
    public HubItem row(String stableId, String id, @Nullable String revision, @Nullable Instant modifiedAt) {
        ByteBuffer body = ByteBuffer.wrap(bytes());
        if (body.remaining() <= HubRow.MAX_BYTES) {
            return new HubRow(stableId, id, revision, modifiedAt, body);
        }
        String message = "'" + stableId + "' with its documents has " + body.remaining()
                + " bytes; an observation holds " + HubRow.MAX_BYTES;
        return new HubReject(DeadLetterReason.TOO_LARGE, message, body);
    }

    private byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }
}
