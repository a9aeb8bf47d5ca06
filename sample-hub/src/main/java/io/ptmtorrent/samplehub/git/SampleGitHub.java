package io.ptmtorrent.samplehub.git;

import io.ptmtorrent.samplehub.loopback.Answer;
import io.ptmtorrent.samplehub.loopback.FileAnswer;
import io.ptmtorrent.samplehub.loopback.LoopbackServer;
import io.ptmtorrent.samplehub.loopback.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * GitHub's hosts on one loopback server, each below a path of its own: {@code http://127.0.0.1:PORT/github.com}.
 *
 * <p>Refs and fetches by smart HTTP, archives, raw files, the bytes of LFS files, releases and their assets, as GitHub
 * gives them (its REST documentation and git's own, 2026). Other hosts may be put beside them. Safe for all threads.
 *
 * <pre>{@code
 * try (SampleGitHub github = SampleGitHub.start(List.of(repository))) {
 *     List<Endpoint> endpoints = github.endpoints().entrySet().stream()
 *             .map(host -> new Endpoint(host.getKey(), host.getValue())).toList();
 * }
 * }</pre>
 */
public final class SampleGitHub implements AutoCloseable {
    /** The hosts that it always stands for. */
    public static final List<String> HOSTS = List.of(
            "github.com",
            "codeload.github.com",
            "raw.githubusercontent.com",
            "media.githubusercontent.com",
            "api.github.com",
            "release-assets.githubusercontent.com");

    private final Hosted hosted = new Hosted();
    private final GitHubLog log = new GitHubLog();
    private final Map<String, Function<WireRequest, Answer>> others = new ConcurrentHashMap<>();
    private final Map<String, Map<String, byte[]>> foreign = new HashMap<>();
    private final Map<String, Queue<UnaryOperator<Answer>>> spoilt = new ConcurrentHashMap<>();
    private final LoopbackServer server;
    private final GitHubHosts hosts;
    private volatile UploadPack git = new UploadPack(false, true);

    private SampleGitHub(List<SampleRepository> repositories, int port) throws IOException {
        repositories.forEach(hosted::put);
        this.server = LoopbackServer.start("github", port, this::answer);
        this.hosts = new GitHubHosts(hosted, server.uri());
    }

    /** Starts it on a free port. */
    public static SampleGitHub start(List<SampleRepository> repositories) throws IOException {
        return new SampleGitHub(repositories, 0);
    }

    /** Starts it; a port that is taken is an IOException. */
    public static SampleGitHub start(List<SampleRepository> repositories, int port) throws IOException {
        return new SampleGitHub(repositories, port);
    }

    /** Where it listens, without a slash at the end; a host's name comes next in a path. */
    public URI uri() {
        return server.uri();
    }

    /** Where each of its hosts is, those put beside GitHub's included. */
    public Map<String, URI> endpoints() {
        Map<String, URI> all = new TreeMap<>();
        HOSTS.forEach(host -> all.put(host, URI.create(uri() + "/" + host)));
        others.keySet().forEach(host -> all.put(host, URI.create(uri() + "/" + host)));
        return all;
    }

    /** Adds a repository, or moves it to another commit; a name that was gone is taken again. */
    public void put(SampleRepository repository) {
        hosted.put(repository);
    }

    /** Renames a repository, given as {@code owner/name}: the old name answers 301 from now on. */
    public void rename(String from, String to) {
        hosted.rename(from, to);
    }

    /** Has a repository answer 404 everywhere. */
    public void gone(String name) {
        hosted.close(name, 404);
    }

    /** Has a repository answer 451 everywhere: blocked for a legal reason. */
    public void blocked(String name) {
        hosted.close(name, 451);
    }

    /** Has a repository ask for a login: 401, as GitHub's git host answers for private and for missing ones. */
    public void hidden(String name) {
        hosted.close(name, 401);
    }

    /** Has a repository's LFS files answer 404, as those of onnx/models do since July 2025. */
    public void withoutLfs(String name) {
        hosted.loseLfs(name);
    }

    /** Lists refs as servers did before git's protocol version 2, to whoever asks. */
    public void speakVersion0() {
        git = new UploadPack(true, false);
    }

    /** Knows no {@code filter} in a fetch. */
    public void withoutFilters() {
        git = new UploadPack(false, false);
    }

    /** Puts a file at a host of its own. */
    public void serve(String url, byte[] content) {
        URI uri = URI.create(url);
        synchronized (foreign) {
            foreign.computeIfAbsent(uri.getHost(), any -> new HashMap<>()).put(uri.getRawPath(), content);
        }
        others.putIfAbsent(uri.getHost(), request -> file(uri.getHost(), request));
    }

    /** Puts a host beside GitHub's: its requests come without its name in the path. */
    public void mount(String host, Function<WireRequest, Answer> handler) {
        others.put(host, handler);
    }

    /**
     * Has the next answers of a host spoilt, whatever they are to: one after the other, each once.
     *
     * @param faults from the answer as it should be to the one that is sent
     */
    public void spoil(String host, List<UnaryOperator<Answer>> faults) {
        spoilt.computeIfAbsent(host, any -> new ConcurrentLinkedQueue<>()).addAll(faults);
    }

    /** How many spoilt answers were not asked for yet, over all hosts. */
    public int spoiltAhead() {
        return spoilt.values().stream().mapToInt(Queue::size).sum();
    }

    /** Takes a host away again, or gives one of GitHub's back to it. */
    public void unmount(String host) {
        others.remove(host);
    }

    /** The last 20,000 requests, the oldest first. */
    public List<GitHubRequest> requests() {
        return log.last();
    }

    /** Has every later request told before it is answered, on the thread that will answer it. */
    public void onRequest(Consumer<GitHubRequest> listener) {
        log.listen(listener);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private Answer answer(WireRequest wire) {
        int end = wire.target().indexOf('/', 1);
        String host = end < 0 ? "" : wire.target().substring(1, end);
        String target = end < 0 ? "/" : wire.target().substring(end);
        log.received(host, target, wire);
        WireRequest request = new WireRequest(wire.method(), target, wire.headers(), wire.body());
        Function<WireRequest, Answer> other = others.get(host);
        Answer answer = other == null ? hosts.answer(host, request, git) : other.apply(request);
        Queue<UnaryOperator<Answer>> faults = spoilt.get(host);
        UnaryOperator<Answer> fault = faults == null ? null : faults.poll();
        return fault == null ? answer : fault.apply(answer);
    }

    private Answer file(String host, WireRequest request) {
        String path = request.target().replaceAll("\\?.*", "");
        byte[] content;
        synchronized (foreign) {
            content = foreign.getOrDefault(host, Map.of()).get(path);
        }
        return content == null
                ? Answer.text(404, "Not Found")
                : FileAnswer.of(content, "\"" + SampleFile.sha256(content).substring(0, 32) + "\"", request.headers());
    }
}
