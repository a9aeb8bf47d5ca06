package io.ptmtorrent.inspection;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.ByteInput;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Budget;
import io.ptmtorrent.inspection.judge.Notes;
import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.RuleSet;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.signature.Keys;
import io.ptmtorrent.inspection.signature.SignatureCheck;
import io.ptmtorrent.inspection.signature.SignedFiles;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One file's inspection: forward as far as that goes, then by position; parts inside parts on the way. One thread at a time. */
final class Examination implements Part {
    private static final int HEAD = 4096;

    private final String name;
    private final long expected;
    private @Nullable Format forward;
    private @Nullable Outcome outcome;
    private Notes notes = new Notes(RuleSet.current());

    /** What became of a parser's run. */
    private record Outcome(String format, boolean known, long coverage) {}

    Examination(String name, long expected) {
        this.name = name;
        this.expected = expected;
    }

    /** Reads a stream if its first bytes leave no doubt; gives whether it did. */
    boolean stream(ByteInput in) throws IOException {
        forward = Formats.streaming(in.peek(HEAD));
        if (forward == null || forward.forward() == null) {
            return false;
        }
        Scope scope = Scope.ofFile(notes, this, new Budget(expected));
        Format.Forward reader = forward.forward();
        outcome = outcome(forward, Long.MAX_VALUE, scope, () -> reader.read(in, scope));
        return true;
    }

    /** Reads what the stream did not show, and makes the report. */
    Inspection finish(Bytes bytes) throws IOException {
        if (bytes.size() == 0) {
            Scope scope = Scope.ofFile(notes, this, new Budget(0));
            scope.flag(InspectionFlag.NOT_A_MODEL);
            scope.find(Rule.NOT_A_MODEL, "is empty");
            return notes.toRecord(0, 0);
        }
        Scope scope = Scope.ofFile(notes, this, new Budget(bytes.size()));
        List<Format> formats = Formats.of(bytes, Certainty.OPENED, scope);
        if (forward != null && !formats.contains(forward)) {
            // The end showed that the beginning meant something else.
            notes = new Notes(RuleSet.current());
            forward = null;
            scope = Scope.ofFile(notes, this, new Budget(bytes.size()));
        }
        long coverage = 0;
        boolean code = false;
        boolean named = false;
        for (Format format : formats) {
            Outcome run = format.equals(forward) && outcome != null
                    ? outcome
                    : run(format, name, bytes, Certainty.OPENED, scope);
            notes.format(run.format());
            code |= FileNames.carriesCode(run.format());
            named |= FileNames.isNamedAs(name, run.format());
            coverage = Math.max(coverage, Math.min(bytes.size(), run.coverage()));
        }
        if (formats.isEmpty()) {
            scope.flag(InspectionFlag.NOT_A_MODEL);
            scope.find(FileNames.claims(name) ? Rule.BROKEN : Rule.NOT_SUPPORTED, "begins as no format that we read");
        }
        if (code && !named && FileNames.promisesData(name)) {
            scope.find(Rule.NAME_CONTRADICTS, "'" + name + "' is a name of a format without code");
        }
        return notes.toRecord(bytes.size(), coverage);
    }

    /** Checks a signature in place of looking for formats. */
    static Inspection signature(Bytes signature, SignedFiles files, Keys keys) throws IOException {
        Examination examination = new Examination("", signature.size());
        Scope scope = Scope.ofFile(examination.notes, examination, new Budget(signature.size()));
        Format format = new Format("signature", look -> true, (name, bytes, certainty, inner) -> {
            SignatureCheck.run(bytes, files, keys, inner);
            return "signature";
        });
        Outcome outcome = run(format, "", signature, Certainty.OPENED, scope);
        examination.notes.format(outcome.format());
        return examination.notes.toRecord(signature.size(), outcome.coverage());
    }

    @Override
    public boolean inspect(String part, Bytes bytes, Certainty certainty, Scope scope) throws IOException {
        List<Format> formats = Formats.of(bytes, certainty, scope);
        boolean known = false;
        for (Format format : formats) {
            known |= run(format, part, bytes, certainty, scope).known();
        }
        if (formats.isEmpty() && certainty == Certainty.OPENED && bytes.size() > 0) {
            scope.find(Rule.NESTED_CONTENT, "begins as no format that we read");
        }
        return known;
    }

    private static Outcome run(Format format, String name, Bytes bytes, Certainty certainty, Scope scope)
            throws IOException {
        return outcome(format, bytes.size(), scope, () -> format.reader().read(name, bytes, certainty, scope));
    }

    private interface Reading {
        @Nullable
        String run() throws IOException;
    }

    private static Outcome outcome(Format format, long size, Scope scope, Reading reading) throws IOException {
        try {
            String told = reading.run();
            return new Outcome(told == null ? format.name() : told, told != null, size);
        } catch (Broken e) {
            scope.broken(e);
            return new Outcome(format.name(), true, Math.min(size, e.offset()));
        } catch (RuntimeException | StackOverflowError e) {
            scope.find(Rule.INSPECTOR_FAULT, format.name() + ": " + e);
            return new Outcome(format.name(), true, 0);
        }
    }
}
