package io.ptmtorrent.sink.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An upload into a file of its own, which looks after the disk's reserve while it grows. */
final class FileUpload implements Upload {
    private static final Logger LOG = LoggerFactory.getLogger(FileUpload.class);
    private static final long BETWEEN_CHECKS = 16L << 20;

    private final Path file;
    private final FileChannel channel;
    private final DiskReserve reserve;
    private final Publisher publisher;
    private final long held;
    private long unchecked;
    private boolean ended;

    /** Brings a file to where others see it. */
    interface Publisher {
        /** Makes a finished one the object under a key. */
        void publish(Path file, ObjectKey key) throws IOException;

        /** Puts an unfinished one where another process finds it; false where it is not worth that. */
        boolean keep(Path file) throws IOException;
    }

    private FileUpload(Path file, FileChannel channel, DiskReserve reserve, Publisher publisher, long held) {
        this.file = file;
        this.channel = channel;
        this.reserve = reserve;
        this.publisher = publisher;
        this.held = held;
    }

    static FileUpload begin(Path file, DiskReserve reserve, Publisher publisher) throws StoreException {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new FileUpload(file, channel, reserve, publisher, 0);
        } catch (IOException e) {
            throw failed("begin an upload", e);
        }
    }

    /** Goes on behind what a file holds. */
    static FileUpload resume(Path file, DiskReserve reserve, Publisher publisher) throws StoreException {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND);
            return new FileUpload(file, channel, reserve, publisher, channel.size());
        } catch (IOException e) {
            throw failed("continue an upload", e);
        }
    }

    @Override
    public long held() {
        return held;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws StoreException {
        unchecked += length;
        if (unchecked >= BETWEEN_CHECKS) {
            reserve.check(0);
            unchecked = 0;
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException e) {
            throw failed("write an upload", e);
        }
    }

    @Override
    public void complete(ObjectKey key) throws StoreException {
        try {
            channel.force(true);
            channel.close();
            publisher.publish(file, key);
            ended = true;
        } catch (IOException e) {
            throw failed("complete " + key, e);
        }
    }

    static void rename(Path file, Path target) throws IOException {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static StoreException failed(String what, IOException cause) {
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = reason.contains("no space left") || reason.contains("quota exceeded");
        return full
                ? new NoSpaceException("could not " + what + ": " + cause, cause)
                : StoreException.about(what, cause);
    }

    @Override
    public InputStream readBack() throws StoreException {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw failed("read an upload back", e);
        }
    }

    @Override
    public void leave() {
        try {
            if (!ended && publisher.keep(file)) {
                ended = true;
                channel.close();
            }
        } catch (IOException e) {
            LOG.atWarn().log("an upload cannot be kept: {}", e.toString());
        }
        close();
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atWarn().log("an upload is left for the next start to sweep up: {}", e.toString());
        }
    }
}
