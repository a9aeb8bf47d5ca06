package io.ptmtorrent.samplehub.onnx;

import java.util.Locale;

/** What the zoo's READMEs say, in the shape of the real ones (June 2025): a list of families, a table of weights each. */
final class ZooPages {
    private static final String HEAD = """
            # A zoo

            ### Digits <a name="domain_based_image"/>
            These models tell digits.

            |Model Class |Reference |Description |Huggingface Spaces|
            |-|-|-|-|
            """;

    private final StringBuilder families = new StringBuilder(HEAD);

    /** Lists a family; every other one has a Space. */
    void list(String name, String folder, int number) {
        String space = number % 2 == 0
                ? " [![Spaces](https://img.example/badge)](https://huggingface.co/spaces/onnx/" + name + ") |"
                : "";
        families.append(
                "|<b>[%s](%s)</b>|[Tern et al.](https://arxiv.org/abs/1801.%05d)|Tells digits. <br>Top-5 error ~%d%%|%s\n"
                        .formatted(name, folder, number % 100_000, 1 + number % 20, space));
    }

    String frontPage() {
        return families.toString();
    }

    /** The README of a family of one weight; the last cell is empty where its number is odd. */
    static String family(String name, int number) {
        String accuracy = number % 2 == 0 ? String.format(Locale.ROOT, "%.2f", 60 + number % 30 / 7.0) : "";
        return """
                # NAME

                |Model        |Download  |Download (with sample test data)|ONNX version|Opset version|Top-1 accuracy (%)|
                |-------------|:---------|:-------------------------------|:-----------|:------------|:-----------------|
                |NAME | [4 kB](model/NAME.onnx) | [5 kB](model/NAME.tar.gz) | 1.9.0 | 16 | TOP |

                ## License
                MIT
                """.replace("NAME", name).replace("TOP", accuracy);
    }
}
