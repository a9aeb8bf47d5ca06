package io.ptmtorrent.normalizer;

import io.ptmtorrent.normalizer.absence.AbsenceConfig;
import io.ptmtorrent.normalizer.absence.GoneConfig;
import io.ptmtorrent.normalizer.ledger.LedgerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How the normalizer runs.
 *
 * @param stateDir folder of the state stores; made if it is not there. A process that was not killed finds its state
 *     there again
 * @param threads stream threads
 * @param commitInterval time between two transactions' ends; 1 s gives a tenth more throughput and adds as much delay
 * @param standbys copies of each task's state on other instances
 * @param sessionTimeout after this time a killed instance's tasks move; brokers allow 6 s and more by default
 * @param statisticsEvery time between two writings of the counters that changed
 * @param stores memory outside the heap
 * @param absence how models that were not listed are asked for
 * @param gone what it means for the store that a model is gone at its hub
 * @param ledger how files are asked for
 */
public record NormalizerConfig(
        Path stateDir,
        int threads,
        Duration commitInterval,
        int standbys,
        Duration sessionTimeout,
        Duration statisticsEvery,
        StoreConfig stores,
        AbsenceConfig absence,
        GoneConfig gone,
        LedgerConfig ledger) {

    public NormalizerConfig {
        within("normalizer.threads", threads, 1, 1_000);
        within("normalizer.commit.interval.ms", commitInterval.toMillis(), 1, 8_000);
        within("normalizer.standbys", standbys, 0, 10);
        within("normalizer.session.timeout.ms", sessionTimeout.toMillis(), 1_000, 600_000);
        within("normalizer.gone.purge.after.days", gone.purgeAfter().toDays(), 1, 36_500);
        within("normalizer.statistics.every.ms", statisticsEvery.toMillis(), 1, 60_000);
    }

    /** The defaults, on a folder. */
    public static NormalizerConfig on(Path stateDir) {
        return from(stateDir, Map.of());
    }

    /**
     * What {@code settings} say under {@code normalizer.…}, the defaults for all else.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    public static NormalizerConfig from(Path stateDir, Map<String, String> settings) {
        return new NormalizerConfig(
                stateDir,
                number(settings, "normalizer.threads", 2),
                millis(settings, "normalizer.commit.interval.ms", 100),
                number(settings, "normalizer.standbys", 0),
                millis(settings, "normalizer.session.timeout.ms", 10_000),
                millis(settings, "normalizer.statistics.every.ms", 1_000),
                new StoreConfig(
                        number(settings, "normalizer.stores.memory.mib", 128),
                        number(settings, "normalizer.stores.writes.mib", 64)),
                new AbsenceConfig(
                        number(settings, "normalizer.absence.credit", 64),
                        number(settings, "normalizer.absence.step", 2_000),
                        millis(settings, "normalizer.absence.every.ms", 50),
                        millis(settings, "normalizer.absence.unanswered.ms", 3_600_000)),
                new GoneConfig(
                        GoneConfig.Meaning.parse("normalizer.gone", settings.getOrDefault("normalizer.gone", "keep")),
                        Duration.ofDays(number(settings, "normalizer.gone.purge.after.days", 30))),
                ledger(settings));
    }

    private static LedgerConfig ledger(Map<String, String> settings) {
        return new LedgerConfig(
                number(settings, "normalizer.ledger.credit.small", 512),
                number(settings, "normalizer.ledger.credit.large", 32),
                number(settings, "normalizer.ledger.step", 1_000),
                millis(settings, "normalizer.ledger.every.ms", 50),
                millis(settings, "normalizer.ledger.patience.ms", 3_600_000),
                number(settings, "normalizer.ledger.bytes.per.second", 5_000_000),
                millis(settings, "normalizer.ledger.backoff.ms", 5_000),
                number(settings, "normalizer.ledger.tries", 10),
                millis(settings, "normalizer.ledger.retry.after.ms", 86_400_000));
    }

    private static Duration millis(Map<String, String> settings, String key, int preset) {
        return Duration.ofMillis(number(settings, key, preset));
    }

    private static int number(Map<String, String> settings, String key, int preset) {
        String value = settings.getOrDefault(key, Integer.toString(preset));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + ": '" + value + "' is no whole number", e);
        }
    }

    static void within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + ": " + value + "; allowed are " + least + " to " + most);
        }
    }
}
