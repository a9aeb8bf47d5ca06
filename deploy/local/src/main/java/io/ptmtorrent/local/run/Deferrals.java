package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.ResultState;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files that a sink put off, and until when. At most so many are remembered; for one thread. */
final class Deferrals {
    private static final int REMEMBERED = 10_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private record Deferral(Instant until, @Nullable FileReason reason) {}

    private final Map<String, Deferral> byKey = new LinkedHashMap<>();

    /** The newest result of a request key. */
    void put(String requestKey, ArtifactResult result) {
        Instant until = result.getUntil();
        if (result.getState() != ResultState.DEFERRED || until == null) {
            byKey.remove(requestKey);
        } else if (byKey.size() < REMEMBERED || byKey.containsKey(requestKey)) {
            byKey.put(requestKey, new Deferral(until, result.getReason()));
        }
    }

    /** What waits after {@code now}, for people; empty where nothing does. */
    Optional<String> text(Instant now) {
        return byKey.values().stream()
                .filter(it -> it.until().isAfter(now))
                .min(Comparator.comparing(Deferral::until))
                .map(next -> String.format(
                        Locale.ROOT,
                        "%,d files wait, the next until %s (%s)",
                        byKey.values().stream()
                                .filter(it -> it.until().isAfter(now))
                                .count(),
                        TIME.format(next.until()),
                        Objects.toString(next.reason(), "no reason given")));
    }
}
