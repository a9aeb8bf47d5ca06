package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.LoopbackServer;
import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A synthetic Hugging Face on 127.0.0.1, the same for the same seed.
 *
 * <p>Shapes, headers, errors and quirks are those of huggingface.co as published and measured up to October 2026; every
 * value is invented. {@link #truth()} says what a crawler must find. Safe for all threads; a request sees one step from
 * beginning to end.
 *
 * <pre>{@code
 * try (SampleHub hub = SampleHub.start(SampleHubConfig.defaults().withModels(500))) {
 *     crawl(hub.apiUri());
 *     hub.step(1);
 *     crawl(hub.apiUri());
 * }
 * }</pre>
 */
public final class SampleHub implements AutoCloseable {
    private final SampleHubConfig config;
    private final ModelFacts facts;
    private final Evolution evolution;
    private final FileBytes bytes;
    private final RequestLog log = new RequestLog();
    private final Holds holds = new Holds();
    private final RequestReader reader;
    private final Quota quota;
    private final ByteHost byteHost;
    private final ApiHost apiHost;
    private final LoopbackServer cdn;
    private final LoopbackServer api;
    private volatile Snapshot snapshot;
    private volatile @Nullable Mounted mounted;

    private record Mounted(Predicate<WireRequest> which, Function<WireRequest, Answer> handler) {}

    private SampleHub(SampleHubConfig config) throws IOException {
        this.config = config;
        this.facts =
                new ModelFacts(config.seed(), config.models(), config.faults().extras());
        this.reader = new RequestReader(facts);
        this.evolution = new Evolution(facts);
        this.bytes = new FileBytes(config.seed());
        this.quota = new Quota(config.quota(), config.windowSeconds(), System::nanoTime);
        this.snapshot = new Snapshot(evolution.at(config.step(), config.models()));
        FaultScript script = new FaultScript(config.faults(), SampleHub::sleep);
        this.byteHost = new ByteHost(facts, bytes, script);
        this.cdn = LoopbackServer.start("cdn", config.cdnPort(), this::answerBytes);
        this.apiHost = new ApiHost(facts, config, script, bytes, cdn.uri());
        this.api = startApi();
    }

    /** Starts a hub; a port that is taken is an IOException. */
    public static SampleHub start(SampleHubConfig config) throws IOException {
        return new SampleHub(config);
    }

    /** Where the hub's own host listens, without a slash at the end. */
    public URI apiUri() {
        return api.uri();
    }

    /** Where the host of large files listens, without a slash at the end. */
    public URI cdnUri() {
        return cdn.uri();
    }

    /** Moves the hub's clock to a step, forwards or back; requests under way end in the step that they began in. */
    public synchronized void step(int step) {
        SampleHubConfig checked = config.withStep(step);
        HubState state = snapshot.state();
        HubState moved = step < state.step ? evolution.at(checked.step(), config.models()) : state;
        while (moved.step < step) {
            moved = evolution.next(moved);
        }
        snapshot = new Snapshot(moved);
    }

    /** What a crawler must end with at the present step. */
    public SampleHubTruth truth() {
        return new SampleHubTruth(facts, snapshot.state(), bytes);
    }

    /** The last 20,000 requests, the oldest first, over both hosts. */
    public List<HubRequest> requests() {
        return log.last();
    }

    /** What the last 20,000 requests were about, the oldest first; models are found by any path that they have had. */
    public List<Asked> asked() {
        HubState state = snapshot.state();
        return log.last().stream().map(request -> reader.read(state, request)).toList();
    }

    /** How many requests a host has received since the start. */
    public long requestCount(HubRequest.Host host) {
        return log.count(host);
    }

    /**
     * Has every later request told before it is answered, on the thread that will answer it: a listener may look, wait, or
     * end something. What it throws ends the connection without an answer.
     */
    public void onRequest(Consumer<HubRequest> listener) {
        log.listen(listener);
    }

    /**
     * Holds an answer with bytes of a file, small or large, whole or in part, in its middle until the hold is closed.
     *
     * @param k counted from 1, over both hosts, from now on; redirects and errors do not count
     */
    public Hold holdByteRequest(int k) {
        return holds.next(k);
    }

    /**
     * Has someone else answer some of the requests to the hub's own host: an account that is not made of the seed.
     *
     * @param which the requests; one mount at a time
     */
    public void mount(Predicate<WireRequest> which, Function<WireRequest, Answer> handler) {
        mounted = new Mounted(which, handler);
    }

    /** Stops both hosts and drops their connections; what is held goes on. */
    @Override
    public void close() throws IOException {
        holds.release();
        try (cdn) {
            api.close();
        }
    }

    private LoopbackServer startApi() throws IOException {
        try {
            return LoopbackServer.start("api", config.apiPort(), this::answerApi);
        } catch (IOException e) {
            cdn.close();
            throw e;
        }
    }

    private Answer answerApi(WireRequest wire) {
        HubRequest request = log.received(HubRequest.Host.API, wire);
        Snapshot now = snapshot;
        Quota.Charge charge = quota.charge(ApiHost.bucket(request));
        Answer answer = charge.refused() ? charge.refusal() : answer(now, request, wire);
        Answer held = RequestReader.isSmallFile(request) ? holds.apply(request, answer) : answer;
        return held.bare() ? held : charge.stamp(dated(held, now));
    }

    private Answer answer(Snapshot now, HubRequest request, WireRequest wire) {
        Mounted part = mounted;
        return part != null && part.which().test(wire)
                ? part.handler().apply(wire)
                : apiHost.answer(now, request, wire.headers().get("authorization"));
    }

    private Answer answerBytes(WireRequest wire) {
        HubRequest request = log.received(HubRequest.Host.CDN, wire);
        Snapshot now = snapshot;
        return dated(holds.apply(request, byteHost.answer(now.state(), request)), now);
    }

    private static Answer dated(Answer answer, Snapshot now) {
        return answer.with("date", HubClock.httpDate(HubClock.now(now.state().step)));
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
