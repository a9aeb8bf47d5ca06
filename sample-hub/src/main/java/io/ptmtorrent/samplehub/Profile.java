package io.ptmtorrent.samplehub;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is about; the same at every step.
 *
 * @param oddity null for nine in ten
 * @param pipeline null where the hub has no pipeline_tag
 * @param library null where the hub has no library_name
 * @param licence null where the card names none
 * @param base number of the model it was made from, or -1
 * @param parameters count of weights
 */
record Profile(
        int index,
        Kind kind,
        Family family,
        @Nullable Oddity oddity,
        @Nullable String pipeline,
        @Nullable String library,
        @Nullable String licence,
        List<String> languages,
        List<String> datasets,
        List<String> topics,
        int base,
        long parameters) {
    /** Models are made from one of so many: the oldest. */
    static final int BASES = 200;

    static Profile of(long seed, Names names, int index) {
        Dice dice = new Dice(seed, index, Salt.PROFILE);
        Kind kind = names.kind(index);
        return new Profile(
                index,
                kind,
                names.family(index),
                Oddity.of(seed, index),
                kind.pipeline(dice),
                kind.library(),
                kind.licence(dice),
                some(dice, Words.LANGUAGES, kind == Kind.BARE ? 0 : 1 + dice.below(2)),
                some(dice, Words.DATASETS, kind == Kind.BARE ? 0 : dice.below(3)),
                some(dice, Words.TOPICS, dice.below(6)),
                kind.derived() && index > 0 ? dice.below(Math.min(index, BASES)) : -1,
                (1L + dice.below(700)) << (13 + dice.below(12)));
    }

    boolean is(Oddity what) {
        return oddity == what;
    }

    /** Whether the repository has a README with front matter. */
    boolean hasCard() {
        return kind != Kind.BARE || licence != null;
    }

    /** How this model was made from its base: the hub's word. */
    String relation() {
        return switch (kind) {
            case ADAPTER, IMAGE_MAKER -> "adapter";
            case QUANTIZED -> "quantized";
            default -> "finetune";
        };
    }

    private static List<String> some(Dice dice, List<String> from, int count) {
        List<String> chosen = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String next = dice.pick(from);
            if (!chosen.contains(next)) {
                chosen.add(next);
            }
        }
        return chosen;
    }
}
