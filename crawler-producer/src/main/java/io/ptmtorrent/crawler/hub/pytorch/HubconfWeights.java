package io.ptmtorrent.crawler.hub.pytorch;

import io.ptmtorrent.crawler.git.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the weights that a repository's hubconf.py, and the files of the repository that it imports, name: read as text,
 * never executed.
 *
 * <p>An address that is only put together when the program runs is not found: of an argument, of a file that is read, of
 * an environment.
 */
final class HubconfWeights {
    static final String START = "hubconf.py";

    private static final int MOST_FILES = 2_000;
    private static final int MOST_URLS = 5_000;

    private final Map<String, Snapshot.Entry> files;
    private final SortedMap<String, WeightUrl> found = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    private HubconfWeights(Map<String, Snapshot.Entry> files) {
        this.files = files;
    }

    /** Whether the content of a path may be needed. */
    static boolean keeps(String path) {
        return path.endsWith(".py");
    }

    /** Those that are named, by path, each once; of one address in http and https the latter. */
    static Collection<WeightUrl> of(Snapshot snapshot) {
        HubconfWeights weights = new HubconfWeights(snapshot.entries().stream()
                .filter(entry -> keeps(entry.path()))
                .collect(Collectors.toMap(Snapshot.Entry::path, Function.identity(), (one, other) -> one)));
        weights.visit(START);
        while (!weights.open.isEmpty()) {
            weights.read(weights.open.remove());
        }
        return List.copyOf(weights.found.values());
    }

    private void visit(String path) {
        if (files.containsKey(path) && seen.size() < MOST_FILES && seen.add(path)) {
            open.add(path);
        }
    }

    private void read(String path) {
        Snapshot.Entry file = files.get(path);
        byte[] content = file == null ? null : file.content();
        if (content == null) {
            return;
        }
        List<PythonToken> tokens = PythonLexer.tokens(new String(content, StandardCharsets.UTF_8));
        PythonStrings.of(tokens).forEach(text -> WeightUrl.parse(text).ifPresent(this::add));
        PythonImports.of(path, tokens, files::containsKey).forEach(this::visit);
    }

    private void add(WeightUrl url) {
        if (found.size() < MOST_URLS || found.containsKey(url.path())) {
            found.merge(url.path(), url, (one, other) -> one.url().startsWith("https:") ? one : other);
        }
    }
}
