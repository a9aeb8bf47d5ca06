package io.ptmtorrent.inspection.print;

import java.util.Locale;

/** Symbols of the record as people write them: {@code not-a-model}. */
public final class Words {
    private Words() {}

    public static String of(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
