package io.ptmtorrent.samplehub.modelscope;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What a crawler must find of one model.
 *
 * @param id {@code owner/name}
 * @param kind what is odd about it
 * @param changes how often it was changed since it was made
 */
public record SampleScopeModel(long seed, int number, String id, ScopeKind kind, int changes) {
    private static final Instant FIRST = Instant.parse("2023-02-01T08:00:00Z");
    private static final List<ScopeKind> KINDS = List.of(ScopeKind.values());
    private static final List<String> TASKS =
            List.of("text-generation", "image-captioning", "auto-speech-recognition", "fill-mask");

    static SampleScopeModel of(long seed, int number) {
        ScopeKind kind = KINDS.get(number % KINDS.size());
        String name = kind == ScopeKind.DOTS ? "Tern_" + number + ".5-Chat" : "tern-" + number;
        return new SampleScopeModel(seed, number, "gull-lab-" + number % 3 + "/" + name, kind, 0);
    }

    SampleScopeModel changed() {
        return new SampleScopeModel(seed, number, id, kind, changes + 1);
    }

    /** The first of these, where it has any, is the model's. */
    public List<String> tasks() {
        String first = TASKS.get(number % TASKS.size());
        return switch (kind) {
            case NO_TASK, NULLS -> List.of();
            case TWO_TASKS -> List.of(first, TASKS.get((number + 1) % TASKS.size()));
            default -> List.of(first);
        };
    }

    public Instant createdAt() {
        return FIRST.plus(number, ChronoUnit.HOURS);
    }

    public Instant modifiedAt() {
        return createdAt().plus(400L * (1 + changes), ChronoUnit.DAYS);
    }

    /** All files, whatever the hub tells of them. */
    public List<SampleScopeFile> files() {
        String born = commit(0);
        String weights = "weights of " + id + " " + seed + "\n".repeat(200);
        List<SampleScopeFile> files = new ArrayList<>();
        files.add(SampleScopeFile.of("README.md", "# " + id + "\n\nChange " + changes, false, commit(changes)));
        files.add(SampleScopeFile.of("configuration.json", "{\"framework\":\"pytorch\"}", false, born));
        switch (kind) {
            case CHINESE -> files.add(SampleScopeFile.of("模型 说明.txt", "海鸥 " + number, false, born));
            case FOLDERS -> files.add(SampleScopeFile.of("onnx/a b&c=1+2#3.txt", "odd " + number, false, born));
            default -> {}
        }
        String path = kind == ScopeKind.FOLDERS ? "onnx/fp16/model.onnx" : "pytorch_model.bin";
        SampleScopeFile bytes = SampleScopeFile.of(path, weights, true, born);
        String other = SampleScopeFile.hex("SHA-256", new byte[] {1});
        files.add(kind == ScopeKind.LYING ? bytes.announcing(other) : bytes);
        return kind == ScopeKind.NO_DIGEST
                ? files.stream().map(file -> file.announcing("")).toList()
                : List.copyOf(files);
    }

    private String commit(int change) {
        return SampleScopeFile.hex("SHA-1", (seed + id + change).getBytes(StandardCharsets.UTF_8));
    }
}
