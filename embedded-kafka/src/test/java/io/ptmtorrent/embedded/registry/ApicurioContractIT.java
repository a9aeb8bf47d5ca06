package io.ptmtorrent.embedded.registry;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One process for all tests of the contract: it takes seconds to start. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApicurioContractIT extends RegistryContract {
    private ApicurioProcess apicurio;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        apicurio = ApicurioProcess.start(Path.of(System.getProperty("apicurio.home")), dir);
        client().updateCompatibility(null, "FULL_TRANSITIVE");
    }

    @AfterAll
    void stop() {
        apicurio.close();
    }

    @Override
    String url() {
        return apicurio.url();
    }

    @Override
    boolean seesNoChange(CompatibilityCase changed) {
        return changed.sameForApicurio();
    }
}
