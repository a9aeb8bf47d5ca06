package io.ptmtorrent.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * What each path of Confluent's REST API does, as far as its client uses it.
 *
 * <p>Source: Confluent's Schema Registry API reference, 7.9. Not thread-safe: {@link LocalRegistry} lets one request in
 * at a time.
 */
final class RegistryRoutes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SchemaStore store;

    RegistryRoutes(SchemaStore store) {
        this.store = store;
    }

    /**
     * Does what is asked.
     *
     * @throws IOException when it cannot be written to disk; then nothing has changed
     */
    Reply answer(RegistryRequest request) throws IOException {
        List<String> path = request.path();
        return switch (path.isEmpty() ? "" : path.getFirst()) {
            case "" -> request.isGet() ? Reply.ok(JSON.objectNode()) : notAllowed();
            case "subjects" -> subjects(request, path.subList(1, path.size()));
            case "schemas" -> schemas(request, path.subList(1, path.size()));
            case "config" -> config(request, path.subList(1, path.size()));
            case "compatibility" -> compatibility(request, path.subList(1, path.size()));
            default -> notFound();
        };
    }

    private Reply subjects(RegistryRequest request, List<String> path) throws IOException {
        if (path.isEmpty()) {
            return request.isGet() ? Reply.ok(strings(store.subjects())) : notAllowed();
        }
        String subject = path.getFirst();
        if (path.size() == 1) {
            return request.isPost() ? lookUp(subject, request.body()) : notAllowed();
        }
        if (!path.get(1).equals("versions") || path.size() > 3) {
            return notFound();
        }
        if (path.size() == 3) {
            return request.isGet() ? version(subject, path.get(2)) : notAllowed();
        }
        if (request.isPost()) {
            return register(subject, request.body());
        }
        return request.isGet() ? versions(subject) : notAllowed();
    }

    private Reply lookUp(String subject, JsonNode body) {
        return switch (SchemaText.of(body)) {
            case SchemaText.Refused refused -> refused.reply();
            case SchemaText.Read read -> lookUp(subject, read.schema());
        };
    }

    private Reply lookUp(String subject, Schema schema) {
        if (store.versions(subject).isEmpty()) {
            return Reply.noSubject(subject);
        }
        return store.find(subject, schema)
                .map(version -> Reply.ok(json(version)))
                .orElseGet(Reply::noSchema);
    }

    private Reply register(String subject, JsonNode body) throws IOException {
        return switch (SchemaText.of(body)) {
            case SchemaText.Refused refused -> refused.reply();
            case SchemaText.Read read -> register(subject, read.schema());
        };
    }

    private Reply register(String subject, Schema schema) throws IOException {
        Optional<Version> known = store.find(subject, schema);
        if (known.isPresent()) {
            return id(known.get());
        }
        List<String> problems = Compatibility.problems(schema, store.versions(subject), store.level(subject));
        if (!problems.isEmpty()) {
            return Reply.error(
                    409,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject + "\" ("
                            + store.level(subject) + "): " + String.join("; ", problems));
        }
        return id(store.add(subject, schema));
    }

    private Reply versions(String subject) {
        List<Version> versions = store.versions(subject);
        if (versions.isEmpty()) {
            return Reply.noSubject(subject);
        }
        ArrayNode numbers = JSON.arrayNode();
        versions.forEach(version -> numbers.add(version.number()));
        return Reply.ok(numbers);
    }

    private Reply version(String subject, String number) {
        return switch (VersionChoice.of(store.versions(subject), subject, number)) {
            case VersionChoice.Found found -> Reply.ok(json(found.version()));
            case VersionChoice.Missing missing -> missing.reply();
        };
    }

    private Reply schemas(RegistryRequest request, List<String> path) {
        if (path.size() < 2 || path.size() > 3 || !path.getFirst().equals("ids")) {
            return notFound();
        }
        if (!request.isGet()) {
            return notAllowed();
        }
        Optional<StoredSchema> schema = RegistryRequest.positive(path.get(1)).flatMap(store::schema);
        if (schema.isEmpty()) {
            return Reply.noSchema();
        }
        return path.size() == 2
                ? Reply.ok(JSON.objectNode().put("schema", schema.get().text()))
                : uses(schema.get().id(), path.get(2));
    }

    private Reply uses(int id, String what) {
        ArrayNode uses = JSON.arrayNode();
        switch (what) {
            case "versions" ->
                store.usesOf(id)
                        .forEach(use ->
                                uses.addObject().put("subject", use.subject()).put("version", use.number()));
            case "subjects" -> store.usesOf(id).forEach(use -> uses.add(use.subject()));
            default -> {
                return notFound();
            }
        }
        return Reply.ok(uses);
    }

    private Reply config(RegistryRequest request, List<String> path) throws IOException {
        if (path.size() > 1) {
            return notFound();
        }
        if (request.isPut()) {
            return setLevel(path, request.body().path("compatibility").asText());
        }
        return request.isGet() ? level(path, request.flag("defaultToGlobal")) : notAllowed();
    }

    private Reply level(List<String> path, boolean orGlobal) {
        if (path.isEmpty()) {
            return Reply.ok(JSON.objectNode()
                    .put("compatibilityLevel", store.globalLevel().name()));
        }
        String subject = path.getFirst();
        if (store.ownLevel(subject).isEmpty() && !orGlobal) {
            return Reply.error(40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
        }
        return Reply.ok(
                JSON.objectNode().put("compatibilityLevel", store.level(subject).name()));
    }

    private Reply setLevel(List<String> path, String name) throws IOException {
        Optional<CompatibilityLevel> level = CompatibilityLevel.named(name);
        if (level.isEmpty()) {
            return Reply.error(
                    42203,
                    "Invalid compatibility level '" + name + "'. Valid values are "
                            + List.of(CompatibilityLevel.values()));
        }
        if (path.isEmpty()) {
            store.setGlobalLevel(level.get());
        } else {
            store.setLevel(path.getFirst(), level.get());
        }
        return Reply.ok(JSON.objectNode().put("compatibility", name));
    }

    /** {@code subjects/<s>/versions}, or one version of it: would this schema be taken? */
    private Reply compatibility(RegistryRequest request, List<String> path) {
        if (path.size() < 3
                || path.size() > 4
                || !path.getFirst().equals("subjects")
                || !path.get(2).equals("versions")) {
            return notFound();
        }
        if (!request.isPost()) {
            return notAllowed();
        }
        return switch (SchemaText.of(request.body())) {
            case SchemaText.Refused refused -> refused.reply();
            case SchemaText.Read read ->
                path.size() == 3
                        ? compatible(read.schema(), path.get(1), store.versions(path.get(1)), request)
                        : compatibleWith(read.schema(), path.get(1), path.get(3), request);
        };
    }

    private Reply compatibleWith(Schema schema, String subject, String number, RegistryRequest request) {
        return switch (VersionChoice.of(store.versions(subject), subject, number)) {
            case VersionChoice.Found found -> compatible(schema, subject, List.of(found.version()), request);
            case VersionChoice.Missing missing -> missing.reply();
        };
    }

    private Reply compatible(Schema schema, String subject, List<Version> against, RegistryRequest request) {
        List<String> problems = Compatibility.problems(schema, against, store.level(subject));
        ObjectNode verdict = JSON.objectNode().put("is_compatible", problems.isEmpty());
        if (request.flag("verbose")) {
            verdict.set("messages", strings(problems));
        }
        return Reply.ok(verdict);
    }

    private static Reply id(Version version) {
        return Reply.ok(JSON.objectNode().put("id", version.schema().id()));
    }

    private static ObjectNode json(Version version) {
        return JSON.objectNode()
                .put("subject", version.subject())
                .put("version", version.number())
                .put("id", version.schema().id())
                .put("schema", version.schema().text());
    }

    private static ArrayNode strings(List<String> values) {
        ArrayNode array = JSON.arrayNode();
        values.forEach(array::add);
        return array;
    }

    private static Reply notFound() {
        return Reply.error(404, "HTTP 404 Not Found");
    }

    private static Reply notAllowed() {
        return Reply.error(405, "HTTP 405 Method Not Allowed");
    }
}
