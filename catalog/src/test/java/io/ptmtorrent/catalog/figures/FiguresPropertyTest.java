package io.ptmtorrent.catalog.figures;

import static io.ptmtorrent.catalog.figures.SampleModels.NOON;
import static io.ptmtorrent.catalog.figures.SampleModels.downloads;
import static io.ptmtorrent.catalog.figures.SampleModels.file;
import static io.ptmtorrent.catalog.figures.SampleModels.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.BaseModel;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.HuggingFaceModel;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.catalog.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After any sequence of updates and deletions a figure is that of the models that are left, counted from scratch. */
final class FiguresPropertyTest {
    private static final List<FileRole> ROLES = List.of(FileRole.values());
    private static final List<String> HUBS = List.of("huggingface", "modelzoo", "pytorch-hub");

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aFigureIsThatOfTheModelsThatAreLeft(long seed) throws IOException {
        // given
        Random random = new Random(seed);
        Map<String, Model> live = new TreeMap<>();
        Map<String, ModelMetrics> popularity = new TreeMap<>();

        // when
        Map<Figures.Id, FigureTable> counted;
        try (Snapshot snapshot = new Snapshot(temp, Set.of(), null)) {
            for (int i = 0; i < 2_000; i++) {
                String hub = HUBS.get(random.nextInt(HUBS.size()));
                Model model = random(hub, "m" + random.nextInt(60), random);
                String key = hub + "/" + model.getStableId();
                if (random.nextInt(5) == 0) {
                    snapshot.putModel(key, null);
                    live.remove(key);
                } else {
                    snapshot.putModel(key, model);
                    live.put(key, model);
                }
                if (random.nextBoolean()) {
                    ModelMetrics metrics = downloads(model, random.nextInt(1_000), NOON);
                    snapshot.putMetrics(key, metrics);
                    popularity.put(key, metrics);
                }
            }
            counted = Figures.count(snapshot, Figures.all(), temp, null).tables();
        }

        // then
        try (Snapshot scratch = new Snapshot(temp, Set.of(), null)) {
            live.forEach(scratch::putModel);
            popularity.forEach(scratch::putMetrics);
            assertThat(counted)
                    .isEqualTo(Figures.count(scratch, Figures.all(), temp, null).tables());
        }
        FigureTable models = counted.get(new Figures.Id("table-1", 1));
        assertThat(models).isNotNull();
        assertThat(models.n()).isEqualTo(live.size());
        assertThat(temp).isEmptyDirectory();
    }

    private static Model random(String hub, String id, Random random) {
        Model.Builder model = model(hub, id)
                .setTask(random.nextBoolean() ? "t" + random.nextInt(3) : null)
                .setCommonTask(random.nextBoolean() ? "c" + random.nextInt(3) : null)
                .setLicenseExpression(random.nextBoolean() ? "MIT" : null)
                .setArchitectureFamily("f" + random.nextInt(15))
                .setFiles(List.of(
                        file("w", FileRole.WEIGHTS, random.nextBoolean() ? "onnx" : "pickle", (long)
                                random.nextInt(99)),
                        file("c", ROLES.get(random.nextInt(ROLES.size())), null, null)))
                .setBaseModels(List.of(
                        BaseModel.newBuilder().setId("m" + random.nextInt(60)).build()));
        if (hub.equals("huggingface")) {
            model.setHuggingFace(HuggingFaceModel.newBuilder()
                    .setModelType("a" + random.nextInt(15))
                    .setCardData("{\"model-index\":[{\"results\":[{\"task\":{},\"dataset\":{\"type\":\"d"
                            + random.nextInt(15)
                            + "\"},\"metrics\":[{\"name\":\"n\",\"type\":\"t\",\"value\":"
                            + (random.nextBoolean() ? 1 : "\"x\"")
                            + "}]}]}]}")
                    .build());
        }
        return model.build();
    }
}
