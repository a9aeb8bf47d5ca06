package io.ptmtorrent.samplehub;

import io.ptmtorrent.samplehub.git.SampleGitHub;
import io.ptmtorrent.samplehub.git.SampleRepository;
import io.ptmtorrent.samplehub.modelhub.SampleModelhub;
import io.ptmtorrent.samplehub.modelscope.SampleModelScope;
import io.ptmtorrent.samplehub.modelzoo.SampleModelzoo;
import io.ptmtorrent.samplehub.onnx.SampleMirror;
import io.ptmtorrent.samplehub.onnx.SampleZoo;
import io.ptmtorrent.samplehub.pytorch.SampleTorchHub;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All synthetic hubs and the hosts that they lean on, the same for the same seed: Hugging Face with the ONNX Model Zoo's
 * mirror, GitHub with the catalogues' repositories, modelzoo.co, ModelScope, and the places where weights lie.
 *
 * <p>{@link #endpoints} says for which host each server stands. Each catalogue has every kind of its oddities. At step 1
 * and later one repository of Modelhub.ai, one of modelzoo.co and one model of ModelScope have another commit. Safe for all threads.
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
    private final SampleZoo zoo;
    private final SampleTorchHub torchHub;
    private final SampleModelhub modelhub;
    private final SampleModelzoo modelzoo;
    private final SampleModelScope modelScope;

    private SampleHubs(SampleHubConfig config, int gitHubPort) throws IOException {
        long seed = config.seed();
        boolean changed = config.step() > 0;
        zoo = SampleZoo.of(seed, MODELS);
        torchHub = SampleTorchHub.of(seed, MODELS);
        SampleModelhub registry = SampleModelhub.of(seed, MODELS);
        modelhub = changed ? registry.withChange(CHANGED) : registry;
        SampleModelzoo site = SampleModelzoo.of(seed, MODELS);
        modelzoo = changed ? site.withChange(CHANGED) : site;
        SampleModelScope scope = SampleModelScope.of(seed, MODELS);
        modelScope = changed ? scope.withChange(CHANGED) : scope;
        huggingFace = SampleHub.start(config);
        gitHub = startGitHub(gitHubPort);
        fill();
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

    private SampleGitHub startGitHub(int port) throws IOException {
        List<SampleRepository> repositories = new ArrayList<>(torchHub.repositories());
        repositories.add(zoo.repository());
        try {
            return SampleGitHub.start(repositories, port);
        } catch (IOException e) {
            huggingFace.close();
            throw e;
        }
    }

    private void fill() {
        gitHub.withoutLfs(SampleZoo.REPOSITORY);
        torchHub.prepare(gitHub);
        modelhub.putInto(gitHub);
        modelzoo.putInto(gitHub);
        modelScope.putInto(gitHub);
        huggingFace.mount(SampleMirror::isFor, zoo.mirror()::answer);
    }

    /** Stops all servers and drops their connections. */
    @Override
    public void close() throws IOException {
        try (huggingFace) {
            gitHub.close();
        }
    }
}
