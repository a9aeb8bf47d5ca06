package io.ptmtorrent.samplehub.git;

import io.ptmtorrent.samplehub.git.GitObject.Kind;
import io.ptmtorrent.samplehub.git.SampleRepository.Ref;
import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Git's smart HTTP (gitprotocol-http), version 2 with ls-refs and fetch (gitprotocol-v2); version 0 for listing refs
 * alone.
 */
final class UploadPack {
    private static final String SERVICE = "# service=git-upload-pack";
    private static final String HEAD = "HEAD";

    private final boolean version0;
    private final boolean filters;

    /**
     * @param version0 knows no other version, whatever is asked for
     * @param filters whether a fetch may leave objects out
     */
    UploadPack(boolean version0, boolean filters) {
        this.version0 = version0;
        this.filters = filters;
    }

    Answer advertise(SampleRepository repository, WireRequest request) {
        Packets out = new Packets().line(SERVICE).flush();
        if (!version0 && request.headers().getOrDefault("git-protocol", "").contains("version=2")) {
            out.line("version 2").line("agent=git/sample").line("ls-refs=unborn");
            out.line(filters ? "fetch=shallow filter" : "fetch=shallow").line("object-format=sha1");
        } else {
            allRefs(repository, out);
        }
        return answer("advertisement", out.flush());
    }

    Answer command(SampleRepository repository, WireRequest request) {
        List<String> lines = Packets.read(request.body());
        Packets out = new Packets();
        if (lines.contains("command=ls-refs")) {
            listRefs(repository, lines, out);
        } else if (lines.contains("command=fetch")) {
            return fetch(repository, lines, out);
        } else {
            return Answer.text(400, "no command");
        }
        return answer("result", out.flush());
    }

    private static void allRefs(SampleRepository repository, Packets out) {
        out.line(repository.commit() + " HEAD\0multi_ack thin-pack side-band-64k ofs-delta shallow"
                + " symref=HEAD:refs/heads/" + repository.branch() + " object-format=sha1 agent=git/sample");
        repository.refs().forEach((name, ref) -> {
            out.line(ref.id() + " " + name);
            if (ref.tag() != null) {
                out.line(ref.at().commit() + " " + name + "^{}");
            }
        });
    }

    private static void listRefs(SampleRepository repository, List<String> lines, Packets out) {
        List<String> prefixes = after(lines, "ref-prefix ");
        Map<String, Ref> all = new LinkedHashMap<>();
        all.put(HEAD, new Ref(repository, null));
        all.putAll(repository.refs());
        all.forEach((name, ref) -> {
            if (prefixes.isEmpty() || prefixes.stream().anyMatch(name::startsWith)) {
                out.line(ref.id() + " " + name + attributes(repository, name, ref, lines));
            }
        });
    }

    private static String attributes(SampleRepository repository, String name, Ref ref, List<String> lines) {
        if (name.equals(HEAD) && lines.contains("symrefs")) {
            return " symref-target:refs/heads/" + repository.branch();
        }
        return ref.tag() != null && lines.contains("peel")
                ? " peeled:" + ref.at().commit()
                : "";
    }

    private Answer fetch(SampleRepository repository, List<String> lines, Packets out) {
        if (!filters && !after(lines, "filter ").isEmpty()) {
            return answer("result", out.line("ERR upload-pack: unexpected line: 'filter'"));
        }
        Map<String, SampleRepository> commits = repository.commits();
        Wanted wanted = new Wanted(repository, commits);
        for (String want : after(lines, "want ")) {
            if (!wanted.add(want)) {
                return answer("result", out.line("ERR upload-pack: not our ref " + want));
            }
        }
        int depth = after(lines, "deepen ").stream()
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
        String filter = filters ? after(lines, "filter ").stream().findFirst().orElse("") : "";
        Set<String> edges = new TreeSet<>();
        List<String> haves =
                after(lines, "have ").stream().filter(commits::containsKey).toList();
        List<GitObject> objects = wanted.objects(depth, filter, haves, edges);
        if (!lines.contains("done") && !acknowledged(wanted, haves, out)) {
            return answer("result", out.flush());
        }
        if (!edges.isEmpty()) {
            out.line("shallow-info");
            edges.forEach(edge -> out.line("shallow " + edge));
            out.delimiter();
        }
        return answer(
                "result", out.line("packfile").data(GitObject.pack(objects)).flush());
    }

