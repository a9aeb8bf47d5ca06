package io.ptmtorrent.normalizer.absence;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What it means for the store that a model is gone at its hub. Its records end in any case.
 *
 * @param meaning what becomes of its manifests
 * @param purgeAfter {@link Meaning#PURGE}: so long after the hub's word
 */
public record GoneConfig(Meaning meaning, Duration purgeAfter) {
    /** What becomes of the manifests of a model that is gone; files go with them only where {@code ptm gc} finds them. */
    public enum Meaning {
        /** They stay, and keep their files. */
        KEEP,
        /** They go at once, so that nothing leads to the files; the model is known when it comes back. */
        HIDE,
        /** They go after a time, and so does what is known of the model. */
        PURGE;

        /** Reads one in any case; throws IllegalArgumentException naming key, value and what is allowed. */
        public static Meaning parse(String key, String text) {
            for (Meaning meaning : values()) {
                if (meaning.name().equalsIgnoreCase(text.strip())) {
                    return meaning;
                }
            }
            throw new IllegalArgumentException(key + ": '" + text + "' is not allowed; "
                    + Arrays.stream(values())
                            .map(it -> it.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))
                    + " are");
        }
    }

    /** Whether the manifests go with the hub's word. */
    public boolean hides() {
        return meaning == Meaning.HIDE;
    }

    /** Whether a model that was gone at a time is to be purged now, both in milliseconds since the epoch. */
    public boolean purges(long goneAt, long now) {
        return meaning == Meaning.PURGE && now - goneAt >= purgeAfter.toMillis();
    }
}
