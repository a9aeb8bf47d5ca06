package io.ptmtorrent.normalizer.enrich;

import io.ptmtorrent.avro.FileRole;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a file's path says of it (kinds.tsv): by a whole name, else by one of its last three extensions, the longest first.
 *
 * @param role what it is for
 * @param format its format; null where the name tells none
 */
public record FileKind(FileRole role, @Nullable String format) {
    private static final FileKind UNTOLD = new FileKind(FileRole.OTHER, null);
    private static final FileKind EVENTS = new FileKind(FileRole.OTHER, "tfevents");
    private static final FileKind PYTORCH = new FileKind(FileRole.WEIGHTS, "pytorch");
    private static final FileKind OPENVINO = new FileKind(FileRole.WEIGHTS, "openvino");
    private static final FileKind JSON_CONFIG = new FileKind(FileRole.CONFIG, "json");
    private static final String EVALUATIONS = ".eval_results/";
    private static final int MOST_EXTENSIONS = 3;

    private static final Map<String, FileKind> BY_NAME = load();

    /** The kind of the file at a path, which may be any text. */
    public static FileKind of(String path) {
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1).toLowerCase(Locale.ROOT);
        FileKind named = BY_NAME.get(name);
        FileKind kind = named == null ? ofExtension(name) : named;
        if (path.startsWith(EVALUATIONS)) {
            return as(FileRole.EVALUATION, kind);
        }
        return named == null ? ofBeginning(name, slash < 0, kind) : kind;
    }

    /** Every format that weights may be in. */
    public static SortedSet<String> weightFormats() {
        SortedSet<String> formats = new TreeSet<>();
        for (FileKind kind : BY_NAME.values()) {
            if (kind.role == FileRole.WEIGHTS && kind.format != null) {
                formats.add(kind.format);
            }
        }
        formats.add(String.valueOf(OPENVINO.format));
        return formats;
    }

    private static FileKind ofExtension(String name) {
        int dot = name.length();
        FileKind kind = UNTOLD;
        for (int i = 0; i < MOST_EXTENSIONS; i++) {
            dot = name.lastIndexOf('.', dot - 1);
            if (dot < 0) {
                break;
            }
            FileKind longer = BY_NAME.get(name.substring(dot));
            kind = longer == null ? kind : longer;
            if (longer == null && i == 0) {
                break;
            }
        }
        return kind;
    }

    /** What the beginning of a name, or a word in it, tells beside its extension. */
    private static FileKind ofBeginning(String name, boolean atRoot, FileKind kind) {
        if (name.isEmpty() || kind.role == FileRole.SIGNATURE || kind.role == FileRole.CODE) {
            return kind;
        }
        return switch (name.charAt(0)) {
            case 'r' -> atRoot && isDocument("readme", name) ? as(FileRole.CARD, kind) : ofWord(name, kind);
            case 'l' ->
                isDocument("license", name) || isDocument("licence", name)
                        ? as(FileRole.LICENSE, kind)
                        : ofWord(name, kind);
            case 'c' -> isDocument("copying", name) ? as(FileRole.LICENSE, kind) : ofWord(name, kind);
            case 'e' -> name.startsWith("events.out.tfevents") ? EVENTS : ofWord(name, kind);
            default -> ofWord(name, kind);
        };
    }

    private static FileKind ofWord(String name, FileKind kind) {
        if ("bin".equals(kind.format)) {
            return ofBinary(name, kind);
        }
        boolean isConfig = "json".equals(kind.format) && kind.role == FileRole.OTHER && name.contains("config");
        if (isConfig) {
            return JSON_CONFIG;
        }
        return name.startsWith("openvino") && name.endsWith(".xml") ? OPENVINO : kind;
    }

    private static FileKind ofBinary(String name, FileKind kind) {
        if (name.startsWith("openvino")) {
            return OPENVINO;
        }
        return name.contains("pytorch_model") || name.startsWith("adapter_model") ? PYTORCH : kind;
    }

    /** Whether a name is that of a document: the word alone, or before a dot, a dash or a low line. */
    private static boolean isDocument(String word, String name) {
        if (!name.startsWith(word)) {
            return false;
        }
        char next = name.length() == word.length() ? '.' : name.charAt(word.length());
        return next == '.' || next == '-' || next == '_';
    }

    private static FileKind as(FileRole role, FileKind kind) {
        return kind.role == role ? kind : new FileKind(role, kind.format);
    }

    private static Map<String, FileKind> load() {
        Map<String, FileKind> kinds = new HashMap<>();
        for (List<String> row : Table.read("kinds.tsv")) {
            kinds.put(row.getFirst(), new FileKind(FileRole.valueOf(row.get(1)), row.size() > 2 ? row.get(2) : null));
        }
        return kinds;
    }
}
