package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What the hub was asked: totals for ever, the last {@value #KEPT} requests themselves. Safe for all threads. */
final class RequestLog {
    private static final int KEPT = 20_000;

    private final Deque<HubRequest> last = new ArrayDeque<>();
    private final List<Consumer<HubRequest>> listeners = new CopyOnWriteArrayList<>();
    private long api;
    private long cdn;

    /** Notes the request, then tells the listeners, on this thread. */
    HubRequest received(HubRequest.Host host, WireRequest wire) {
        HubRequest request = noted(host, wire);
        listeners.forEach(listener -> listener.accept(request));
        return request;
    }

    void listen(Consumer<HubRequest> listener) {
        listeners.add(listener);
    }

    synchronized List<HubRequest> last() {
        return List.copyOf(last);
    }

    synchronized long count(HubRequest.Host host) {
        return host == HubRequest.Host.API ? api : cdn;
    }

    private synchronized HubRequest noted(HubRequest.Host host, WireRequest wire) {
        if (host == HubRequest.Host.API) {
            api++;
        } else {
            cdn++;
        }
        HubRequest request = new HubRequest(
                api + cdn,
                host,
                wire.method(),
                wire.target(),
                withoutToken(wire),
                wire.headers().containsKey("authorization"));
        last.addLast(request);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
        return request;
    }

    private static Map<String, String> withoutToken(WireRequest wire) {
        Map<String, String> headers = new java.util.HashMap<>(wire.headers());
        headers.remove("authorization");
        return headers;
    }
}
