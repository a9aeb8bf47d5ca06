package io.ptmtorrent.crawler.hub.modelscope;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hub's tasks, by which a listing that is too long for one query is taken apart.
 *
 * <p>Source: the names in class {@code Tasks} of modelscope's {@code utils/constant.py} (as stored in autumn 2026).
 */
final class ScopeTasks {
    private static final List<String> ALL = read();

    private ScopeTasks() {}

    static int count() {
        return ALL.size();
    }

    /**
     * The one after {@code task}; null behind the last.
     *
     * @param task null stands before the first; one that is not known ends the list too
     */
    static @Nullable String after(@Nullable String task) {
        int next = task == null ? 0 : ALL.indexOf(task) + 1;
        return (task != null && next == 0) || next == ALL.size() ? null : ALL.get(next);
    }

    private static List<String> read() {
        try (InputStream in = Objects.requireNonNull(ScopeTasks.class.getResourceAsStream("tasks.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("tasks.txt is part of this build", e);
        }
    }
}
