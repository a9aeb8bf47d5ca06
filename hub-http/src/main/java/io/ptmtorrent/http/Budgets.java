package io.ptmtorrent.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The budgets of the hosts asked lately; the one that rested longest is forgotten beyond {@value #MOST_HOSTS}. */
final class Budgets {
    private static final int MOST_HOSTS = 1000;
    private static final float LOAD = 0.75f;

    private final Function<String, HostBudget> fresh;
    private final Map<String, HostBudget> byHost = new LinkedHashMap<>(16, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HostBudget> eldest) {
            return size() > MOST_HOSTS;
        }
    };

    Budgets(Function<String, HostBudget> fresh) {
        this.fresh = fresh;
    }

    synchronized HostBudget of(String host) {
        return byHost.computeIfAbsent(host, fresh);
    }
}
