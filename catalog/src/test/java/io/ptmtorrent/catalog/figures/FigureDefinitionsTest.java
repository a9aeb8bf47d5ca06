package io.ptmtorrent.catalog.figures;

import static io.ptmtorrent.catalog.figures.SampleModels.NOON;
import static io.ptmtorrent.catalog.figures.SampleModels.claiming;
import static io.ptmtorrent.catalog.figures.SampleModels.count;
import static io.ptmtorrent.catalog.figures.SampleModels.downloads;
import static io.ptmtorrent.catalog.figures.SampleModels.file;
import static io.ptmtorrent.catalog.figures.SampleModels.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ptmtorrent.avro.BaseModel;
import io.ptmtorrent.avro.Dataset;
import io.ptmtorrent.avro.DatasetRole;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.HuggingFaceModel;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.PerformanceClaim;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each figure on a handful of models whose numbers can be told by hand. */
final class FigureDefinitionsTest {
    private static final String METRIC = "{'name':'Accuracy','type':'accuracy','value':0.9}";
    private static final String RESULT =
            "{'task':{'type':'t'},'dataset':{'name':'GLUE','type':'glue'},'metrics':[" + METRIC + "]}";
    private static final String CLAIMS = "[{'name':'m','results':[" + RESULT + "]}]";

    @TempDir
    Path temp;

