package io.ptmtorrent.samplehub.git;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The repositories, as they stand now: names without case, renames, what is no longer to be had. For all threads. */
final class Hosted {
    private static final int MOST_RENAMES = 20;

    private final Map<String, SampleRepository> byName = new HashMap<>();
    private final Map<String, String> renames = new HashMap<>();
    private final Map<String, Integer> closed = new HashMap<>();
    private final Map<String, Boolean> withoutLfs = new HashMap<>();

    synchronized void put(SampleRepository repository) {
        String name = key(repository.fullName());
        byName.put(name, repository);
        renames.remove(name);
        closed.remove(name);
    }

    synchronized void rename(String from, String to) {
        SampleRepository repository = byName.remove(key(from));
        if (repository == null) {
            throw new IllegalArgumentException("rename: no repository '" + from + "'");
        }
        String[] parts = to.split("/", 2);
        byName.put(key(to), repository.renamed(parts[0], parts[1]));
        renames.put(key(from), to);
    }

    synchronized void close(String name, int status) {
        closed.put(key(name), status);
    }

    synchronized void loseLfs(String name) {
        withoutLfs.put(key(name), true);
    }

    synchronized boolean hasLfs(SampleRepository repository) {
        return !withoutLfs.containsKey(key(repository.fullName()));
    }

    synchronized Optional<SampleRepository> find(String name) {
        return closed.containsKey(key(name)) ? Optional.empty() : Optional.ofNullable(byName.get(key(name)));
    }

    /** What to answer for a name without a repository. */
    synchronized int status(String name) {
        return closed.getOrDefault(key(name), 404);
    }

    /** Where a name that was given up leads now. */
    synchronized Optional<String> renamed(String name) {
        String now = renames.get(key(name));
        for (int i = 0; i < MOST_RENAMES && now != null && renames.containsKey(key(now)); i++) {
            now = renames.get(key(now));
        }
        return Optional.ofNullable(now);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
