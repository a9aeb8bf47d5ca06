package io.ptmtorrent.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.inspection.bytes.FileBytes;
import io.ptmtorrent.inspection.judge.Rule;
import io.ptmtorrent.inspection.print.Words;
import io.ptmtorrent.inspection.signature.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Walks the samples with expected verdicts in {@code model-files} of the folder that {@code -Dptm.shared=DIR} names. */
class SharedVectorsTest {
    /** Expected words that a file of the wild may be given, and nothing worse: it is benign. */
    private static final Set<String> BENIGN = Set.of("clean", "valid-signature");

    private record Row(String file, String format, String expected, Set<String> got, Inspection report) {
        boolean isExact() {
            return got.contains(expected);
        }

        /** A format that no parser of ours reads yet: said so, and never clean. */
        boolean isNotBuilt() {
            return report.getFindings().stream()
                    .anyMatch(it -> it.getRule().equals(Rule.NOT_SUPPORTED.id())
                            && it.getWhere().isEmpty()
                            && !expected.equals("not-a-model"));
        }

        boolean is(InspectionVerdict verdict) {
            return report.getVerdict() == verdict;
        }
    }

    @Test
    void sharedVectorsGetTheVerdictsTheyMust() throws IOException {
        // given
        Path folder = folder();

        // when
        List<Row> rows = rows(folder);
        print(rows);

        // then
        List<Row> built = rows.stream().filter(it -> !it.isNotBuilt()).toList();
        List<Row> benign =
                built.stream().filter(it -> BENIGN.contains(it.expected())).toList();
        long exact = built.stream().filter(Row::isExact).count();
        assertThat(rows)
                .filteredOn(it -> it.expected().equals("dangerous"))
                .as("dangerous, and let through")
                .noneMatch(it -> it.is(InspectionVerdict.CLEAN) || it.is(InspectionVerdict.INFORMATIONAL));
        assertThat(rows.stream().filter(Row::isNotBuilt))
                .as("what is not built fails closed")
                .allMatch(it -> it.report().getVerdict().compareTo(InspectionVerdict.UNSCANNABLE) >= 0);
        assertThat(benign).noneMatch(it -> it.is(InspectionVerdict.DANGEROUS));
        assertThat(benign.stream().filter(it -> it.is(InspectionVerdict.SUSPICIOUS)))
                .as("benign and suspicious, 5 % at most")
                .hasSizeLessThanOrEqualTo(benign.size() / 20);
        assertThat((double) exact / built.size()).as("exact").isGreaterThanOrEqualTo(0.98);
    }

    private static Path folder() {
        String given = System.getProperty("ptm.shared", "");
        Path folder = Path.of(given, "model-files");
        boolean there = !given.isEmpty() && Files.isDirectory(folder);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("ptm.shared: '" + given + "' holds no model-files, and CI=true asks for them");
        }
        Assumptions.assumeTrue(there, "ptm.shared tests: skipped, -Dptm.shared names no folder with model-files");
        return folder;
    }

    private static List<Row> rows(Path folder) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("manifest.tsv")).stream()
                .skip(1)
                .toList()) {
            List<String> cells = List.of(line.split("\t", -1));
            Path file = folder.resolve(cells.get(0));
            String name = String.valueOf(file.getFileName()).replaceFirst("\\.sample$", "");
            try (FileBytes bytes = FileBytes.open(file)) {
                Inspection report = cells.get(3).equals("oms-signature")
                        ? signature(folder.resolve("oms"), name, bytes)
                        : new Inspector().inspect(name, bytes);
                Set<String> got = new TreeSet<>(Set.of(Words.of(report.getVerdict())));
                report.getFlags().forEach(flag -> got.add(Words.of(flag)));
                rows.add(new Row(cells.get(0), cells.get(3), cells.get(4), got, report));
            }
        }
        return rows;
    }

    /** The signed folder is called as the signature; Sigstore's root is not there, a key's or certificate's is. */
    private static Inspection signature(Path oms, String name, FileBytes bytes) throws IOException {
        Path signed = oms.resolve("signed").resolve(name.replaceFirst("__.*", ""));
        String key = name.contains("certificate") ? "ca-cert.pem" : "signing-key-pub.pem";
        Keys keys = name.contains("sigstore")
                ? Keys.NONE
                : Keys.ofPem(Files.readAllBytes(oms.resolve("keys").resolve(key)));
        return new Inspector().verify(bytes, new SignatureTest.Folder(read(signed)), keys);
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void print(List<Row> rows) {
        Map<String, Integer> exact = new TreeMap<>();
        Map<String, Integer> all = new TreeMap<>();
        for (Row row : rows) {
            all.merge(row.format(), 1, Integer::sum);
            exact.merge(row.format(), row.isExact() ? 1 : 0, Integer::sum);
            System.out.printf(
                    "%-5s %-22s %-15s %-40s %s%n",
                    row.isExact() ? "" : row.isNotBuilt() ? "none" : "DIFF",
                    row.format(),
                    row.expected(),
                    String.join(",", row.got()),
                    row.file());
        }
        all.forEach((format, count) -> System.out.printf("%-22s %3d of %3d exact%n", format, exact.get(format), count));
        System.out.printf(
                "ptm.shared tests: %d samples, %d exact, %d of formats not built%n",
                rows.size(),
                rows.stream().filter(Row::isExact).count(),
                rows.stream().filter(Row::isNotBuilt).count());
    }
}
