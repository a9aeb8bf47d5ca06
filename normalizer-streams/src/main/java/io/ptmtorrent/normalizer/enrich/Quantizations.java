package io.ptmtorrent.normalizer.enrich;

import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Quantization;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Quantization out of file names and tags.
 *
 * <p>GGUF's convention for names (github.com/ggml-org/ggml, docs/gguf.md, 2025) puts the type between dashes or dots:
 * {@code Q4_K_M}, {@code IQ3_XXS}. For any thread.
 */
public final class Quantizations {
    private static final String GGUF = "gguf";
    private static final Set<String> METHODS = new HashSet<>(List.of(
            "aqlm",
            "auto-round",
            "awq",
            "bitsandbytes",
            "bitnet",
            "compressed-tensors",
            "eetq",
            "exl2",
            "exl3",
            "fp8",
            "gptq",
            "higgs",
            "hqq",
            "quanto",
            "torchao",
            "vptq"));

    private Quantizations() {}

    /** What the types in the names of GGUF files tell; null where no name has one. */
    public static @Nullable Quantization ofFiles(List<ModelFile> files, String source) {
        String first = null;
        boolean oneType = true;
        boolean oneWidth = true;
        for (ModelFile file : files) {
            String type = GGUF.equals(file.getFormat()) ? type(file.getPath()) : null;
            if (type != null && first != null) {
                oneType &= type.equals(first);
                oneWidth &= bits(type) == bits(first);
            }
            first = type == null ? first : type;
        }
        return first == null
                ? null
                : new Quantization(
                        GGUF, oneWidth ? Integer.valueOf(bits(first)) : null, oneType ? first : null, source);
    }

    /** What tags such as {@code awq} and {@code 4-bit} tell; null where they name no method, or several. */
    public static @Nullable Quantization ofTags(List<String> tags, String source) {
        String method = null;
        for (String tag : tags) {
            if (METHODS.contains(tag)) {
                if (method != null) {
                    return null;
                }
                method = tag;
            }
        }
        return method == null ? null : new Quantization(method, bits(tags), null, source);
    }

    private static @Nullable Integer bits(List<String> tags) {
        Integer bits = null;
        for (String tag : tags) {
            if (tag.length() == 5 && tag.endsWith("-bit") && tag.charAt(0) >= '1' && tag.charAt(0) <= '8') {
                if (bits != null) {
                    return null;
                }
                bits = tag.charAt(0) - '0';
            }
        }
        return bits;
    }

    /** The last of: Q or IQ, a digit, and what follows of letters, digits and low lines. A folder may be named so, too. */
    private static @Nullable String type(String path) {
        for (int i = path.length() - 2; i >= 0; i--) {
            char c = path.charAt(i);
            boolean starts = i == 0 || !isPart(path.charAt(i - 1)) || path.charAt(i - 1) == '_';
            if (!starts || (c != 'Q' && c != 'q' && c != 'I' && c != 'i')) {
                continue;
            }
            int digit = c == 'Q' || c == 'q' ? i + 1 : i + 2;
            boolean quantized = digit == i + 1 || path.charAt(i + 1) == 'Q' || path.charAt(i + 1) == 'q';
            if (quantized && digit < path.length() && isDigit(path.charAt(digit))) {
                return path.substring(i, end(path, digit)).toUpperCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static int end(String path, int from) {
        int end = from;
        while (end < path.length() && isPart(path.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int bits(String type) {
        return type.charAt(type.startsWith("IQ") ? 2 : 1) - '0';
    }
}
