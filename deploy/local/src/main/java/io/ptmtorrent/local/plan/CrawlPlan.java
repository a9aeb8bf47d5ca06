package io.ptmtorrent.local.plan;

import io.ptmtorrent.http.Allowance;
import io.ptmtorrent.http.HubHttpConfig;
import io.ptmtorrent.local.run.FileChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What crawling some hubs costs, from their sizes and quotas; {@code --plan} prints it.
 *
 * <pre>{@code
 * out.print(CrawlPlan.ask(hubs, http, limit).text(http, files));
 * }</pre>
 *
 * @param hubs in the order asked for
 * @param paces of those who count requests
 */
public record CrawlPlan(List<HubPlan> hubs, List<Pace> paces) {
    public CrawlPlan {
        hubs = List.copyOf(hubs);
        paces = List.copyOf(paces);
    }

    /**
     * Plans, after at most one request to each hub; one that does not answer is planned by what is known of it.
     *
     * @param http how hubs are asked; nothing is repeated, no redirect is followed
     * @param limit models of each hub after which a run stops; null for all
     */
    public static CrawlPlan ask(List<String> hubs, HubHttpConfig http, @Nullable Long limit)
            throws InterruptedException {
        try (HubQuestions questions = new HubQuestions(http);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HubQuestions.Said>> said = hubs.stream()
                    .map(hub -> threads.submit(() -> questions.ask(hub, HubFigures.size(hub))))
                    .toList();
            List<HubPlan> plans = new ArrayList<>();
            for (int i = 0; i < hubs.size(); i++) {
                HubQuestions.Said answer = said.get(i).get();
                plans.add(HubPlan.of(hubs.get(i), answer.size().limited(limit), answer.trouble()));
            }
            return of(plans, http, questions.allowances());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a hub was not asked, for a fault in our own code", e.getCause());
        }
    }

    /**
     * Plans for hubs of which so much is known that none is asked.
     *
     * @param models by hub
     */
    public static CrawlPlan known(Map<String, Long> models, HubHttpConfig http, @Nullable Long limit) {
        List<HubPlan> plans = new ArrayList<>();
        new TreeMap<>(models).forEach((hub, known) -> {
            HubSize size = new HubSize(known, known, "synthetic").limited(limit);
            plans.add(HubPlan.of(hub, size, null));
        });
        return of(plans, http, List.of());
    }

    private static CrawlPlan of(List<HubPlan> plans, HubHttpConfig http, List<Allowance> said) {
        List<Pace> paces = Arrays.stream(Counter.values())
                .filter(Counter::counts)
                .map(counter -> Pace.of(counter, http, said))
                .toList();
        return new CrawlPlan(plans, paces);
    }

    /** Bytes that topics and state take, of all hubs. */
    public long diskBytes() {
        return hubs.stream().mapToLong(HubPlan::models).sum() * HubFigures.DISK_BYTES;
    }

    /** For people, several lines a hub. */
    public String text(HubHttpConfig http, FileChoice files) {
        return new PlanText(this, http, files).toString();
    }
}
