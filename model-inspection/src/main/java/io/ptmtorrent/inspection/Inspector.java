package io.ptmtorrent.inspection;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Budget;
import io.ptmtorrent.inspection.judge.Notes;
import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.RuleSet;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.util.List;

/**
 * Looks into a file: what it is, what is in it, what it would do to whoever loads it. Nothing is executed.
 *
 * <p>The content decides which parsers run, never the name; all that match run. The report is the same for the same bytes,
 * name, engine and rule set. Memory stays under 64 MiB whatever the file. Safe for many threads, each with a file of its
 * own.
 */
public final class Inspector {
    /**
     * Looks into a file.
     *
     * @param name as its hub calls it, with its extension; only compared with the content
     * @param bytes read in any order
     * @return the report; whatever is wrong with the bytes is in it
     * @throws IOException where the bytes cannot be read: it may work later
     */
    public Inspection inspect(String name, Bytes bytes) throws IOException {
        Notes notes = new Notes(RuleSet.current());
        Dispatch dispatch = new Dispatch(notes);
        Scope scope = Scope.ofFile(notes, dispatch, new Budget(bytes.size()));
        long coverage = dispatch.file(name, bytes, scope);
        return notes.toRecord(bytes.size(), coverage);
    }

    /** Gives content to every parser whose format it has. */
    private record Dispatch(Notes notes) implements Part {
        long file(String name, Bytes bytes, Scope scope) throws IOException {
            if (bytes.size() == 0) {
                scope.flag(InspectionFlag.NOT_A_MODEL);
                scope.find(Rule.NOT_A_MODEL, "is empty");
                return 0;
            }
            List<Format> formats = Formats.of(bytes, Certainty.OPENED, scope);
            if (formats.isEmpty()) {
                scope.flag(InspectionFlag.NOT_A_MODEL);
                scope.find(Rule.NOT_SUPPORTED, "begins as no format that we read");
                return 0;
            }
            long coverage = 0;
            for (Format format : formats) {
                coverage = Math.max(coverage, run(format, name, bytes, scope, true));
            }
            return coverage;
        }

        @Override
        public boolean inspect(String name, Bytes bytes, Certainty certainty, Scope scope) throws IOException {
            List<Format> formats = Formats.of(bytes, certainty, scope);
            for (Format format : formats) {
                run(format, name, bytes, scope, false);
            }
            if (formats.isEmpty() && certainty == Certainty.OPENED && bytes.size() > 0) {
                scope.find(Rule.NESTED_CONTENT, "begins as no format that we read");
            }
            return !formats.isEmpty();
        }

        private long run(Format format, String name, Bytes bytes, Scope scope, boolean whole) throws IOException {
            String told = null;
            long coverage = bytes.size();
            try {
                told = format.reader().read(name, bytes, scope);
            } catch (Broken e) {
                scope.broken(e);
                coverage = Math.min(coverage, e.offset());
            } catch (RuntimeException | StackOverflowError e) {
                scope.find(Rule.INSPECTOR_FAULT, format.name() + ": " + e);
                coverage = 0;
            }
            if (whole) {
                notes.format(told == null ? format.name() : told);
            }
            return coverage;
        }
    }
}
