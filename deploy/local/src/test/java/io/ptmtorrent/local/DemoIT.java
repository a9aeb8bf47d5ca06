package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ptmtorrent.inspection.judge.RuleSet;
import io.ptmtorrent.local.engine.KafkaAccess;
import io.ptmtorrent.local.engine.KafkaConfigFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    private static final String MODELS = "150";

    @TempDir
    Path temp;

    @Test
    void listsEveryModelShowsTheNextDayAndWritesNothingNewWhenNothingChanged() throws Exception {
        // when the hub is crawled for the first time, under a policy of few files
        Path few = policy("few", "exclude: [\"*.safetensors\"]");
        ReportFile first = demo("--policy", few.toString());

        // then
        assertThat(first.hub("listed")).isEqualTo(150);
        assertThat(first.hub("models")).isEqualTo(150);
        assertThat(first.hub("updates")).isEqualTo(first.hub("models"));
        assertThat(first.hub("requests")).isPositive();
        assertAccountsForEveryFile(first);
        assertThat(first.json().path("startSeconds").asDouble(-1)).isPositive();
        assertThat(first.json().path("seconds").asDouble(-1))
                .isGreaterThan(first.json().path("startSeconds").asDouble());

        // when the policy is widened: a plan says by what, and changes nothing
        widen(policy("all", "gated: record"));

        // and a day has passed there
        ReportFile second = demo();

        // then some of it changed, and the files that were not wanted before are there
        assertThat(second.hub("updates")).isPositive().isLessThan(150);
        assertThat(count(second, "wanted")).isGreaterThan(count(first, "wanted"));
        assertAccountsForEveryFile(second);

        // and the policy before would leave them behind
        assertThat(new JsonSums(ptm("policy", "--plan", "--set", few.toString(), "--json")).of("orphanFiles"))
                .isPositive()
                .isLessThanOrEqualTo(count(second, "stored"));

        // when other rules judge the reports of what is stored, while no object can be read
        Files.move(Path.of(data(), "objects"), temp.resolve("away"));
        String rejudged = rejudge("not-supported\tunscannable", "not-supported\tdangerous");
        Files.move(temp.resolve("away"), Path.of(data(), "objects"));

        // then some go from one verdict to the other, and none is left out
        assertThat(rejudged).contains("go from unscannable to dangerous");
        long judged = rejudged.lines()
                .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .sum();
        // a file that came under another key than its digest may be counted a moment after the run's end
        assertThat(inspected(second)).isPositive().isLessThanOrEqualTo(judged);

        // when that same day is crawled again
        ReportFile third = demo("--step", "1");

        // then
        assertThat(third.hub("listed")).isEqualTo(second.hub("listed"));
        assertThat(third.hub("updates")).isZero();
        assertThat(third.hub("models")).isEqualTo(second.hub("models"));
        assertThat(third.json().path("bytes").path("fetched").asLong(-1)).isZero();
        assertThat(third.json().path("files")).isEqualTo(second.json().path("files"));

        // and the report counts the verdicts anew
        assertThat(inspected(third)).isEqualTo(judged);
        assertThat(third.json().at("/inspections/dangerous").asLong())
                .isGreaterThan(second.json().at("/inspections/dangerous").asLong());

        // and watch and export say the same as the reports
        assertThat(watch()).hasSize((int) (first.hub("updates") + second.hub("updates")));
        assertThat(export()).hasSize((int) third.hub("models"));
    }

    @Test
    void aPageThatCannotBeReadFailsTheRunAndTheReportSaysSo() throws IOException {
        // given
        Path report = temp.resolve("report.json");

        // when the hub answers its second page with a web page, whenever it is asked
        CommandRun run = CommandRun.of(
                "demo",
                "--hub",
                "huggingface",
                "--data",
                data(),
                "--models",
                "1500",
                "--artifacts",
                "none",
                "--faults",
                "html-page-always=2",
                "--report",
                report.toString());

        // then
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).startsWith("Not done (huggingface: ").doesNotContain("Now try");
        ReportFile failed = ReportFile.read(report);
        assertThat(failed.json().path("failed").asText()).startsWith("huggingface: ");
        assertThat(failed.hub("listed")).isEqualTo(1000);
        assertThat(failed.hub("models")).isEqualTo(1000);
        assertThat(failed.hub("errors")).isPositive();
        assertThat(run.err()).doesNotContain("\tat ");
    }

    private void widen(Path all) throws Exception {
        // Held open, so that the commands join its broker.
        try (KafkaAccess held = KafkaAccess.toFolder(Path.of(data()), KafkaConfigFile.none())) {
            assertThat(held.settings()).isNotNull();
            JsonSums now = new JsonSums(ptm("policy", "--plan", "--json"));
            JsonSums then = new JsonSums(ptm("policy", "--plan", "--set", all.toString(), "--json"));
            assertThat(now.of("orphanFiles")).isZero();
            assertThat(then.of("orphanFiles")).isZero();
            assertThat(then.of("fetchFiles")).isGreaterThan(now.of("fetchFiles"));
            assertThat(ptm("policy")).startsWith("# Policy 1, ").contains("\nexclude: [\"*.safetensors\"]\n");
            assertThat(ptm("policy", "--set", all.toString())).startsWith("policy 2: all files; ");
        }
    }

    private Path policy(String name, String rule) throws IOException {
        return Files.writeString(
                temp.resolve(name + ".yaml"), "artifacts: all\nmax-file-size: unlimited\n" + rule + "\n");
    }

    private String ptm(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--data", data()));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    /** Lines of JSON objects, and what a member comes to in all that have it. */
    private record JsonSums(String lines) {
        long of(String member) throws IOException {
            long sum = 0;
            for (String line : lines.lines().toList()) {
                sum += new ObjectMapper().readTree(line).path(member).asLong();
            }
            return sum;
        }
    }

    private static long count(ReportFile report, String member) {
        return report.json().path("files").path(member).asLong();
    }

    private static long inspected(ReportFile report) {
        long inspected = 0;
        for (JsonNode count : report.json().path("inspections")) {
            inspected += count.asLong();
        }
        return inspected;
    }

    /** By this version's rules, but for one row. */
    private String rejudge(String row, String other) throws IOException {
        Path rules = Files.createDirectories(temp.resolve("rules"));
        for (String file : List.of("rules.tsv", "globals.tsv", "operators.tsv")) {
            try (InputStream in = Objects.requireNonNull(RuleSet.class.getResourceAsStream(file))) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                Files.writeString(rules.resolve(file), text.replace(row, other));
            }
        }
        CommandRun run = CommandRun.of("rejudge", "--data", data(), "--rules", rules.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    private static void assertAccountsForEveryFile(ReportFile report) {
        JsonNode files = report.json().path("files");
        assertThat(files.path("wanted").asLong())
                .isPositive()
                .isEqualTo(Stream.of("stored", "deduplicated", "failed", "unavailable", "gated")
                        .mapToLong(member -> files.path(member).asLong())
                        .sum());
        JsonNode packages = report.json().path("packages");
        assertThat(packages.path("total").asLong())
                .isPositive()
                .isEqualTo(packages.path("complete").asLong());
    }

    private ReportFile demo(String... more) throws IOException {
        Path report = temp.resolve("report.json");
        List<String> arguments = new ArrayList<>(List.of(
                "demo",
                "--hub",
                "huggingface",
                "--data",
                data(),
                "--models",
                MODELS,
                "--seed",
                "7",
                "--report",
                report.toString()));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Done after").contains("ptm watch --data " + data());
        return ReportFile.read(report);
    }

    private List<String> watch() {
        CommandRun run = CommandRun.of("watch", "--data", data(), "--since", "beginning", "--until-end", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        return run.out().lines().toList();
    }

    private List<String> export() throws IOException {
        Path out = temp.resolve("data-set");
        CommandRun run = CommandRun.of("export", "--data", data(), "--format", "jsonl", "--out", out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        List<String> lines = Files.readAllLines(out.resolve("models.jsonl"));
        for (String line : lines) {
            assertThat(new ObjectMapper().readTree(line).fieldNames())
                    .toIterable()
                    .contains("hub", "id", "stableId", "revision", "owner", "name", "task", "architecture", "files");
        }
        return lines;
    }

    private String data() {
        return temp.resolve("data").toString();
    }
}
