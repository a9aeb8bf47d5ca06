package io.ptmtorrent.inspection.archive;

import io.ptmtorrent.inspection.judge.Part;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.zip.ZipMember;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A zip that is no model format of its own, and the names of every zip. */
public final class ZipFiles {
    private static final int TARGET = 4096;

    private ZipFiles() {}

    /** Tells names and links that lead outside. */
    public static void names(List<ZipMember> members, Scope scope) throws IOException {
        for (ZipMember member : members) {
            EntryNames.check(member.name(), member.offset(), scope);
            if (member.isLink()) {
                String target = new String(member.content().copy(0, TARGET), StandardCharsets.UTF_8);
                EntryNames.link(member.name(), target, member.offset(), scope);
            }
        }
    }

    /** Looks into every entry. */
    public static void read(List<ZipMember> members, Scope scope) throws IOException {
        for (ZipMember member : members) {
            if (!member.isFolder()) {
                scope.inspect(member.name(), member.content(), Part.Certainty.OPENED);
            }
        }
    }
}
