package io.ptmtorrent.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * All schemas, subjects and compatibility levels: in memory to be read, in a {@link SchemaLog} to stay.
 *
 * <p>Ids ascend from 1; a schema has one id however many subjects hold it. Not thread-safe: {@link RegistryRoutes} has
 * the lock.
 */
final class SchemaStore implements AutoCloseable {
    private static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.FULL_TRANSITIVE;

    private final SchemaLog log;
    private final Map<String, StoredSchema> byText = new HashMap<>();
    private final SortedMap<Integer, StoredSchema> byId = new TreeMap<>();
    private final SortedMap<String, List<Version>> subjects = new TreeMap<>();
    private final Map<String, CompatibilityLevel> levels = new HashMap<>();
    private CompatibilityLevel globalLevel = DEFAULT_LEVEL;

    private SchemaStore(SchemaLog log) {
        this.log = log;
    }

    /**
     * Reads what the file holds, or makes an empty one.
     *
     * @throws IOException when the file cannot be read, is damaged, or is in use
     */
    static SchemaStore open(Path file) throws IOException {
        SchemaLog log = SchemaLog.open(file);
        SchemaStore store = new SchemaStore(log);
        try {
            log.lines().forEach(store::replay);
        } catch (AvroRuntimeException | IllegalArgumentException e) {
            log.close();
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
        return store;
    }

    /** Names of all subjects, sorted. */
    List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    /** A subject's versions, oldest first; empty when there is no such subject. */
    List<Version> versions(String subject) {
        return List.copyOf(subjects.getOrDefault(subject, List.of()));
    }

    Optional<StoredSchema> schema(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Where a schema is used. */
    List<Version> usesOf(int id) {
        return subjects.values().stream()
                .flatMap(List::stream)
                .filter(version -> version.schema().id() == id)
                .toList();
    }

    /** The version of a subject that holds exactly this schema. */
    Optional<Version> find(String subject, Schema schema) {
        String text = schema.toString();
        return versions(subject).stream()
                .filter(version -> version.schema().text().equals(text))
                .findFirst();
    }

    /** Adds the schema as the subject's next version. */
    Version add(String subject, Schema schema) throws IOException {
        String text = schema.toString();
        StoredSchema known = byText.get(text);
        int id = known != null ? known.id() : nextId();
        log.append(line("schema").put("subject", subject).put("id", id).put("schema", text));
        return put(subject, id, text);
    }

    CompatibilityLevel globalLevel() {
        return globalLevel;
    }

    /** The level set for this subject itself. */
    Optional<CompatibilityLevel> ownLevel(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    CompatibilityLevel level(String subject) {
        return ownLevel(subject).orElse(globalLevel);
    }

    void setGlobalLevel(CompatibilityLevel level) throws IOException {
        log.append(line("config").put("level", level.name()));
        globalLevel = level;
    }

    void setLevel(String subject, CompatibilityLevel level) throws IOException {
        log.append(line("config").put("subject", subject).put("level", level.name()));
        levels.put(subject, level);
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private void replay(JsonNode line) {
        switch (line.path("type").asText()) {
            case "schema" ->
                put(
                        line.path("subject").asText(),
                        line.path("id").asInt(),
                        line.path("schema").asText());
            case "config" -> replayConfig(line);
            default -> throw new IllegalArgumentException("a line of unknown type: " + line);
        }
    }

    private void replayConfig(JsonNode line) {
        CompatibilityLevel level = CompatibilityLevel.valueOf(line.path("level").asText());
        if (line.has("subject")) {
            levels.put(line.path("subject").asText(), level);
        } else {
            globalLevel = level;
        }
    }

    private Version put(String subject, int id, String text) {
        StoredSchema stored = byText.computeIfAbsent(text, t -> new StoredSchema(id, t, new Schema.Parser().parse(t)));
        byId.put(stored.id(), stored);
        List<Version> versions = subjects.computeIfAbsent(subject, s -> new ArrayList<>());
        Version version = new Version(subject, versions.size() + 1, stored);
        versions.add(version);
        return version;
    }

    private int nextId() {
        return byId.isEmpty() ? 1 : byId.lastKey() + 1;
    }

    private static ObjectNode line(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
