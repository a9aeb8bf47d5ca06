package io.ptmtorrent.local;

import io.ptmtorrent.inspection.bytes.FileBytes;
import io.ptmtorrent.inspection.signature.SignedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder's files, for a signature over them; names that lead out of it are not there, nor what a link leads to. */
record SignedFolder(Path folder) implements SignedFiles {
    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS))
                    .map(it -> folder.relativize(it).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public <T> @Nullable T read(String name, Reading<T> reading) throws IOException {
        Path file;
        try {
            file = folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
        if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try (FileBytes bytes = FileBytes.open(file)) {
            return reading.of(bytes);
        }
    }
}