    /** Says what is known of what the client has; a pack follows only where all that it wants leads there. */
    private static boolean acknowledged(Wanted wanted, List<String> haves, Packets out) {
        out.line("acknowledgments");
        haves.forEach(have -> out.line("ACK " + have));
        if (haves.isEmpty()) {
            out.line("NAK");
        }
        boolean ready = wanted.leadTo(haves);
        if (ready) {
            out.line("ready").delimiter();
        }
        return ready;
    }

    private static List<String> after(List<String> lines, String start) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    private static Answer answer(String what, Packets out) {
        return Answer.of(200, "application/x-git-upload-pack-" + what, out.bytes())
                .with("cache-control", "no-cache, max-age=0, must-revalidate");
    }

    /** The objects that a fetch asks for. */
    private static final class Wanted {
        private final SampleRepository repository;
        private final Map<String, SampleRepository> commits;
        private final Map<String, GitObject> found = new LinkedHashMap<>();
        private final List<SampleRepository> tips = new ArrayList<>();

        Wanted(SampleRepository repository, Map<String, SampleRepository> commits) {
            this.repository = repository;
            this.commits = commits;
        }

        boolean add(String id) {
            SampleRepository commit = commits.get(id);
            if (commit != null) {
                return tips.add(commit);
            }
            for (Ref ref : repository.refs().values()) {
                GitObject tag = ref.tag();
                if (tag != null && tag.id().equals(id)) {
                    found.put(id, tag);
                    return tips.add(ref.at());
                }
            }
            return false;
        }

        /** Whether each tip comes from one of these commits, or from a parent of theirs (git's upload-pack.c). */
        boolean leadTo(List<String> haves) {
            Set<String> held = new TreeSet<>(haves);
            haves.forEach(have -> {
                SampleRepository parent =
                        Objects.requireNonNull(commits.get(have)).parent();
                if (parent != null) {
                    held.add(parent.commit());
                }
            });
            return tips.stream().allMatch(tip -> {
                SampleRepository each = tip;
                while (each != null && !held.contains(each.commit())) {
                    each = each.parent();
                }
                return each != null;
            });
        }

        List<GitObject> objects(int depth, String filter, List<String> haves, Set<String> edges) {
            Map<String, GitObject> held = new LinkedHashMap<>();
            haves.stream()
                    .map(commits::get)
                    .filter(Objects::nonNull)
                    .forEach(have -> walk(have, Integer.MAX_VALUE, "", held, new TreeSet<>()));
            tips.forEach(tip -> walk(tip, depth, filter, found, edges));
            return found.values().stream()
                    .filter(each -> !held.containsKey(each.id()))
                    .toList();
        }

        private static void walk(
                SampleRepository tip, int depth, String filter, Map<String, GitObject> into, Set<String> edges) {
            int left = depth;
            for (SampleRepository each = tip; each != null && left > 0; each = each.parent(), left--) {
                into.put(each.commit(), each.commitObject());
                if (!filter.equals("tree:0")) {
                    each.treeObjects().forEach(tree -> into.put(tree.id(), tree));
                    blobs(each, filter, into);
                }
                if (left == 1 && each.parent() != null) {
                    edges.add(each.commit());
                }
            }
        }

        private static void blobs(SampleRepository commit, String filter, Map<String, GitObject> into) {
            long limit = filter.equals("blob:none")
                    ? 0
                    : filter.startsWith("blob:limit=") ? bytes(filter.substring(11)) : Long.MAX_VALUE;
            commit.files().values().stream()
                    .filter(file -> !file.isSubmodule() && file.bytes().length < limit)
                    .forEach(file -> into.computeIfAbsent(file.id(), id -> new GitObject(Kind.BLOB, file.bytes(), id)));
        }

        private static long bytes(String size) {
            return size.endsWith("k")
                    ? Long.parseLong(size.substring(0, size.length() - 1)) << 10
                    : Long.parseLong(size);
        }
    }
}
