package io.ptmtorrent.catalog.export.ptmtorrent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * PTMTorrent's JSON Schemas in the folder that {@code -Dptm.shared=DIR} names; a test that asks for them is skipped
 * without it, and fails where CI=true.
 */
record Schemas2023(Path folder) {
    /** The draft of most; each names its own. */
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_6, builder -> {});

    static Schemas2023 find() {
        String given = System.getProperty("ptm.shared", "");
        Path folder = Path.of(given).resolve("hubs/ptmtorrent/schemas");
        boolean there = !given.isEmpty() && Files.isDirectory(folder);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(
                    "ptm.shared: '" + given + "' has no hubs/ptmtorrent/schemas, and CI=true asks for it");
        }
        assumeTrue(there, "ptm.shared tests: skipped, -Dptm.shared names no folder");
        return new Schemas2023(folder);
    }

    /** What a schema refuses of a text, every format looked at, too. */
    List<Error> errors(String schema, String json) throws IOException {
        Schema read = REGISTRY.getSchema(Files.readString(folder.resolve(schema)));
        return read.validate(
                json,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
}
