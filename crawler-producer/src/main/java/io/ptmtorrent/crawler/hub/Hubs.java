package io.ptmtorrent.crawler.hub;

import io.ptmtorrent.crawler.hub.huggingface.HuggingFace;
import io.ptmtorrent.crawler.hub.modelhub.Modelhub;
import io.ptmtorrent.crawler.hub.modelscope.ModelScope;
import io.ptmtorrent.crawler.hub.modelzoo.Modelzoo;
import io.ptmtorrent.crawler.hub.onnx.OnnxModelZoo;
import io.ptmtorrent.crawler.hub.pytorch.PyTorchHub;
import io.ptmtorrent.http.HubHttp;
import java.time.Clock;
import java.util.List;

/** All hubs, in the order in which they are shown; a new hub is a line here. */
public final class Hubs {
    /** Their names. */
    public static final List<String> NAMES = List.of(
            HuggingFace.NAME, OnnxModelZoo.NAME, PyTorchHub.NAME, Modelzoo.NAME, Modelhub.NAME, ModelScope.NAME);

    private Hubs() {}

    /** All of them, asking by way of {@code http}. */
    public static List<Hub> all(HubHttp http) {
        return List.of(
                new HuggingFace(http.forHub(HuggingFace.NAME)),
                new OnnxModelZoo(http.forHub(OnnxModelZoo.NAME)),
                new PyTorchHub(http.forHub(PyTorchHub.NAME)),
                new Modelzoo(http.forHub(Modelzoo.NAME), Clock.systemUTC()),
                new Modelhub(http.forHub(Modelhub.NAME)),
                new ModelScope(http.forHub(ModelScope.NAME)));
    }
}
