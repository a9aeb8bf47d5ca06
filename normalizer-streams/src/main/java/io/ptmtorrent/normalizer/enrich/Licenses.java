package io.ptmtorrent.normalizer.enrich;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names of licences and what they are called in SPDX (licenses.tsv; SPDX specification 3.0, annex B on expressions). For
 * any thread.
 */
public final class Licenses {
    /** Method that provenance names: the version of SPDX's list. */
    public static final String METHOD = "spdx-3.28";

    /** What {@link #spdx} says of a text that says that nothing is said, as "unknown" does. */
    public static final String NOTHING = "NOASSERTION";

    /** What hubs write for a licence that they have no word for: it fits to any other. */
    static final String OTHER = "LicenseRef-other";

    private static final String OWN = "LicenseRef-";
    private static final int LONGEST_NAME = 100;
    private static final Map<String, String> BY_WORD = load();

    private Licenses() {}

    /**
     * The SPDX id or expression of a declared licence, {@code LicenseRef-…} for a name that is not on SPDX's list,
     * {@link #NOTHING}; null for what is no name: longer texts, addresses, what has no ASCII letter or digit.
     */
    public static @Nullable String spdx(String declared) {
        if (declared.length() > LONGEST_NAME) {
            return null;
        }
        String known = BY_WORD.get(Words.ascii(declared));
        if (known != null || declared.contains("://")) {
            return known;
        }
        String expression = SpdxExpression.read(declared, Licenses::id);
        return expression == null ? own(declared) : expression;
    }

    /** Of one name in an expression: what says nothing cannot be joined. */
    private static @Nullable String id(String name) {
        String known = name.startsWith(OWN) ? own(name.substring(OWN.length())) : BY_WORD.get(Words.ascii(name));
        return NOTHING.equals(known) ? null : known;
    }

    private static @Nullable String own(String name) {
        StringBuilder id = new StringBuilder(OWN.length() + name.length()).append(OWN);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
            if (allowed) {
                id.append(c);
            } else if (id.charAt(id.length() - 1) != '-') {
                id.append('-');
            }
        }
        if (id.length() > OWN.length() && id.charAt(id.length() - 1) == '-') {
            id.setLength(id.length() - 1);
        }
        return id.length() == OWN.length() ? null : id.toString();
    }

    private static Map<String, String> load() {
        Map<String, String> words = new HashMap<>();
        for (List<String> row : Table.read("licenses.tsv")) {
            String id = row.getFirst();
            if (!id.equals(NOTHING) && !id.startsWith(OWN)) {
                words.put(Words.ascii(id), id);
            }
            row.subList(1, row.size()).forEach(word -> words.put(word, id));
        }
        return words;
    }
}
