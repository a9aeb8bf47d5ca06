package io.ptmtorrent.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** What a request brings as a schema: read, or refused. */
sealed interface SchemaText {

    /** Avro understands it. */
    record Read(Schema schema) implements SchemaText {}

    /** It cannot be used, and why. */
    record Refused(Reply reply) implements SchemaText {}

    /** Reads {@code {"schema": "...", "schemaType": "AVRO"}}; other types and references are refused. */
    static SchemaText of(JsonNode body) {
        String type = body.path("schemaType").asText("AVRO");
        if (!type.isEmpty() && !type.equals("AVRO") && !type.equals("null")) {
            return new Refused(Reply.error(422, "schemaType '" + type + "' is not known here; allowed is AVRO"));
        }
        if (!body.path("references").isEmpty()) {
            return new Refused(Reply.invalidSchema("references are not supported by this registry"));
        }
        if (!body.path("schema").isTextual()) {
            return new Refused(Reply.invalidSchema("the field 'schema' must be a string with the schema's JSON"));
        }
        return parse(body.path("schema").asText());
    }

    private static SchemaText parse(String text) {
        try {
            return new Read(new Schema.Parser().parse(text));
        } catch (AvroRuntimeException e) {
            return new Refused(Reply.invalidSchema(String.valueOf(e.getMessage())));
        } catch (StackOverflowError e) {
            return new Refused(Reply.invalidSchema("nested too deeply"));
        }
    }
}
