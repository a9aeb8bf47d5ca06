package io.ptmtorrent.inspection.zip;

import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.inspection.bytes.Broken;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.judge.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A zip by its directory, each entry held against its local header and its bytes; what lies between and around the entries
 * is looked at as well.
 *
 * <p>No library shows these disagreements, and they are how a scanner is made to see another file than the one that
 * {@code torch.load} sees.
 */
public final class ZipArchive {
    private static final int ENTRIES = 60_000;
    private static final int NAMES = 6 << 20;

    private final Bytes bytes;
    private final boolean behind;
    private final Scope scope;
    private final EntryReader reader;
    private final List<Span> spans = new ArrayList<>();
    private final List<ZipMember> members = new ArrayList<>();

    private record Span(long from, long to) {}

    private ZipArchive(Bytes bytes, boolean behind, Scope scope) {
        this.bytes = bytes;
        this.behind = behind;
        this.scope = scope;
        this.reader = new EntryReader(bytes, scope);
    }

    /** Whether a zip ends here. */
    public static boolean isZip(Bytes bytes) throws IOException {
        ZipEnd end = ZipEnd.find(bytes);
        return end != null && (end.length() == 0 || ZipHeader.read(bytes, start(end), ZipHeader.DIRECTORY) != null);
    }

    /**
     * Reads the directory and checks every entry.
     *
     * @param behind whether what stands before the first entry is another format's, which is meant to be there
     * @return the entries that can be read, in the directory's order, and hidden ones after them
     * @throws Broken where there is no directory
     */
    public static List<ZipMember> read(Bytes bytes, boolean behind, Scope scope) throws IOException {
        ZipArchive archive = new ZipArchive(bytes, behind, scope);
        archive.read();
        return archive.members;
    }

    /** Where the directory really begins: bytes before the first entry move all of it. */
    private static long start(ZipEnd end) {
        return end.directoryEnd() - end.length();
    }

    private void read() throws IOException {
        ZipEnd end = ZipEnd.find(bytes);
        if (end == null) {
            throw Broken.malformed(bytes.size(), "has no end record");
        }
        if (end.others() > 0) {
            ambiguous(Rule.ZIP_DUPLICATE_ENTRY, end.at(), "has " + (end.others() + 1) + " directories");
        }
        if (end.end() < bytes.size()) {
            ambiguous(Rule.ZIP_OUTSIDE_BYTES, end.end(), bytes.size() - end.end() + " bytes after the end record");
        }
        long start = start(end);
        if (start < 0 || end.length() < 0) {
            throw Broken.malformed(end.at(), "the directory begins before the file");
        }
        long shift = start - end.directory();
        if (shift != 0 && !behind) {
            ambiguous(Rule.ZIP_OUTSIDE_BYTES, 0, "the directory lies " + shift + " bytes behind where it should");
        }
        spans.add(new Span(start, end.end()));
        directory(end, start, shift);
        gaps();
    }

    private void directory(ZipEnd end, long start, long shift) throws IOException {
        Set<String> names = new HashSet<>();
        long at = start;
        long count = 0;
        long letters = 0;
        while (at < end.directoryEnd()) {
            ZipHeader header = ZipHeader.read(bytes, at, ZipHeader.DIRECTORY);
            if (header == null) {
                scope.broken(Broken.malformed(at, "no header of an entry where one must be"));
                return;
            }
            letters += header.name().length();
            if (++count > ENTRIES || letters > NAMES) {
                throw Broken.unscannable(at, "has more than " + ENTRIES + " entries, or too long names");
            }
            if (!names.add(header.name())) {
                ambiguous(Rule.ZIP_DUPLICATE_ENTRY, at, "'" + header.name() + "' is there twice");
            }
            entry(header, header.offset() + shift);
            at += header.length();
        }
        if (at != end.directoryEnd() || count != end.entries()) {
            scope.broken(Broken.malformed(at, "the directory says " + end.entries() + " entries, and has " + count));
        }
    }

    private void entry(ZipHeader header, long offset) throws IOException {
        EntryReader.Read read = reader.read(header, offset);
        if (read != null) {
            spans.add(new Span(offset, read.end()));
            if (read.member() != null) {
                members.add(read.member());
            }
        }
    }

    private void ambiguous(Rule rule, long offset, String detail) {
        scope.flag(InspectionFlag.AMBIGUOUS_STRUCTURE);
        scope.find(rule, offset, detail);
    }

    /** What no entry claims: an entry that the directory leaves out, another format, or nothing but zeros. */
    private void gaps() throws IOException {
        spans.sort(Comparator.comparingLong(Span::from));
        long at = 0;
        boolean overlap = false;
        for (Span span : List.copyOf(spans)) {
            if (span.from() > at && !(behind && at == 0)) {
                gap(at, span.from());
            } else if (span.from() < at && !overlap) {
                overlap = true;
                scope.find(Rule.ZIP_OVERLAP, span.from(), "an entry begins inside another one");
            }
            at = Math.max(at, span.to());
        }
    }

    private void gap(long from, long to) throws IOException {
        long at = from;
        @Nullable ZipHeader hidden = ZipHeader.read(bytes, at, ZipHeader.LOCAL);
        while (hidden != null && at < to) {
            ambiguous(Rule.ZIP_HIDDEN_ENTRY, at, "'" + hidden.name() + "'");
            EntryReader.Read read = reader.read(hidden, at);
            if (read == null) {
                return;
            }
            if (read.member() != null) {
                members.add(read.member());
            }
            at = Math.max(at + 1, read.end());
            hidden = ZipHeader.read(bytes, at, ZipHeader.LOCAL);
        }
        if (at < to && !Zeros.only(bytes, at, to)) {
            ambiguous(Rule.ZIP_OUTSIDE_BYTES, at, to - at + " bytes that no entry claims");
            scope.inspect("gap@" + at, bytes.slice(at, to - at), io.ptmtorrent.inspection.judge.Part.Certainty.DATA);
        }
    }
}
