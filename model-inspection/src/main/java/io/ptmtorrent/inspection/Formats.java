package io.ptmtorrent.inspection;

import io.ptmtorrent.inspection.Format.Look;
import io.ptmtorrent.inspection.archive.ZipFiles;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Part.Certainty;
import io.ptmtorrent.inspection.judge.Scope;
import io.ptmtorrent.inspection.pickle.PickleFile;
import io.ptmtorrent.inspection.pickle.Trial;
import io.ptmtorrent.inspection.torch.TorchZip;
import io.ptmtorrent.inspection.zip.ZipArchive;
import io.ptmtorrent.inspection.zip.ZipMember;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The plain list of all formats; more than one may match, and then all of them are read. */
final class Formats {
    private static final int HEAD = 4096;

    private static final List<Format> ALL = List.of(
            Format.forward(
                    "pickle",
                    Formats::isPickle,
                    (in, scope) -> PickleFile.read(in, scope)
                            .name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-')),
            new Format("zip", Formats::isZip, Formats::zip));

    private Formats() {}

    /** All that the content matches, in the list's order. */
    static List<Format> of(Bytes bytes, Certainty certainty, Scope scope) throws IOException {
        Look look = new Look(bytes.copy(0, HEAD), bytes, certainty, scope);
        List<Format> matching = new ArrayList<>();
        for (Format format : ALL) {
            if (format.match().is(look)) {
                matching.add(format);
            }
        }
        return matching;
    }

    /** By its header; without one, or where it may as well be numbers, by running it. */
    private static boolean isPickle(Look look) throws IOException {
        boolean header = look.at(0) == 0x80 && look.at(1) <= 5 && look.at(1) >= 0;
        return (header && look.certainty() == Certainty.OPENED)
                || Trial.isPickle(look.bytes().input(), look.scope());
    }

    private static boolean isZip(Look look) throws IOException {
        return (look.startsWith('P', 'K', 3, 4) && look.certainty() == Certainty.OPENED)
                || ZipArchive.isZip(look.bytes());
    }

    private static String zip(String name, Bytes bytes, Scope scope) throws IOException {
        List<ZipMember> members = ZipArchive.read(bytes, scope);
        ZipFiles.names(members, scope);
        String format = TorchZip.read(members, scope);
        if (format != null) {
            return format;
        }
        ZipFiles.read(members, scope);
        return "zip";
    }
}
