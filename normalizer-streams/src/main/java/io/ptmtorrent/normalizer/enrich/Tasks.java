package io.ptmtorrent.normalizer.enrich;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The common taxonomy of tasks (tasks.tsv, docs/tasks.md) and the words that hubs use for them. For any thread. */
public final class Tasks {
    /** Method that provenance names. */
    public static final String METHOD = "taxonomy-1";

    private static final Map<String, String> BY_WORD = load();

    private Tasks() {}

    /**
     * The common task that a hub's word stands for; null for a word that is not mapped.
     *
     * @param hub name of the hub: some words mean what they mean there alone
     */
    public static @Nullable String common(String hub, String word) {
        String key = Words.dashed(word);
        String task = BY_WORD.get(key);
        return task == null ? BY_WORD.get(hub + "/" + key) : task;
    }

    /**
     * The task that the only task among a model's tags stands for; null where they name none, or several.
     *
     * @param tags written as the taxonomy writes its tasks: others are not looked at
     */
    public static @Nullable String among(List<String> tags) {
        String found = null;
        for (String tag : tags) {
            String task = BY_WORD.get(tag);
            if (task != null && found != null && !task.equals(found)) {
                return null;
            }
            found = task == null ? found : task;
        }
        return found;
    }

    private static Map<String, String> load() {
        Map<String, String> words = new HashMap<>();
        for (List<String> row : Table.read("tasks.tsv")) {
            words.put(row.getFirst(), row.getFirst());
            row.subList(2, row.size()).forEach(word -> words.put(word, row.getFirst()));
        }
        return words;
    }
}
