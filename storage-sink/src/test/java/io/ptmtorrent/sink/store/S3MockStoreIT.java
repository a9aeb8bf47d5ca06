package io.ptmtorrent.sink.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The S3 store on S3Mock. */
class S3MockStoreIT extends S3StoreContract {
    @TempDir
    private static Path dir;

    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.mock(dir);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    S3Server server() {
        return server;
    }
}
