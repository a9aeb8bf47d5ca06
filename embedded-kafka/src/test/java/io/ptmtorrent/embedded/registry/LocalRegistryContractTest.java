package io.ptmtorrent.embedded.registry;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistryContractTest extends RegistryContract {
    @TempDir
    Path dir;

    private LocalRegistry registry;

    @BeforeEach
    void start() throws IOException {
        registry = LocalRegistry.start(dir);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Override
    String url() {
        return registry.url();
    }

    @Override
    boolean seesNoChange(CompatibilityCase changed) {
        return false;
    }
}
