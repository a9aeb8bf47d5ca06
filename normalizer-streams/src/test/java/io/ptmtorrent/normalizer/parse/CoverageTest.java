package io.ptmtorrent.normalizer.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ptmtorrent.avro.Issue;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.normalizer.wire.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much of the general part the real rows in the folder that {@code -Dptm.shared=DIR} names fill. */
final class CoverageTest {
    static {
        RecordSerdes.trustOurRecords();
    }

    private static final Set<String> OWN_PARTS =
            Set.of("huggingFace", "onnxModelZoo", "pytorchHub", "modelhub", "modelzoo", "modelScope");

    private final RecordWriter<Model> writer = new RecordWriter<>(Model.class, 1);
    private Path hubs = Path.of("");

    @BeforeEach
    void find() {
        String given = System.getProperty("ptm.shared", "");
        boolean there = !given.isEmpty() && Files.isDirectory(Path.of(given));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("ptm.shared: '" + given + "' is no folder, and CI=true asks for it");
        }
        assumeTrue(there, "ptm.shared tests: skipped, -Dptm.shared names no folder");
        hubs = Path.of(given).resolve("hubs");
    }

    @Test
    void everyRealRowIsAModelAndEveryGeneralFieldHasItsShare() throws IOException {
        // given
        SharedRows rows = new SharedRows(hubs);
        Map<String, List<byte[]>> given = new LinkedHashMap<>();
        given.put("hf answers", rows.answers());
        given.put("hf cards 2023", rows.cards());
        given.put("hf radar 2026", rows.radar());
        given.put("onnx", rows.onnx());
        given.put("pytorch", rows.pytorch());
        given.put("modelhub", rows.modelhub());

        // when
        Map<String, List<Model>> models = new LinkedHashMap<>();
        given.forEach((source, documents) -> models.put(source, models(source, documents)));

        // then
        report(models);
        models.forEach((source, all) -> {
            assertThat(all).as(source).hasSameSizeAs(given.get(source)).isNotEmpty();
            assertThat(all).as(source).allSatisfy(model -> {
                assertThat(writer.write(model)).hasSizeLessThan(4 * 1024 * 1024);
                assertThat(model.getPurl()).startsWith("pkg:");
                assertThat(model.getLicenseConflict() && model.getLicenseExpression() != null)
                        .isFalse();
                assertThat(model.getLicenses().isEmpty())
                        .isEqualTo(model.getLicenseClaims().isEmpty());
            });
        });
        assertThat(all(models, "hf cards 2023").stream()
                        .mapToInt(model -> model.getClaims().size())
                        .sum())
                .isEqualTo(3_278);
        assertThat(all(models, "onnx"))
                .allSatisfy(model -> assertThat(model.getCommonTask()).isNotNull());
    }

    private static List<Model> all(Map<String, List<Model>> models, String source) {
        return models.getOrDefault(source, List.of());
    }

    private static List<Model> models(String source, List<byte[]> documents) {
        HubParser parser = Parsers.of(
                        switch (source) {
                            case "onnx" -> "onnx-model-zoo";
                            case "pytorch" -> "pytorch-hub";
                            case "modelhub" -> "modelhub";
                            default -> "huggingface";
                        })
                .orElseThrow();
        List<Model> models = new ArrayList<>();
        for (byte[] document : documents) {
            if (parser.parse(document) instanceof Accepted accepted) {
                models.add(accepted.model());
            }
        }
        return models;
    }

    @SuppressWarnings("SystemOut")
    private static void report(Map<String, List<Model>> models) {
        StringBuilder table = new StringBuilder("ptm.shared tests: share of models with a value, %\n");
        table.append("%-20s".formatted("field"));
        models.forEach((source, all) -> table.append("%16s".formatted(source + " " + all.size())));
        for (Schema.Field field : Model.getClassSchema().getFields()) {
            if (!OWN_PARTS.contains(field.name())) {
                table.append("\n%-20s".formatted(field.name()));
                models.values().forEach(all -> table.append("%16.1f".formatted(share(all, field))));
            }
        }
        System.out.println(table);
        System.out.println("most frequent issues: " + issues(models));
    }

    private static double share(List<Model> models, Schema.Field field) {
        long filled = models.stream()
                .map(model -> model.get(field.pos()))
                .filter(value -> value != null && !(value instanceof List<?> list && list.isEmpty()))
                .filter(value -> !value.equals(false) && !value.equals(0L) && !"UNKNOWN".equals(value.toString()))
                .count();
        return 100.0 * filled / models.size();
    }

    private static List<String> issues(Map<String, List<Model>> models) {
        Map<String, Integer> counts = new TreeMap<>();
        for (List<Model> all : models.values()) {
            for (Model model : all) {
                for (Issue issue : model.getIssues()) {
                    counts.merge(issue.getField() + ": " + issue.getProblem(), 1, Integer::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(15)
                .map(entry -> "\n  " + entry.getValue() + " " + entry.getKey())
                .toList();
    }
}
