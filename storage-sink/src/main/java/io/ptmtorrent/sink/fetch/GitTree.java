package io.ptmtorrent.sink.fetch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tree of a commit, put together of its files; its id is git's (Pro Git, chapter 10.2).
 *
 * <p>A tree object is {@code mode SP name NUL id} for each of a folder's names, sorted by bytes, a folder as if its name
 * ended in a slash. A folder that was named and has nothing in it stands for another repository's commit, or for files
 * that the owner keeps out of archives: the tree has no id then. For one thread.
 */
final class GitTree {
    static final String PLAIN = "100644";
    static final String EXECUTABLE = "100755";
    static final String LINK = "120000";
    private static final String FOLDER = "40000";

    /** Deeper than any real repository, and shallow enough for a recursive walk. */
    private static final int DEEPEST = 200;

    private final Folder root = new Folder();

    /** Adds a file; false where a tree of git cannot hold it: its path is odd, or taken. */
    boolean file(String path, String mode, byte[] blob) {
        return root.put(segments(path), 0, new File(mode, blob));
    }

    /** Adds a folder; false where a tree of git cannot hold it. */
    boolean folder(String path) {
        return root.put(segments(path), 0, null);
    }

    /** Its id, 40 hex digits; empty where a folder has nothing in it. */
    Optional<String> id() {
        byte[] id = root.id();
        return id.length == 0 ? Optional.empty() : Optional.of(HexFormat.of().formatHex(id));
    }

    static Blob blob(long size) {
        return new Blob(size);
    }

    /** Empty where one of them is none: empty itself, a dot or two, or there are too many. */
    private static List<String> segments(String path) {
        List<String> segments = Arrays.asList(path.split("/", -1));
        boolean named = segments.stream()
                .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0);
        return named && segments.size() <= DEEPEST ? segments : List.of();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record File(String mode, byte[] blob) {}

    /** The digest of a file's content under way. */
    static final class Blob {
        private final MessageDigest sha1 = Digests.digest("SHA-1");

        private Blob(long size) {
            sha1.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        }

        Blob add(byte[] bytes, int count) {
            sha1.update(bytes, 0, count);
            return this;
        }

        byte[] id() {
            return sha1.digest();
        }
    }

    private static final class Folder {
        private final Map<String, File> files = new HashMap<>();
        private final Map<String, Folder> folders = new HashMap<>();

        /** @param file null for the folder itself */
        boolean put(List<String> path, int at, @org.jspecify.annotations.Nullable File file) {
            if (path.isEmpty()) {
                return false;
            }
            String name = path.get(at);
            boolean last = at == path.size() - 1;
            if (last && file != null) {
                return !folders.containsKey(name) && files.putIfAbsent(name, file) == null;
            }
            if (files.containsKey(name)) {
                return false;
            }
            Folder folder = folders.computeIfAbsent(name, any -> new Folder());
            return last || folder.put(path, at + 1, file);
        }

        /** Twenty bytes; none where a folder has nothing in it. */
        byte[] id() {
            List<Line> lines = new ArrayList<>(files.size() + folders.size());
            files.forEach((name, file) -> lines.add(new Line(name, name, file.mode(), file.blob())));
            folders.forEach((name, folder) -> lines.add(new Line(name, name + "/", FOLDER, folder.id())));
            if (lines.isEmpty() || lines.stream().anyMatch(line -> line.id().length == 0)) {
                return new byte[0];
            }
            lines.sort((one, other) -> Arrays.compareUnsigned(one.order(), other.order()));
            MessageDigest sha1 = Digests.digest("SHA-1");
            long size = lines.stream().mapToLong(Line::size).sum();
            sha1.update(("tree " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            lines.forEach(line -> line.writeTo(sha1));
            return sha1.digest();
        }
    }

    private static final class Line {
        private final byte[] head;
        private final byte[] order;
        private final byte[] id;

        Line(String name, String order, String mode, byte[] id) {
            this.head = (mode + " " + name + "\0").getBytes(StandardCharsets.UTF_8);
            this.order = order.getBytes(StandardCharsets.UTF_8);
            this.id = id;
        }

        byte[] order() {
            return order;
        }

        byte[] id() {
            return id;
        }

        int size() {
            return head.length + id.length;
        }

        void writeTo(MessageDigest digest) {
            digest.update(head);
            digest.update(id);
        }
    }
}
