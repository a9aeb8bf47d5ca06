package io.ptmtorrent.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The S3 store on S3Proxy. */
class S3ProxyStoreIT extends S3StoreContract {
    @TempDir
    private static Path dir;

    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.proxy(dir);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void listsMoreThanAPage() throws Exception {
        try (ObjectStore store = open();
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            // given
            List<ObjectKey> keys = IntStream.range(0, 1_010)
                    .mapToObj(number -> ObjectKey.manifest("h", "m" + number, "r"))
                    .toList();
            Stream<Callable<Void>> puts = keys.stream().map(key -> () -> {
                put(store, key, new byte[1]);
                return null;
            });
            for (Future<Void> one : threads.invokeAll(puts.toList())) {
                one.get();
            }

            // when, then
            assertThat(keys(store, "packages/")).containsExactlyInAnyOrderElementsOf(keys);
        }
    }

    @Override
    S3Server server() {
        return server;
    }
}
