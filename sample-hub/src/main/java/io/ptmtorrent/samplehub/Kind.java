package io.ptmtorrent.samplehub;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What sort of repository a model is, with its share of the hub in percent.
 *
 * <p>Shares and gaps are chosen so that over all models 43 % have no pipeline tag, 34 % no library and 28 % no licence, as
 * counted over 15,904 recent models in August 2026.
 */
enum Kind {
    TEXT(
            25,
            "transformers",
            25,
            20,
            List.of("text-generation", "text-classification", "fill-mask", "text2text-generation")),
    ADAPTER(12, "peft", 50, 20, List.of("text-generation")),
    QUANTIZED(12, null, 70, 20, List.of("text-generation", "image-text-to-text")),
    IMAGE_MAKER(8, "diffusers", 0, 20, List.of("text-to-image", "image-to-image")),
    EMBEDDING(4, "sentence-transformers", 0, 0, List.of("sentence-similarity", "feature-extraction")),
    BARE(22, null, 100, 60, List.of()),
    GAME(6, "stable-baselines3", 0, 20, List.of("reinforcement-learning")),
    SENSE(
            11,
            "transformers",
            0,
            20,
            List.of("automatic-speech-recognition", "image-classification", "audio-classification"));

    private final int share;
    private final @Nullable String library;
    private final int pipelineMissing;
    private final int licenceMissing;

    @SuppressWarnings("ImmutableEnumChecker") // only ever List.of
    private final List<String> pipelines;

    Kind(int share, @Nullable String library, int pipelineMissing, int licenceMissing, List<String> pipelines) {
        this.share = share;
        this.library = library;
        this.pipelineMissing = pipelineMissing;
        this.licenceMissing = licenceMissing;
        this.pipelines = pipelines;
    }

    static Kind at(int percentile) {
        int left = percentile;
        for (Kind kind : values()) {
            if (left < kind.share) {
                return kind;
            }
            left -= kind.share;
        }
        return BARE;
    }

    @Nullable
    String library() {
        return library;
    }

    @Nullable
    String pipeline(Dice dice) {
        boolean missing = dice.percent(pipelineMissing);
        return missing || pipelines.isEmpty() ? null : dice.pick(pipelines);
    }

    @Nullable
    String licence(Dice dice) {
        boolean missing = dice.percent(licenceMissing);
        return missing ? null : dice.pick(Words.LICENCES);
    }

    boolean derived() {
        return this == ADAPTER || this == QUANTIZED || this == IMAGE_MAKER;
    }
}
