package io.ptmtorrent.sink.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files below a folder, under their keys.
 *
 * <p>Bytes go to {@code uploads/}, are synced, and are renamed to their key in one step; then the folder is synced, so
 * that what {@code complete} promised survives a power cut. All on one file system. Several processes may share the
 * folder.
 */
public final class DirectoryStore implements ObjectStore {
    private static final long RESUMABLE = 64L << 20;
    private static final String UPLOADS = "uploads";

    private final Path root;
    private final Folders folders;
    private final UploadFolder uploads;
    private final DiskReserve reserve;
    private final long resumable;
    private final FileUpload.Publisher publisher = new FileUpload.Publisher() {
        @Override
        public void publish(Path file, ObjectKey key) throws IOException {
            DirectoryStore.this.publish(file, key);
        }

        @Override
        public boolean keep(Path file) throws IOException {
            return uploads.keep(file);
        }
    };

    private DirectoryStore(Path root, UploadFolder uploads, DiskReserve reserve, long resumable) {
        this.root = root;
        this.folders = new Folders(root);
        this.uploads = uploads;
        this.reserve = reserve;
        this.resumable = resumable;
    }

    /**
     * Opens a folder, making it if need be, and removes unfinished uploads of processes that are gone.
     *
     * <p>A twentieth of the disk or 5 GiB, whichever is less, stays free.
     */
    public static DirectoryStore open(Path folder) throws StoreException {
        try {
            Path root = Files.createDirectories(folder).toRealPath();
            return open(root, DiskReserve.of(root), RESUMABLE);
        } catch (IOException e) {
            throw StoreException.about("open the object folder " + folder, e);
        }
    }

    static DirectoryStore open(Path folder, DiskReserve reserve, long resumable) throws StoreException {
        try {
            Path root = Files.createDirectories(folder).toRealPath();
            return new DirectoryStore(root, UploadFolder.open(root.resolve(UPLOADS)), reserve, resumable);
        } catch (IOException e) {
            throw StoreException.about("open the object folder " + folder, e);
        }
    }

    /** A file has no room for a label: the manifest says where its bytes come from. */
    @Override
    public Upload begin(@Nullable ObjectKey key, @Nullable Long size, ObjectLabel label) throws StoreException {
        reserve.check(size == null ? 0 : size);
        String sha256 = key == null || size == null || size < resumable ? null : key.sha256();
        return FileUpload.begin(sha256 == null ? uploads.next() : uploads.next(sha256), reserve, publisher);
    }

    @Override
    public @Nullable Upload resume(ObjectKey key, long size, ObjectLabel label) throws StoreException {
        String sha256 = size < resumable ? null : key.sha256();
        if (sha256 == null) {
            return null;
        }
        try {
            Optional<Path> left = uploads.take(sha256);
            reserve.check(left.isEmpty() ? 0 : size - Files.size(left.get()));
            return left.isEmpty() ? null : FileUpload.resume(left.get(), reserve, publisher);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw StoreException.about("look for what is left of " + key, e);
        }
    }

    private void publish(Path file, ObjectKey key) throws IOException {
        Path target = path(key);
        Path folder = target.resolveSibling(".").normalize();
        folders.make(folder);
        FileUpload.rename(file, target);
        folders.sync(folder);
    }

    @Override
    public OptionalLong size(ObjectKey key) throws StoreException {
        try {
            Path file = path(key);
            return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw StoreException.about("look for " + key, e);
        }
    }

    @Override
    public Optional<Instant> writtenAt(ObjectKey key) throws StoreException {
        try {
            return Optional.of(Files.getLastModifiedTime(path(key)).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreException.about("look for " + key, e);
        }
    }

    @Override
    public InputStream read(ObjectKey key) throws StoreException {
        try {
            return Files.newInputStream(path(key));
        } catch (IOException e) {
            throw StoreException.about("read " + key, e);
        }
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // the caller closes it, as the interface says
    public Stream<ObjectKey> list(String prefix) throws StoreException {
        Path start =
                root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1)).normalize();
        if (!start.startsWith(root) || !Files.isDirectory(start)) {
            return Stream.empty();
        }
        try {
            return Files.walk(start)
                    .filter(path -> !path.startsWith(root.resolve(UPLOADS)))
                    .filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString())
                    .filter(text -> text.startsWith(prefix))
                    .map(ObjectKey::new);
        } catch (IOException e) {
            throw StoreException.about("list " + prefix, e);
        }
    }

    @Override
    public boolean delete(ObjectKey key) throws StoreException {
        try {
            Path file = path(key);
            boolean was = Files.deleteIfExists(file);
            if (was) {
                folders.sync(file.resolveSibling(".").normalize());
            }
            return was;
        } catch (IOException e) {
            throw StoreException.about("delete " + key, e);
        }
    }

    private Path path(ObjectKey key) {
        return root.resolve(key.text());
    }

    @Override
    public void close() throws StoreException {
        try {
            uploads.close();
        } catch (IOException e) {
            throw StoreException.about("close the uploads", e);
        }
    }
}
