package io.ptmtorrent.samplehub.git;

import io.ptmtorrent.samplehub.git.GitObject.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tree objects of a repository's files, root last.
 *
 * <p>Git sorts a folder's names by their bytes, a folder as if its name ended in a slash.
 */
record Trees(List<GitObject> objects) {
    private static final String FOLDER = "40000";

    Trees {
        objects = List.copyOf(objects);
    }

    static Trees of(Map<String, SampleFile> files) {
        List<GitObject> made = new ArrayList<>();
        Folder root = new Folder();
        files.forEach(root::put);
        root.write(made);
        return new Trees(made);
    }

    GitObject root() {
        return objects.getLast();
    }

    private static final class Folder {
        private final Map<String, SampleFile> files = new TreeMap<>();
        private final Map<String, Folder> folders = new TreeMap<>();

        void put(String path, SampleFile file) {
            int slash = path.indexOf('/');
            if (slash < 0) {
                files.put(path, file);
            } else {
                folders.computeIfAbsent(path.substring(0, slash), any -> new Folder())
                        .put(path.substring(slash + 1), file);
            }
        }

        GitObject write(List<GitObject> made) {
            if (folders.keySet().stream().anyMatch(files::containsKey)) {
                throw new IllegalArgumentException("files: one of " + folders.keySet() + " is a file and a folder");
            }
            Map<byte[], byte[]> lines = new TreeMap<>(Arrays::compareUnsigned);
            files.forEach((name, file) -> lines.put(bytes(name), line(file.mode(), name, file.id())));
            folders.forEach((name, folder) -> lines.put(
                    bytes(name + "/"), line(FOLDER, name, folder.write(made).id())));
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            lines.values().forEach(content::writeBytes);
            GitObject tree = GitObject.of(Kind.TREE, content.toByteArray());
            made.add(tree);
            return tree;
        }

        private static byte[] line(String mode, String name, String id) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            line.writeBytes(bytes(mode + " " + name + "\0"));
            line.writeBytes(HexFormat.of().parseHex(id));
            return line.toByteArray();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
