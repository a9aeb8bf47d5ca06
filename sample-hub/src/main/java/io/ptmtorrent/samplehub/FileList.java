package io.ptmtorrent.samplehub;

import java.util.ArrayList;
import java.util.List;

/**
 * The files of a model at a revision: names and sizes as real repositories have them, only smaller.
 *
 * <p>Weights change with the revision; one large file in eight is shared with other models (base weights, tokenizers).
 * One in fifty files is announced with a wrong digest: a sha256 of a large one, a git blob sha1 of a small one.
 */
final class FileList {
    private static final int SHARED = 24;
    private static final int LYING = 50;
    private static final int MANY_PLAIN = 140;
    private static final int MANY_EXTREME = 1_050;
    private static final int HUGE_ONE_IN = 2_000;

    private final List<FileSpec> files = new ArrayList<>(16);
    private final Profile profile;
    private final Dice dice;
    private final long seed;

    private FileList(long seed, Profile profile, int revision) {
        this.seed = seed;
        this.profile = profile;
        this.dice = new Dice(seed, profile.index(), Salt.FILES + 100L * revision);
    }

    static List<FileSpec> of(long seed, Profile profile, int revision, Extras extras) {
        FileList list = new FileList(seed, profile, revision);
        List<FileSpec> files = list.list();
        list.crowd(extras.crowd());
        list.heavy(extras.heavyMib());
        return files;
    }

    private List<FileSpec> list() {
        common(".gitattributes", 1_519, false, 1);
        if (profile.is(Oddity.NO_FILES)) {
            return files;
        }
        if (profile.hasCard()) {
            small("README.md", 400 + dice.below(6_000));
        }
        switch (profile.kind()) {
            case TEXT, SENSE, EMBEDDING -> transformers();
            case ADAPTER -> adapter();
            case QUANTIZED -> quantized();
            case IMAGE_MAKER -> large("pytorch_lora_weights.safetensors");
            case GAME -> game();
            case BARE -> bare();
        }
        many();
        odd();
        return files;
    }

    private void transformers() {
        small("config.json", 600 + dice.below(900));
        small("generation_config.json", 120 + dice.below(90));
        int shards = dice.percent(30) ? 2 + dice.below(4) : 1;
        for (int i = 1; i <= shards; i++) {
            large(shards == 1 ? "model.safetensors" : "model-0000" + i + "-of-0000" + shards + ".safetensors");
        }
        if (shards > 1) {
            small("model.safetensors.index.json", 4_000 + dice.below(9_000));
        }
        tokenizer();
        if (dice.percent(40)) {
            checkpoints();
        }
    }

    private void tokenizer() {
        small("special_tokens_map.json", 400 + dice.below(100));
        shared("tokenizer.json");
        small("tokenizer_config.json", 1_000 + dice.below(500));
        if (dice.percent(50)) {
            common("merges.txt", 45_000, false, 2);
            common("vocab.json", 79_000, false, 3);
        }
    }

    private void checkpoints() {
        for (int step = 500; step <= 500 * (1 + dice.below(3)); step += 500) {
            String folder = "checkpoint-" + step + "/";
            large(folder + "model.safetensors");
            large(folder + "optimizer.pt");
            small(folder + "trainer_state.json", 900 + dice.below(4_000));
            common(folder + "scheduler.pt", 1_064, true, 4);
        }
    }

    private void adapter() {
        small("adapter_config.json", 700 + dice.below(200));
        large("adapter_model.safetensors");
        tokenizer();
    }

    private void quantized() {
        List<String> types = List.of("Q2_K", "Q3_K_M", "Q4_0", "Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0", "IQ4_XS", "F16");
        int count = 1 + dice.below(types.size());
        for (int i = 0; i < count; i++) {
            large(profile.family().word() + "." + types.get(i) + ".gguf");
        }
    }

    private void game() {
        large(profile.family().word() + ".zip");
        small("config.json", 9_000 + dice.below(4_000));
        small("results.json", 140 + dice.below(40));
        large("replay.mp4");
    }

    private void bare() {
        if (dice.percent(30)) {
            return;
        }
        large(dice.percent(50) ? "pytorch_model.bin" : "weights/best.pt");
        shared("vae/diffusion_pytorch_model.safetensors");
        if (dice.percent(50)) {
            large("model.onnx");
            small("labels with spaces.txt", 60 + dice.below(600));
        }
    }

    private void many() {
        if (profile.is(Oddity.MANY_FILES)) {
            int count = Oddity.extreme(profile.index()) ? MANY_EXTREME : MANY_PLAIN;
            for (int i = 0; i < count; i++) {
                small("shards/part-" + i + ".json", 24 + i % 40);
            }
        }
    }

    private void odd() {
        List<String> paths = OddPaths.of(seed, profile.index());
        for (int i = 0; i < paths.size(); i++) {
            long content = Dice.mix(seed, profile.index(), Salt.ODD_PATHS + i + 1);
            files.add(new FileSpec(paths.get(i), 90 + i, i == 1, content, false));
        }
    }

    private void crowd(int count) {
        for (int i = 0; i < count; i++) {
            long content = Dice.mix(seed, profile.index(), Salt.CONTENT + i + 1);
            files.add(new FileSpec("crowd/" + i + ".json", 24 + i % 40, false, content, false));
        }
    }

    private void heavy(int mib) {
        if (mib > 0) {
            long content = Dice.mix(seed, profile.index(), Salt.CONTENT);
            files.add(new FileSpec("weights/heavy.safetensors", mib << 20, true, content, false));
        }
    }

    private void large(String path) {
        boolean huge = dice.below(HUGE_ONE_IN) == 0;
        int size = huge ? (8 << 20) + dice.below(4 << 20) : (1 << (10 + dice.below(8))) + dice.below(1 << 10);
        files.add(new FileSpec(path, size, true, dice.next(), lying()));
    }

    private void small(String path, int size) {
        files.add(new FileSpec(path, size, false, dice.next(), lying()));
    }

    private void shared(String path) {
        int which = dice.below(SHARED);
        common(path, 20_000 + 1_000 * which, true, 100 + which);
    }

    private void common(String path, int size, boolean large, long which) {
        files.add(new FileSpec(path, size, large, Dice.mix(seed, which, Salt.CONTENT), false));
    }

    private boolean lying() {
        return dice.below(LYING) == 0;
    }
}
