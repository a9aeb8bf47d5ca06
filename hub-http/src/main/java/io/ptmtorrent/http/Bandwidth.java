package io.ptmtorrent.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast bodies may be read, as they come over the wire; several caps hold together.
 *
 * @param total of all hosts together; null for no cap
 * @param perHost of each host that has none of its own; null for no cap
 * @param byHost canonical host to its own cap
 */
public record Bandwidth(@Nullable Rate total, @Nullable Rate perHost, Map<String, Rate> byHost) {
    /** No cap at all. */
    public static final Bandwidth UNLIMITED = new Bandwidth(null, null, Map.of());

    private static final String TOTAL = "http.bandwidth";
    private static final String PER_HOST = "http.bandwidth.per-host";
    private static final String OF_HOST = "http.bandwidth.";

    public Bandwidth {
        byHost = Map.copyOf(byHost);
        byHost.keySet().forEach(host -> {
            if (!host.equals(Hosts.canonical(host))) {
                throw new IllegalArgumentException(
                        OF_HOST + host + ": '" + host + "' is not allowed; a host in lower case without port is");
            }
        });
    }

    /** Reads {@code http.bandwidth}, {@code http.bandwidth.per-host}, and {@code http.bandwidth.HOST}, that host's. */
    public static Bandwidth from(Map<String, String> settings) {
        Map<String, Rate> byHost = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(OF_HOST) && !key.equals(PER_HOST)) {
                byHost.put(key.substring(OF_HOST.length()), Rate.parse(key, value));
            }
        });
        return new Bandwidth(rate(TOTAL, settings), rate(PER_HOST, settings), byHost);
    }

    private static @Nullable Rate rate(String key, Map<String, String> settings) {
        String text = settings.get(key);
        return text == null ? null : Rate.parse(key, text);
    }

    /** The cap of a host, beside that of all. */
    @Nullable
    Rate of(String host) {
        return byHost.getOrDefault(host, perHost);
    }

    /** The least that one reader may get where {@code readers} read at once, bytes/s; null where nothing is capped. */
    public @Nullable Long share(int readers) {
        long least = Long.MAX_VALUE;
        for (Rate rate : byHost.values()) {
            least = Math.min(least, rate.bytesPerSecond());
        }
        least = total == null ? least : Math.min(least, total.bytesPerSecond());
        least = perHost == null ? least : Math.min(least, perHost.bytesPerSecond());
        return least == Long.MAX_VALUE ? null : Math.max(1, least / Math.max(1, readers));
    }

    /** For people: empty where nothing is capped. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (total != null) {
            text.append(total).append(" in all");
        }
        if (perHost != null) {
            text.append(text.isEmpty() ? "" : ", ").append(perHost).append(" a host");
        }
        byHost.forEach((host, rate) -> text.append(text.isEmpty() ? "" : ", ")
                .append(rate)
                .append(" of ")
                .append(host));
        return text.toString();
    }
}
