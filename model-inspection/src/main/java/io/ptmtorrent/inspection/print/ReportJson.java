package io.ptmtorrent.inspection.print;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ptmtorrent.avro.InspectedGlobal;
import io.ptmtorrent.avro.InspectedOperator;
import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFact;
import io.ptmtorrent.avro.InspectionFinding;
import io.ptmtorrent.avro.InspectionFlag;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A report as one JSON object on one line, its member names a contract. Pure. */
public final class ReportJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ReportJson() {}

    public static String line(String file, Inspection report) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("file", file);
            out.writeStringField("format", report.getFormat());
            out.writeStringField("verdict", Words.of(report.getVerdict()));
            out.writeArrayFieldStart("flags");
            for (InspectionFlag flag : report.getFlags()) {
                out.writeString(Words.of(flag));
            }
            out.writeEndArray();
            coverage(report, out);
            findings(report, out);
            facts(report, out);
            globals(report, out);
            operators(report, out);
            out.writeNumberField("omitted", report.getOmitted());
            out.writeStringField("engine", report.getEngine());
            out.writeStringField("ruleSet", report.getRuleSet());
            out.writeStringField("ruleSetSha256", report.getRuleSetSha256());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void coverage(Inspection report, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("coverage");
        out.writeNumberField("bytes", report.getCoverage());
        out.writeNumberField("size", report.getSize());
        out.writeBooleanField("complete", report.getCoverage() == report.getSize());
        out.writeEndObject();
    }

    private static void findings(Inspection report, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("findings");
        for (InspectionFinding finding : report.getFindings()) {
            out.writeStartObject();
            out.writeStringField("rule", finding.getRule());
            out.writeStringField("severity", Words.of(finding.getSeverity()));
            out.writeStringField("where", finding.getWhere());
            if (finding.getOffset() == null) {
                out.writeNullField("offset");
            } else {
                out.writeNumberField("offset", finding.getOffset());
            }
            out.writeStringField("detail", finding.getDetail());
            out.writeArrayFieldStart("references");
            for (String reference : finding.getReferences()) {
                out.writeString(reference);
            }
            out.writeEndArray();
            out.writeStringField("advice", finding.getAdvice());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void facts(Inspection report, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("facts");
        for (InspectionFact fact : report.getFacts()) {
            out.writeStringField(fact.getName(), fact.getValue());
        }
        out.writeEndObject();
    }

    private static void globals(Inspection report, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("globals");
        for (InspectedGlobal global : report.getGlobals()) {
            out.writeStartObject();
            out.writeStringField("module", global.getModule());
            out.writeStringField("name", global.getName());
            out.writeBooleanField("called", global.getCalled());
            out.writeStringField("where", global.getWhere());
            out.writeNumberField("offset", global.getOffset());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void operators(Inspection report, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("operators");
        for (InspectedOperator operator : report.getOperators()) {
            out.writeStartObject();
            out.writeStringField("system", operator.getSystem());
            out.writeStringField("name", operator.getName());
            out.writeNumberField("count", operator.getCount());
            out.writeStringField("where", operator.getWhere());
            out.writeNumberField("offset", operator.getOffset());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
