package io.ptmtorrent.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What is kept of the hosts asked lately; the one that rested longest is forgotten beyond {@value #MOST_HOSTS}. */
final class PerHost<T> {
    private static final int MOST_HOSTS = 1000;
    private static final float LOAD = 0.75f;

    private final Function<String, T> fresh;
    private final Map<String, T> byHost = new LinkedHashMap<>(16, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > MOST_HOSTS;
        }
    };

    PerHost(Function<String, T> fresh) {
        this.fresh = fresh;
    }

    synchronized T of(String host) {
        return byHost.computeIfAbsent(host, fresh);
    }
}
