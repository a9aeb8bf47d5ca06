package io.ptmtorrent.inspection.gguf;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element type of ggml ({@code ggml_type} and its traits; seen in llama.cpp, 2025).
 *
 * @param block elements a block
 * @param bytes bytes a block
 */
record GgmlType(String name, int block, int bytes) {
    /** Numbers from here on are of no version that was seen. */
    static final int COUNT = 40;

    private static final Map<Integer, GgmlType> TYPES = new HashMap<>();

    static {
        add("0 F32 1 4, 1 F16 1 2, 2 Q4_0 32 18, 3 Q4_1 32 20, 6 Q5_0 32 22, 7 Q5_1 32 24, 8 Q8_0 32 34, 9 Q8_1 32 36");
        add("10 Q2_K 256 84, 11 Q3_K 256 110, 12 Q4_K 256 144, 13 Q5_K 256 176, 14 Q6_K 256 210, 15 Q8_K 256 292");
        add("16 IQ2_XXS 256 66, 17 IQ2_XS 256 74, 18 IQ3_XXS 256 98, 19 IQ1_S 256 50, 20 IQ4_NL 32 18");
        add("21 IQ3_S 256 110, 22 IQ2_S 256 82, 23 IQ4_XS 256 136, 24 I8 1 1, 25 I16 1 2, 26 I32 1 4, 27 I64 1 8");
        add("28 F64 1 8, 29 IQ1_M 256 56, 30 BF16 1 2, 34 TQ1_0 256 54, 35 TQ2_0 256 66, 39 MXFP4 32 17");
    }

    private static void add(String rows) {
        for (String row : rows.split(", ", -1)) {
            String[] cells = row.split(" ", -1);
            GgmlType type = new GgmlType(cells[1], Integer.parseInt(cells[2]), Integer.parseInt(cells[3]));
            TYPES.put(Integer.parseInt(cells[0]), type);
        }
    }

    /** Null for a number that is none, or no longer one. */
    static @Nullable GgmlType of(int number) {
        return TYPES.get(number);
    }
}