    @Test
    void claimsByTaskV1CountsTheFirstEntryAloneAndPoolsTasksBelowOneInAThousand() {
        // given
        List<Model> models = new ArrayList<>(List.of(
                claiming("a", "fill-mask", CLAIMS),
                claiming("b", "fill-mask", null),
                claiming("c", null, CLAIMS),
                claiming("d", null, "[{'name':'m','results':[]}," + CLAIMS.substring(1)),
                model("modelzoo", "e").setTask("fill-mask").build()));
        for (int i = 0; i < 1_001; i++) {
            models.add(claiming("f" + i, "rare", i == 0 ? CLAIMS : null));
            models.add(claiming("g" + i, "never", null));
        }

        // when
        FigureTable table = count(ClaimsByTask.v1(), models);

        // then
        assertThat(table.n()).isEqualTo(2_006);
        assertThat(table.rows())
                .containsExactly(
                        row("None", 1L, 2L, 0.5),
                        row("fill-mask", 1L, 2L, 0.5),
                        row("other", 1L, 2_002L, 1.0 / 2_002),
                        row("all", 3L, 2_006L, 3.0 / 2_006));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'task':'t','dataset':{},'metrics':[M]}",
                "{'dataset':{},'metrics':[M]}",
                "{'task':{},'dataset':'glue','metrics':[M]}",
                "{'task':{},'dataset':{},'metrics':[M,{'type':'f1','value':1}]}",
                "{'task':{},'dataset':{},'metrics':[{'name':'f1','value':1}]}",
                "{'task':{},'dataset':{},'metrics':[{'name':'f1','type':'f1','value':'72%'}]}",
                "{'task':{},'dataset':{},'metrics':[{'name':'f1','type':'f1','value':null}]}",
                "{'task':{},'dataset':{}}"
            })
    void anyFailureVoidsTheWholeModelInV1(String second) {
        // given
        String index = "[{'results':[" + RESULT + "," + second.replace("M", METRIC) + "]}]";

        // when
        FigureTable table = count(ClaimsByTask.v1(), List.of(claiming("a", "t", index)));

        // then
        assertThat(table.rows()).containsExactly(row("other", 0L, 1L, 0.0), row("all", 0L, 1L, 0.0));
    }

    @Test
    void claimsByTaskV2TellsDeclaredVerifiedAndCommunityApart() {
        // given
        Model declared = model("a")
                .setCommonTask("t")
                .setClaims(List.of(claim("model-index[1]", 0.9, null), claim("model-index[1]", null, null)))
                .build();
        Model verified = model("b")
                .setCommonTask("t")
                .setClaims(List.of(claim("model-index[0]", 1.0, true)))
                .build();
        Model community = model("c")
                .setCommonTask("t")
                .setClaims(List.of(claim("evalResults[0]", 2.0, null)))
                .build();
        Model textAlone = model("modelzoo", "d")
                .setCommonTask("t")
                .setClaims(List.of(claim("readme#table", null, null)))
                .build();

        // when
        FigureTable table = count(ClaimsByTask.v2(), List.of(declared, verified, community, textAlone));

        // then
        assertThat(table.rows())
                .containsExactly(row("t", 3L, 4L, 0.75, 1L, 1L, 1L), row("all", 3L, 4L, 0.75, 1L, 1L, 1L));
    }

    @Test
    void datasetShareV1CountsAVoteAMetricAndOneForAClaimlessModel() {
        // given
        String two = "[{'results':[{'task':{},'dataset':{'type':'glue'},'metrics':[" + METRIC + "," + METRIC
                + "]},{'task':{},'dataset':{},'metrics':[" + METRIC + "]}]}]";

        // when
        FigureTable table = count(
                Shares.datasetV1(),
                List.of(claiming("a", "t", two), claiming("b", "t", null), claiming("c", "t", CLAIMS)));

        // then
        assertThat(table.rows()).containsExactly(row("all", "glue", 3L, 5L, 0.6), row("all", "None", 2L, 5L, 0.4));
        assertThat(table.n()).isEqualTo(3);
    }

    @Test
    void architectureShareShowsTheTenLargestAndTheRestAsOther() {
        // given
        List<Model> models = new ArrayList<>();
        for (int group = 1; group <= 12; group++) {
            for (int i = 0; i < group; i++) {
                String type = group == 12 ? null : "type%02d".formatted(group);
                models.add(model(group + "-" + i)
                        .setHuggingFace(
                                HuggingFaceModel.newBuilder().setModelType(type).build())
                        .build());
            }
        }

        // when
        FigureTable table = count(Shares.architectureV1(), models);

        // then
        assertThat(table.rows()).hasSize(11);
        assertThat(table.rows().getFirst()).isEqualTo(row("all", "None", 12L, 78L, 12.0 / 78));
        assertThat(table.rows().getLast()).isEqualTo(row("all", "other", 3L, 78L, 3.0 / 78));
    }

    @Test
    void datasetShareV2CountsEachModelOnceARole() {
        // given
        Dataset trained = dataset("glue", DatasetRole.TRAINED);
        Dataset again = dataset("glue", DatasetRole.TRAINED, DatasetRole.EVALUATED);
        Dataset untold = dataset("own");

        // when
        FigureTable table = count(
                Shares.datasetV2(),
                List.of(
                        model("a").setDatasets(List.of(trained, again, untold)).build(),
                        model("b").setDatasets(List.of(trained)).build()));

        // then
        assertThat(table.rows())
                .containsExactlyInAnyOrder(
                        row("TRAINED", "glue", 2L, 2L, 1.0),
                        row("EVALUATED", "glue", 1L, 1L, 1.0),
                        row("UNKNOWN", "own", 1L, 1L, 1.0));
    }

    @ParameterizedTest
    @CsvSource({
        // downloads of each model, the least that makes the first tenth, models that have as many
        "'7', 7, 1",
        "'1 2 3 4 5 6 7 8 9 10', 10, 1",
        "'1 2 3 4 5 6 7 8 9 10 11', 10, 2",
        "'1 2 3 4 5 6 7 8 10 10', 10, 2",
        "'0 0 0 0 0 0 0 0 0 0 5', 0, 11",
    })
    void theFirstTenthIsRoundedUpAndTakesInWhatIsLevelWithItsLast(String numbers, long least, long within) {
        // given
        FirstTenth figure = new FirstTenth();
        List<Long> downloads =
                Arrays.stream(numbers.split(" ", -1)).map(Long::valueOf).toList();
        for (long number : downloads) {
            Model model = model("huggingface", "m").build();
            figure.add(new LiveModel(model, downloads(model, number, NOON), null));
        }
        figure.add(new LiveModel(model("modelhub", "uncounted").build(), null, null));

        // when
        FigureTable table = figure.table();

        // then
        assertThat(table.n()).isEqualTo(downloads.size());
        assertThat(table.rows())
                .containsExactly(List.of(
                        "huggingface", least, within, (long) downloads.size(), (double) within / downloads.size()));
    }

    @Test
    void downloadsRankKeepsTheHundredMostDownloadedOfEachHub() {
        // given
        Figure figure = new DownloadsRank("newest");
        for (int i = 0; i < 150; i++) {
            Model model = model("m" + i).build();
            figure.add(new LiveModel(model, downloads(model, i, NOON), null));
        }
        figure.add(new LiveModel(model("untold").build(), null, null));

        // when
        FigureTable table = figure.table();

        // then
        assertThat(table.n()).isEqualTo(150);
        assertThat(table.rows()).hasSize(100);
        assertThat(table.rows().getFirst()).isEqualTo(row("huggingface", "newest", 1L, 149L, "m149"));
        assertThat(table.rows().getLast()).isEqualTo(row("huggingface", "newest", 100L, 50L, "m50"));
    }

    @Test
    void anotherRegistrysRanksStandBesideOurs() throws Exception {
        // given
        Path good = Files.writeString(temp.resolve("npm.tsv"), "rank\tdownloads\tdate\tsource\n1\t900\t2022-08\tnpm\n");
        Path bad = Files.writeString(temp.resolve("bad.tsv"), "1\tmany\t2022-08\tnpm\n");
        FigureTable ranks = new DownloadsRank("newest").table();

        // when
        FigureTable both = OtherRegistry.addTo(ranks, "npm", good);

        // then
        assertThat(both.rows()).containsExactly(row("npm", "2022-08", 1L, 900L, "npm"));
        assertThatThrownBy(() -> OtherRegistry.addTo(ranks, "npm", bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("rank, downloads, date, source");
    }

    @Test
    void componentsAndFormatsLookAtModelsWhoseFilesAreKnown() {
        // given
        Model both = model("a")
                .setCommonTask("t")
                .setCreatedAt(NOON)
                .setFiles(List.of(
                        file("a.safetensors", FileRole.WEIGHTS, "safetensors", 5L),
                        file("b.bin", FileRole.WEIGHTS, "pytorch", 5L),
                        file("README.md", FileRole.CARD, "markdown", 5L)))
                .build();
        Model pickled = model("b")
                .setFiles(List.of(file("b.bin", FileRole.WEIGHTS, "pytorch", 5L)))
                .build();
        Model unknown = model("c").build();

        // when
        FigureTable components = count(new PackageComponents(), List.of(both, pickled, unknown));
        FigureTable formats = count(new Formats(), List.of(both, pickled, unknown));
        FigureTable trust = count(new Trust(), List.of(both, pickled, unknown));

        // then
        assertThat(components.rows())
                .contains(
                        row("huggingface", "WEIGHTS", 2L, 2L, 1.0),
                        row("huggingface", "CARD", 1L, 2L, 0.5),
                        row("huggingface", "SIGNATURE", 0L, 2L, 0.0));
        assertThat(formats.rows())
                .contains(
                        row("all", "all", "pytorch", 2L, 2L, 1.0),
                        row("all", "all", "safetensors", 1L, 2L, 0.5),
                        row("month", "2026-11", "safetensors", 1L, 1L, 1.0),
                        row("month", "None", "pytorch", 1L, 1L, 1.0),
                        row("task", "t", "pytorch", 1L, 1L, 1.0));
        assertThat(trust.rows())
                .contains(
                        row("huggingface", "danger", "weights as pickles alone", 1L, 3L, 1.0 / 3),
                        row("huggingface", "portability", "weights as safetensors", 1L, 3L, 1.0 / 3));
    }

    @Test
    void licencesAreComparedAlongEachEdgeWhoseBaseIsHeld() throws Exception {
        // given
        Model base = model("org/base").setLicenseExpression("Apache-2.0").build();
        Model kept = child("a", "Apache-2.0", "org/base", "finetune");
        Model changed = child("b", "MIT", "org/base", "finetune");
        Model lost = child("c", null, "org/base", "quantized");
        Model dangling = child("d", "MIT", "org/nowhere", "finetune");

        // when
        FigureTable table;
        try (LicenseDrift figure = new LicenseDrift(temp)) {
            table = count(figure, List.of(kept, changed, base, lost, dangling));
        }

        // then
        assertThat(table.rows())
                .containsExactly(
                        row("finetune", "Apache-2.0", "Apache-2.0", "kept", 1L, 2L, 0.5),
                        row("finetune", "Apache-2.0", "MIT", "changed", 1L, 2L, 0.5),
                        row("quantized", "Apache-2.0", "not stated", "lost", 1L, 1L, 1.0));
        assertThat(table.notes()).anyMatch(note -> note.startsWith("1 edges lead to models that are not held"));
    }

    @Test
    void tableOneSumsFilesAndBytesAndShowsWhatWasPublished() {
        // given
        Model listed = model("a")
                .setFiles(List.of(file("x", FileRole.OTHER, null, 5L), file("y", FileRole.OTHER, null, null)))
                .setFilesOmitted(3)
                .build();

        // when
        FigureTable table =
                count(new TableOne(), List.of(listed, model("pytorch-hub", "b").build()));

        // then
        assertThat(table.rows().get(0).subList(0, 4)).isEqualTo(row("huggingface", 1L, 5L, 5L));
        assertThat(table.rows().get(1).subList(11, 13)).isEqualTo(row(49L, "1.5 GB"));
        assertThat(table.rows().get(2).subList(0, 4)).isEqualTo(row("all", 2L, 5L, 5L));
        assertThat(table.rows().get(2).get(11)).isEqualTo(15_913L);
    }

    @Test
    void aFigureThatIsNoneIsToldWhatIsAllowed() {
        assertThat(Figures.parse("claims-by-task")).isEqualTo(new Figures.Id("claims-by-task", 2));
        assertThat(Figures.parse("claims-by-task@1")).isEqualTo(new Figures.Id("claims-by-task", 1));
        assertThatThrownBy(() -> Figures.parse("claims-by-task@3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'claims-by-task@3' is no figure")
                .hasMessageContaining("table-1@1");
    }

    private static Model child(String id, @Nullable String licence, String base, String relation) {
        return model(id)
                .setLicenseExpression(licence)
                .setBaseModels(List.of(
                        BaseModel.newBuilder().setId(base).setRelation(relation).build()))
                .build();
    }

    private static Dataset dataset(String name, DatasetRole... roles) {
        return Dataset.newBuilder().setName(name).setRoles(List.of(roles)).build();
    }

    private static PerformanceClaim claim(String source, @Nullable Double value, @Nullable Boolean verified) {
        return PerformanceClaim.newBuilder()
                .setMetric("accuracy")
                .setValue(value)
                .setValueText("text")
                .setSource(source)
                .setVerified(verified)
                .build();
    }

    private static List<@Nullable Object> row(@Nullable Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }
}
