package io.ptmtorrent.catalog.export;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.catalog.json.RecordJson;
import io.ptmtorrent.contract.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes every live Model and every Package, each as one line of JSON: {@code models.jsonl}, {@code packages.jsonl}.
 *
 * <p>It reads the topics as far as they went when the export began. Lines are sorted by model key, members are the Avro
 * field names, see {@link RecordJson}. A file appears whole or not at all. Two exports of the same topics give the same
 * bytes. Memory is bounded; runs of the sort lie in the target folder and need about the size of the result.
 */
public final class JsonlExport {
    /** The models in the target folder. */
    public static final String MODELS = "models.jsonl";

    /** The packages in the target folder: what is stored of each model; the files are in the manifest that each names. */
    public static final String PACKAGES = "packages.jsonl";

    private static final long SORT_BYTES = 64L * 1024 * 1024;

    private final Predicate<String> hubs;
    private final long sortBytes;

    /** @param hubs names of the hubs to write; empty for all */
    public JsonlExport(Set<String> hubs) {
        this(hubs, SORT_BYTES);
    }

    JsonlExport(Set<String> hubs, long sortBytes) {
        Set<String> wanted = Set.copyOf(hubs);
        this.hubs = hub -> wanted.isEmpty() || wanted.contains(hub);
        this.sortBytes = sortBytes;
    }

    /**
     * What an export wrote.
     *
     * @param folder where {@value #MODELS} and {@value #PACKAGES} are
     * @param models lines of the one
     * @param packages lines of the other
     * @param unreadable records of the topics that could not be read, and are in neither
     */
    public record Result(Path folder, long models, long packages, long unreadable) {}

    /** Writes both files, making the folder; throws IOException naming what could not be written. */
    public Result write(KafkaSettings kafka, Path folder) throws IOException {
        Files.createDirectories(folder);
        JsonlFile<Model> models =
                new JsonlFile<>(kafka.topics().models(), folder.resolve(MODELS), it -> hubs.test(it.getHub()));
        JsonlFile<Package> packages =
                new JsonlFile<>(kafka.topics().packages(), folder.resolve(PACKAGES), it -> hubs.test(it.getHub()));
        JsonlFile.Written first = models.write(kafka, sortBytes);
        JsonlFile.Written second = packages.write(kafka, sortBytes);
        return new Result(folder, first.lines(), second.lines(), first.unreadable() + second.unreadable());
    }
}
