package io.ptmtorrent.normalizer.enrich;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Languages by ISO 639 (languages.tsv). For any thread. */
public final class Languages {
    /** Method that provenance names. */
    public static final String METHOD = "iso-639";

    private static final Map<String, String> BY_WORD = load();

    private Languages() {}

    /**
     * The ISO 639-1 code, ISO 639-3 where there is none, of a code, an English name, or a tag with script or country
     * (zh-CN, zho_Hans); null for what is none of these.
     */
    public static @Nullable String code(String declared) {
        String code = BY_WORD.get(declared);
        if (code != null) {
            return code;
        }
        String word = declared.strip().toLowerCase(Locale.ROOT);
        int end = firstPart(word);
        code = BY_WORD.get(word);
        // A name may hold no dash that a country would stand behind: only codes are cut.
        return code == null && (end == 2 || end == 3) ? BY_WORD.get(word.substring(0, end)) : code;
    }

    private static int firstPart(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) == '-' || word.charAt(i) == '_') {
                return i;
            }
        }
        return word.length();
    }

    private static Map<String, String> load() {
        Map<String, String> words = new HashMap<>();
        for (List<String> row : Table.read("languages.tsv")) {
            row.forEach(word -> words.put(word, row.getFirst()));
        }
        return words;
    }
}
