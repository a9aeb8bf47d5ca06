package io.ptmtorrent.local.plan;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.crawler.hub.onnx.OnnxModelZoo;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.local.run.FileChoice;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plan in words. */
final class PlanText {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final CrawlPlan plan;
    private final HubHttpConfig http;
    private final FileChoice files;
    private final StringBuilder text = new StringBuilder();

    PlanText(CrawlPlan plan, HubHttpConfig http, FileChoice files) {
        this.plan = plan;
        this.http = http;
        this.files = files;
    }

    @Override
    public String toString() {
        text.setLength(0);
        plan.hubs().forEach(this::hub);
        plan.paces().stream().filter(this::matters).forEach(this::pace);
        line("files", files());
        return text.toString();
    }

    private void hub(HubPlan hub) {
        text.append(String.format(Locale.ROOT, "%s: about %,d models (%s)%n", hub.hub(), hub.models(), hub.basis()));
        if (hub.trouble() != null) {
            line("not asked", "it could not be: " + hub.trouble());
        }
        line("full run", cost(hub.full()));
        line(
                "increment",
                String.format(
                        Locale.ROOT,
                        "%s where nothing changed; after 1 %% changed %s",
                        requests(hub.unchanged().total()),
                        cost(hub.changed())));
        line("details", cost(hub.details()) + "; asked for where files are wanted, once a revision");
        line("fresh", fresh(hub));
        if (hub.hub().equals(OnnxModelZoo.NAME)) {
            line("weights", bytes(HubFigures.ONNX_WEIGHT_BYTES) + ", those that the mirror has");
        }
    }

    private String cost(RunCost cost) {
        Duration time = cost.time(plan.paces());
        String length = time.isZero() ? "no published quota" : spoken(time);
        return requests(cost.total()) + ", " + length + ", " + bytes(cost.bytes());
    }

    /** What the budget can hold: changes, revisions with details, and what only a full run finds. */
    private String fresh(HubPlan hub) {
        Duration full = hub.full().time(plan.paces());
        String found = full.isZero() ? "as often as it is run" : "every " + spoken(full) + " at best";
        Duration details = hub.details().time(plan.paces());
        String revisions = details.isZero()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; details of up to %,d changed models a day",
                        Math.round((double) hub.models() * DAY.toMillis() / details.toMillis()));
        return "changes within " + spoken(max(EVERY, hub.unchanged().time(plan.paces()))) + revisions
                + "; deletions and gating by full runs, " + found;
    }

    private boolean matters(Pace pace) {
        return plan.hubs().stream()
                .anyMatch(hub -> hub.full().requests().containsKey(pace.counter())
                        || hub.details().requests().containsKey(pace.counter()));
    }

    private void pace(Pace pace) {
        String host = pace.counter().host();
        text.append(String.format(Locale.ROOT, "%s: %,d requests in %s%n", host, pace.quota(), spoken(pace.window())));
        String who = pace.answered() ? "its answer just now" : "what it publishes; its answers count";
        line("quota", (pace.token() ? "with a token" : "without a token") + ", " + who);
        line(
                "we send",
                String.format(
                        Locale.ROOT,
                        "%,d in %s (%s%s), if nobody else uses that address or token",
                        pace.sent(),
                        spoken(pace.window()),
                        contact(host),
                        pace.token() ? "" : "; set " + pace.counter().variable() + " for more"));
    }

    private String contact(String host) {
        if (http.contact() != null) {
            return "contact " + http.contact();
        }
        return http.shareAt(host) < http.share() ? "a tenth of the quota: give --contact for more" : "no contact";
    }

    private String files() {
        return files.artifacts() == Artifacts.NONE
                ? "none are fetched (--artifacts none)"
                : files + ": at least one request a file; how many bytes they are is known with their details";
    }

    private void line(String what, String said) {
        text.append(String.format(Locale.ROOT, "  %-11s %s%n", what, said));
    }

    private static String requests(long number) {
        return String.format(Locale.ROOT, "%,d request%s", number, number == 1 ? "" : "s");
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String spoken(Duration time) {
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            return time.compareTo(Duration.ofMinutes(1)) <= 0 ? "a minute" : "2 minutes";
        }
        if (time.toHours() < 2) {
            return time.toMinutes() + " minutes";
        }
        return time.toDays() < 3
                ? String.format(Locale.ROOT, "%.1f hours", time.toMinutes() / 60.0)
                : String.format(Locale.ROOT, "%.1f days", time.toHours() / 24.0);
    }

    private static String bytes(@Nullable Long number) {
        if (number == null) {
            return "how many bytes nobody says";
        }
        return number < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", number / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", number / 1e9);
    }
}
