package io.ptmtorrent.crawler.hub.onnx;

import io.ptmtorrent.crawler.git.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All models of the zoo at one commit.
 *
 * <p>A model is an .onnx file together with the packed file beside it that has the same name but for the ending (the
 * same weights with test data), or a packed file without such an .onnx. Immutable.
 *
 * @param commit of onnx/models
 * @param models by path
 */
record Inventory(String commit, SortedMap<String, ZooModel> models) {
    private static final String TURNKEY = "turnkey_stats.yaml";
    private static final String README = "README.md";
    private static final String VALIDATED = "validated/";

    /** Longer texts beside a model are no metadata; the longest real one is below 20 KiB. */
    private static final int LONGEST_TEXT = 256 * 1024;

    /** Whether the content of a path is read at all. */
    static boolean keeps(String path) {
        return path.equals(Manifest.PATH)
                || path.equals(FrontPage.PATH)
                || path.endsWith("/" + TURNKEY)
                || path.endsWith("/" + README);
    }

    static Inventory of(Snapshot snapshot) {
        return new Reader(snapshot).read();
    }

    /** Groups the weights, and finds what stands beside each group. */
    private static final class Reader {
        private final Snapshot snapshot;
        private final Map<String, byte[]> texts = new HashMap<>();
        private final TreeMap<String, List<Weight>> byStem = new TreeMap<>();
        private FrontPage frontPage = FrontPage.none();

        Reader(Snapshot snapshot) {
            this.snapshot = snapshot;
            snapshot.entries().forEach(this::sort);
        }

        private void sort(Snapshot.Entry entry) {
            byte[] content = entry.content();
            if (Weight.isOne(entry.path())) {
                Weight weight = Weight.of(entry);
                byStem.computeIfAbsent(weight.stem(), any -> new ArrayList<>(2)).add(weight);
            } else if (content != null) {
                texts.put(entry.path(), content);
            }
        }

        Inventory read() {
            byte[] content = texts.get(Manifest.PATH);
            Manifest manifest = content == null ? Manifest.none() : Manifest.read(content);
            String front = text(FrontPage.PATH);
            frontPage = front == null ? frontPage : FrontPage.read(front);
            TreeMap<String, ZooModel> models = new TreeMap<>();
            byStem.values().forEach(weights -> add(weights, manifest, models));
            return new Inventory(snapshot.commit(), models);
        }

        /** Of files with one stem the .onnx names the model; without one each packed file is a model of its own. */
        private void add(List<Weight> weights, Manifest manifest, Map<String, ZooModel> models) {
            weights.sort(Comparator.comparing(Weight::path));
            List<Weight> plain = weights.stream().filter(Weight::isModel).toList();
            if (plain.isEmpty()) {
                weights.forEach(packed -> put(packed.path(), List.of(packed), manifest, models));
            } else {
                put(plain.getFirst().path(), weights, manifest, models);
            }
        }

        private void put(String path, List<Weight> weights, Manifest manifest, Map<String, ZooModel> models) {
            String folder = parent(path);
            String fault = path.startsWith(VALIDATED) ? manifest.fault() : null;
            String readme = readme(folder);
            models.put(
                    path,
                    new ZooModel(
                            path,
                            weights,
                            text(folder + TURNKEY),
                            readme == null ? null : text(readme),
                            readme,
                            frontPage.of(path),
                            manifest.of(path),
                            fault));
        }

        /** Beside the weight or one folder up, where all weights of a model's family are described; never the zoo's. */
        private @Nullable String readme(String folder) {
            String up = folder.isEmpty() ? "" : parent(folder.substring(0, folder.length() - 1));
            if (!folder.isEmpty() && text(folder + README) != null) {
                return folder + README;
            }
            return up.isEmpty() || text(up + README) == null ? null : up + README;
        }

        private @Nullable String text(String path) {
            byte[] content = texts.get(path);
            return content == null || content.length > LONGEST_TEXT
                    ? null
                    : new String(content, StandardCharsets.UTF_8);
        }

        /** The folder of a path, with its slash; empty for the root. */
        private static String parent(String path) {
            return path.substring(0, path.lastIndexOf('/') + 1);
        }
    }
}
