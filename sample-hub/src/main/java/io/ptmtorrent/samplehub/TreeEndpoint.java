package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers {@code GET /api/models/{id}/tree/{revision}}: directories and files in the order of their paths. */
final class TreeEndpoint {
    private static final int LONGEST_PAGE = 1_000;

    private final String publicUrl;
    private final FileBytes bytes;
    private final FaultScript script;

    TreeEndpoint(String publicUrl, FileBytes bytes, FaultScript script) {
        this.publicUrl = publicUrl;
        this.bytes = bytes;
        this.script = script;
    }

    Answer answer(ModelDocument model, ModelAddress address, Query query) {
        if (!address.rest().isEmpty()) {
            return ErrorAnswer.of(
                    404, "EntryNotFound", address.rest() + " does not exist on \"" + address.revision() + "\"");
        }
        List<Entry> entries = entries(model, "true".equals(query.first("recursive", "false")));
        int from = number(query, "cursor", 0, entries.size());
        int limit = Math.max(1, number(query, "limit", LONGEST_PAGE, LONGEST_PAGE));
        int to = Math.min(entries.size(), from + limit);
        List<FaultScript.Strike> strikes = script.strike(FaultKind.Spot.TREE, model.index(), from / limit + 1);
        JsonText out = new JsonText().list();
        entries.subList(from, to).forEach(entry -> write(out, entry));
        Answer answer = Answer.json(200, out.endList().bytes());
        if (FaultScript.repeatsCursor(strikes)) {
            answer = answer.with("link", next(address, query, from));
        } else if (to < entries.size()) {
            answer = answer.with("link", next(address, query, to));
        }
        return script.spoil(answer, strikes, "");
    }

    private String next(ModelAddress address, Query query, int to) {
        String path = "/api/models/" + Answer.encoded(address.id()) + address.tail();
        return "<" + publicUrl + path + "?" + query.with("cursor", Integer.toString(to)) + ">; rel=\"next\"";
    }

    private static List<Entry> entries(ModelDocument model, boolean recursive) {
        TreeMap<String, Entry> entries = new TreeMap<>();
        for (FileSpec file : model.files()) {
            int slash = file.path().indexOf('/');
            if (slash > 0) {
                String folder = file.path().substring(0, slash);
                entries.putIfAbsent(folder, Entry.folder(folder, model.sha()));
            }
            if (slash <= 0 || recursive) {
                entries.put(file.path(), new Entry(file.path(), "", file));
            }
        }
        return new ArrayList<>(entries.values());
    }

    private void write(JsonText out, Entry entry) {
        if (entry.file() != null) {
            write(out, entry.file());
            return;
        }
        out.open().member("type", "directory").member("oid", entry.oid()).member("size", 0);
        out.name("path").foreign(entry.path()).close();
    }

    private void write(JsonText out, FileSpec file) {
        FileDigests digests = bytes.digests(file);
        out.open().member("type", "file").member("oid", digests.oid()).member("size", file.size());
        if (file.large()) {
            int pointer = Digests.lfsPointer(digests.announcedSha256(), file.size()).length;
            out.name("lfs").open().member("oid", digests.announcedSha256()).member("size", file.size());
            out.member("pointerSize", pointer).close().member("xetHash", digests.decoy());
        }
        out.name("path").foreign(file.path()).close();
    }

    private static int number(Query query, String name, int otherwise, int most) {
        String text = query.first(name, Integer.toString(otherwise));
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("\"" + name + "\" must be a number, not \"" + text + "\"");
        }
        return Math.min(Integer.parseInt(text), most);
    }

    /** One line of a tree; without a file it is a folder, and has an id of its own. */
    private record Entry(String path, String oid, @Nullable FileSpec file) {
        static Entry folder(String path, String commit) {
            return new Entry(path, Digests.hex(path.hashCode(), commit.hashCode(), Salt.SHA, 40), null);
        }
    }
}
