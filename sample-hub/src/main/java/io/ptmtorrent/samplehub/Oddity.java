package io.ptmtorrent.samplehub;

import org.jspecify.annotations.Nullable;

/**
 * How a row is awkward: one model in ten has one, and each kind comes round in turn.
 *
 * <p>Every one is still a JSON object with {@code _id} and {@code id}. Most were seen in published rows and cards; the
 * rest is what the same free-form YAML allows.
 */
enum Oddity {
    CARD_NULL,
    CARD_LIST,
    CARD_NUMBER,
    CARD_TEXT,
    CARD_DEEP,
    UNICODE_ID,
    UNICODE_TAGS,
    ESCAPED_TEXT,
    LANGUAGE_FALSE,
    LANGUAGE_NULL,
    LICENCE_LIST,
    LICENCE_FREE_TEXT,
    MISSPELT_KEYS,
    DATASETS_TEXT,
    CARD_TAGS_NULL,
    ROW_TAGS_NULL,
    CONFIG_ABSENT,
    CONFIG_ODD,
    BASE_MODEL_LIST,
    METRIC_TEXT,
    METRIC_ARGS_TEXT,
    MODEL_INDEX_NOT_LIST,
    UNKNOWN_MEMBERS,
    MANY_TAGS,
    MANY_FILES,
    NO_FILES,
    EMISSIONS_OBJECT,
    WIDGET_OBJECT,
    NO_OWNER,
    LONG_ID,
    HUGE_NUMBERS,
    SAFETENSORS_ODD;

    private static final Oddity[] ALL = values();
    private static final int BIG_TURN = 4;

    /** The oddity of model {@code index}, or null for the nine in ten that have none. */
    static @Nullable Oddity of(long seed, int index) {
        int decade = index / 10;
        int place = Dice.below(Dice.mix(seed, decade, Salt.ODDITY), 10);
        return index % 10 == place ? ALL[decade % ALL.length] : null;
    }

    /** Whether this turn of {@link #MANY_TAGS} or {@link #MANY_FILES} is one of the rare, really long ones. */
    static boolean extreme(int index) {
        return (index / 10 / ALL.length) % BIG_TURN == 0;
    }
}
