package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.modelhub.SampleModelhub;
import io.ptmtorrent.samplehub.modelscope.SampleModelScope;
import io.ptmtorrent.samplehub.modelzoo.SampleModelzoo;
import io.ptmtorrent.samplehub.onnx.SampleMirror;
import io.ptmtorrent.samplehub.onnx.SampleZoo;
import io.ptmtorrent.samplehub.pytorch.SampleTorchHub;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All synthetic hubs and the hosts that they lean on, the same for the same seed: Hugging Face with the ONNX Model Zoo's
 * mirror, GitHub with the catalogues' repositories, modelzoo.co, ModelScope, and the places where weights lie.
 *
 * <p>{@link #endpoints} says for which host each server stands. Each catalogue has every kind of its oddities. From step 1
 * on each has lost a model and got another one, and something about some of the others has changed; one model of ModelScope has another commit. Safe for all threads.
 *
 * <pre>{@code
 * try (SampleHubs hubs = SampleHubs.start(SampleHubConfig.defaults())) {
 *     crawl(hubs.endpoints());
 * }
 * }</pre>
 */
public final class SampleHubs implements AutoCloseable {
    private static final String HUGGING_FACE = "huggingface.co";
    /** How many models each catalogue has. */
    public static final int MODELS = 28;

    private static final int CHANGED = 0;

    private final SampleHub huggingFace;
    private final SampleGitHub gitHub;
    private final long seed;
    private volatile SampleZoo zoo;
    private volatile SampleTorchHub torchHub;
    private volatile SampleModelhub modelhub;
    private volatile SampleModelzoo modelzoo;
    private volatile SampleModelScope modelScope;

    private SampleHubs(SampleHubConfig config, int gitHubPort) throws IOException {
        seed = config.seed();
        zoo = SampleZoo.of(seed, MODELS);
        torchHub = SampleTorchHub.of(seed, MODELS);
        modelhub = SampleModelhub.of(seed, MODELS);
        modelzoo = SampleModelzoo.of(seed, MODELS);
        modelScope = SampleModelScope.of(seed, MODELS);
        huggingFace = SampleHub.start(config);
        gitHub = startGitHub(gitHubPort);
        catalogues(config.step());
        huggingFace.mount(SampleMirror::isFor, request -> zoo.mirror().answer(request));
    }

    /** Starts them on free ports, Hugging Face as {@code config} says. */
    public static SampleHubs start(SampleHubConfig config) throws IOException {
        return start(config, 0);
    }

    /** Starts them, all hosts but Hugging Face's on one port; one that is taken is an IOException. */
    public static SampleHubs start(SampleHubConfig config, int gitHubPort) throws IOException {
        return new SampleHubs(config, gitHubPort);
    }

    /** Where each host is, by its canonical name; without slashes at the end. */
    public Map<String, URI> endpoints() {
        Map<String, URI> all = new TreeMap<>(gitHub.endpoints());
        all.put(HUGGING_FACE, huggingFace.apiUri());
        return all;
    }

    /** The servers that redirects may lead to. */
    public List<URI> servers() {
        return List.of(huggingFace.cdnUri(), gitHub.uri());
    }

    public SampleHub huggingFace() {
        return huggingFace;
    }

    public SampleGitHub gitHub() {
        return gitHub;
    }

    public SampleZoo onnxModelZoo() {
        return zoo;
    }

    public SampleTorchHub pyTorchHub() {
        return torchHub;
    }

    public SampleModelhub modelhub() {
        return modelhub;
    }

    public SampleModelzoo modelzoo() {
        return modelzoo;
    }

    public SampleModelScope modelScope() {
        return modelScope;
    }

    /** Moves all of them to a step, forwards or back; requests under way end in the step that they began in. */
    public synchronized void step(int step) {
        huggingFace.step(step);
        catalogues(step);
    }

    /** Takes so many of its last models from each catalogue. */
    public synchronized void takeFromCatalogues(int models) {
        zoo = zoo.withoutLast(models);
        torchHub = torchHub.withoutLast(models);
        modelhub = modelhub.withoutLast(models);
        modelzoo = modelzoo.withoutLast(models);
        publish();
    }

    private SampleGitHub startGitHub(int port) throws IOException {
        try {
            return SampleGitHub.start(List.of(), port);
        } catch (IOException e) {
            huggingFace.close();
            throw e;
        }
    }

    private void catalogues(int step) {
        boolean later = step > 0;
        SampleZoo onnx = SampleZoo.of(seed, MODELS);
        zoo = later ? onnx.nextDay() : onnx;
        SampleTorchHub cards = SampleTorchHub.of(seed, MODELS);
        torchHub = later ? cards.nextDay() : cards;
        SampleModelhub registry = SampleModelhub.of(seed, MODELS);
        modelhub = later ? registry.nextDay() : registry;
        SampleModelzoo site = SampleModelzoo.of(seed, MODELS);
        modelzoo = later ? site.nextDay() : site;
        SampleModelScope scope = SampleModelScope.of(seed, MODELS);
        modelScope = later ? scope.withChange(CHANGED) : scope;
        publish();
    }

    private void publish() {
        gitHub.put(zoo.repository());
        gitHub.withoutLfs(SampleZoo.REPOSITORY);
        torchHub.repositories().forEach(gitHub::put);
        torchHub.prepare(gitHub);
        modelhub.putInto(gitHub);
        modelzoo.putInto(gitHub);
        modelScope.putInto(gitHub);
    }

    /** Stops all servers and drops their connections. */
    @Override
    public void close() throws IOException {
        try (huggingFace) {
            gitHub.close();
        }
    }
}
