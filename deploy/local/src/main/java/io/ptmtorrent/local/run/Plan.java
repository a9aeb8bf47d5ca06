package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.http.HubHttpConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a full crawl of Hugging Face costs, said before it is begun. Pure.
 *
 * <p>Size and quotas are those of the hub as measured and documented in autumn 2026; a crawl takes what the hub's
 * answers say instead.
 *
 * @param models to be listed
 * @param requests that list them
 * @param details requests that ask for the sizes and digests of their files; 0 where no file is wanted
 * @param perWindow requests that we send in each window of five minutes
 * @param time that takes
 */
public record Plan(long models, long requests, long details, long perWindow, Duration time) {
    /** Public models on 3 October 2026. */
    public static final long KNOWN_MODELS = 3_117_871;

    /** Topics and state, compressed; of 20,000 synthetic rows. */
    private static final long BYTES_EACH = 3_200;

    private static final int PAGE = 1_000;
    private static final int QUOTA = 500;
    private static final int QUOTA_WITH_TOKEN = 1_000;
    private static final double WITHOUT_CONTACT = 0.1;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    /**
     * Plans a crawl of {@code known} models.
     *
     * @param limit models after which it stops; null for all
     */
    public static Plan of(HubHttpConfig http, FileChoice files, @Nullable Long limit, long known) {
        long models = limit == null ? known : Math.min(limit, known);
        long requests = Math.ceilDiv(models, PAGE);
        long details = files.artifacts() == Artifacts.NONE ? 0 : models;
        long all = requests + details;
        int quota = http.tokens().isEmpty() ? QUOTA : QUOTA_WITH_TOKEN;
        double share = http.contact() == null ? http.share() * WITHOUT_CONTACT : http.share();
        long perWindow = Math.max(1, Math.round(quota * share));
        long windows = (all - 1) / perWindow;
        long rest = all - windows * perWindow;
        Duration time =
                WINDOW.multipliedBy(windows).plus(WINDOW.multipliedBy(rest).dividedBy(perWindow));
        return new Plan(models, requests, details, perWindow, time);
    }

    /** For people, several lines. */
    public String text(HubHttpConfig http, FileChoice files, Path data, long freeBytes) {
        return String.format(
                        Locale.ROOT,
                        "huggingface: about %,d models in %,d listing requests of 1,000 rows%n",
                        models,
                        requests)
                + (http.endpoints().isEmpty()
                        ? pace(http)
                        : "  quota     what the endpoint's answers say%n".formatted())
                + String.format(
                        Locale.ROOT,
                        "  disk      about %s for topics in %s, where %s are free%n",
                        gigabytes(models * BYTES_EACH),
                        data.toAbsolutePath().normalize(),
                        gigabytes(freeBytes))
                + files(files);
    }

    private String files(FileChoice files) {
        return details == 0
                ? "  files     none are fetched (--artifacts none)%n".formatted()
                : String.format(
                        Locale.ROOT,
                        "  files     %s: %,d requests for sizes and digests, then at least one a file; how many bytes"
                                + " they are is known only then%n",
                        files,
                        details);
    }

    private String pace(HubHttpConfig http) {
        return String.format(
                Locale.ROOT,
                """
                  quota     500 requests in 5 minutes for an IP address, 1,000 for a free token
                  we send   %,d in 5 minutes (%s; %s)
                  time      about %s, if nobody else uses that address or token
                """.indent(2),
                perWindow,
                http.contact() == null ? "a tenth of the quota: give --contact for more" : "contact " + http.contact(),
                http.tokens().isEmpty() ? "no token: set HF_TOKEN for more" : "with a token",
                spoken(time));
    }

    private static String spoken(Duration time) {
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            return "a minute";
        }
        return time.toHours() == 0
                ? time.toMinutes() + " minutes"
                : String.format(Locale.ROOT, "%.1f hours", time.toMinutes() / 60.0);
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
