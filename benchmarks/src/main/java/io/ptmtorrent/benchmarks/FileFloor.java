package io.ptmtorrent.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * The least that fetching files into a folder can cost: one GET each with the JDK's client, write, sync, rename. No
 * Kafka, no digest, no synced folders.
 */
final class FileFloor implements AutoCloseable {
    private static final int OK = 200;
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final Path folder;

    FileFloor(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** The body of an address; anything but 200 is an IOException. */
    byte[] get(URI address) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != OK) {
            throw new IOException("floor: " + address + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    /** Fetches one into the folder under a name. */
    void fetch(URI address, String name) throws IOException, InterruptedException {
        byte[] bytes = get(address);
        Path part = folder.resolve(name + ".part");
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            file.force(true);
        }
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Fetches all, {@code atOnce} at a time; returns when the last is there. */
    void fetchAll(List<URI> addresses, int atOnce) throws IOException, InterruptedException {
        Semaphore room = new Semaphore(atOnce);
        List<Future<?>> running = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < addresses.size(); i++) {
                URI address = addresses.get(i);
                String name = "file-" + i;
                room.acquire();
                running.add(threads.submit(() -> {
                    try {
                        fetch(address, name);
                    } finally {
                        room.release();
                    }
                    return name;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("floor: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
