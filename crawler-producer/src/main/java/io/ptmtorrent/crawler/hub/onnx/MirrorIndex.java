package io.ptmtorrent.crawler.hub.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which repositories of the mirror may hold a weight.
 *
 * <p>Filled by one thread, then read by any number.
 */
final class MirrorIndex {
    /** The one repository that holds what was under validated/. */
    private static final String LEGACY = "legacy_models";

    private static final Comparator<MirrorRepository> LEGACY_FIRST = Comparator.comparing(
                    (MirrorRepository repository) -> !repository.name().equals(LEGACY))
            .thenComparing(MirrorRepository::name)
            .thenComparing(MirrorRepository::owner);

    private final Map<String, List<MirrorRepository>> byFile = new HashMap<>();
    private final Map<String, MirrorRepository> byName = new HashMap<>();

    /** Adds a row of the listing: {@code {"id","sha","siblings":[{"rfilename"}]}}. */
    void add(JsonNode row) {
        Optional<MirrorRepository> repository =
                MirrorRepository.of(row.path("id").asText(""), row.path("sha").asText(""));
        repository.ifPresent(known -> add(known, row.path("siblings")));
    }

    private void add(MirrorRepository repository, JsonNode siblings) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode sibling : siblings) {
            String path = sibling.path("rfilename").asText("");
            if (Weight.isOne(path)) {
                names.add(path.substring(path.lastIndexOf('/') + 1));
            }
        }
        names.forEach(
                name -> byFile.computeIfAbsent(name, any -> new ArrayList<>(1)).add(repository));
        if (!names.isEmpty()) {
            byName.put(repository.name(), repository);
        }
    }

    /** Those with a file of the weight's name; then those that are called as the weight or its folder is. */
    List<MirrorRepository> candidates(Weight weight) {
        Set<MirrorRepository> candidates = new LinkedHashSet<>();
        byFile.getOrDefault(weight.name(), List.of()).stream()
                .sorted(LEGACY_FIRST)
                .forEach(candidates::add);
        String[] parts = weight.stem().split("/", -1);
        for (int part = parts.length - 1; part >= Math.max(0, parts.length - 2); part--) {
            MirrorRepository named = byName.get(parts[part]);
            if (named != null) {
                candidates.add(named);
            }
        }
        return List.copyOf(candidates);
    }
}
