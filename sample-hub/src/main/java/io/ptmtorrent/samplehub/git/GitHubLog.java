package io.ptmtorrent.samplehub.git;

import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the hosts were asked: the last {@value #KEPT} requests. Safe for all threads. */
final class GitHubLog {
    private static final int KEPT = 20_000;

    private final Deque<GitHubRequest> last = new ArrayDeque<>();
    private final List<Consumer<GitHubRequest>> listeners = new CopyOnWriteArrayList<>();
    private long count;

    void received(String host, String target, WireRequest wire) {
        GitHubRequest request = noted(host, target, wire);
        listeners.forEach(listener -> listener.accept(request));
    }

    void listen(Consumer<GitHubRequest> listener) {
        listeners.add(listener);
    }

    synchronized List<GitHubRequest> last() {
        return List.copyOf(last);
    }

    private synchronized GitHubRequest noted(String host, String target, WireRequest wire) {
        Map<String, String> headers = new HashMap<>(wire.headers());
        boolean authorized = headers.remove("authorization") != null;
        GitHubRequest request = new GitHubRequest(++count, host, wire.method(), target, headers, authorized);
        last.addLast(request);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
        return request;
    }
}
