package io.ptmtorrent.inspection.print;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFinding;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.RuleSet;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/** Reports as one SARIF 2.1.0 log, for code scanners' pages (OASIS, March 2020). Pure. */
public final class Sarif {
    private static final JsonFactory JSON = new JsonFactory();

    private Sarif() {}

    /**
     * The whole log.
     *
     * @param reports by file name, in the order they are to be told
     */
    public static String of(Map<String, Inspection> reports) {
        StringWriter log = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(log)) {
            out.writeStartObject();
            out.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            out.writeStringField("version", "2.1.0");
            out.writeArrayFieldStart("runs");
            out.writeStartObject();
            tool(out);
            out.writeArrayFieldStart("results");
            for (Map.Entry<String, Inspection> report : reports.entrySet()) {
                for (InspectionFinding finding : report.getValue().getFindings()) {
                    result(report.getKey(), finding, out);
                }
            }
            out.writeEndArray();
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log.toString();
    }

    private static void tool(JsonGenerator out) throws IOException {
        RuleSet rules = RuleSet.current();
        out.writeObjectFieldStart("tool");
        out.writeObjectFieldStart("driver");
        out.writeStringField("name", "ptm inspect");
        out.writeStringField("version", RuleSet.current().version());
        out.writeArrayFieldStart("rules");
        for (Rule rule : Rule.values()) {
            RuleSet.Text text = rules.text(rule);
            out.writeStartObject();
            out.writeStringField("id", rule.id());
            message("shortDescription", rule.id().replace('-', ' '), out);
            message("fullDescription", text.advice(), out);
            out.writeObjectFieldStart("properties");
            out.writeArrayFieldStart("tags");
            for (String reference : text.references()) {
                out.writeString(reference);
            }
            out.writeEndArray();
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void message(String field, String text, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart(field);
        out.writeStringField("text", text);
        out.writeEndObject();
    }

    private static void result(String file, InspectionFinding finding, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("ruleId", finding.getRule());
        out.writeStringField("level", level(finding.getSeverity()));
        String where = finding.getWhere().isEmpty() ? "" : finding.getWhere() + ": ";
        message("message", where + finding.getDetail() + ". " + finding.getAdvice(), out);
        out.writeArrayFieldStart("locations");
        out.writeStartObject();
        out.writeObjectFieldStart("physicalLocation");
        out.writeObjectFieldStart("artifactLocation");
        out.writeStringField("uri", uri(file));
        out.writeEndObject();
        if (finding.getOffset() != null && finding.getWhere().isEmpty()) {
            out.writeObjectFieldStart("region");
            out.writeNumberField("byteOffset", finding.getOffset());
            out.writeNumberField("byteLength", 1);
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
    }

    private static String uri(String file) {
        try {
            return new URI(null, null, file.replace('\\', '/'), null).getRawPath();
        } catch (URISyntaxException e) {
            return "unnamed";
        }
    }

    private static String level(InspectionVerdict severity) {
        return switch (severity) {
            case DANGEROUS, UNSCANNABLE, MALFORMED -> "error";
            case SUSPICIOUS -> "warning";
            case INFORMATIONAL, CLEAN, UNKNOWN -> "note";
        };
    }
}
