package io.ptmtorrent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    private static final String MODELS = "150";

    @TempDir
    Path temp;

    @Test
    void listsEveryModelShowsTheNextDayAndWritesNothingNewWhenNothingChanged() throws IOException {
        // when the hub is crawled for the first time
        ReportFile first = demo();

        // then
        assertThat(first.hub("listed")).isEqualTo(150);
        assertThat(first.hub("models")).isEqualTo(150);
        assertThat(first.hub("updates")).isEqualTo(first.hub("models"));
        assertThat(first.hub("requests")).isPositive();
        assertAccountsForEveryFile(first);
        assertThat(first.json().path("startSeconds").asDouble(-1)).isPositive();
        assertThat(first.json().path("seconds").asDouble(-1))
                .isGreaterThan(first.json().path("startSeconds").asDouble());

        // when a day has passed there
        ReportFile second = demo();

        // then some of it changed
        assertThat(second.hub("updates")).isPositive().isLessThan(150);

        // when that same day is crawled again
        ReportFile third = demo("--step", "1");

        // then
        assertThat(third.hub("listed")).isEqualTo(second.hub("listed"));
        assertThat(third.hub("updates")).isZero();
        assertThat(third.hub("models")).isEqualTo(second.hub("models"));
        assertThat(third.json().path("bytes").path("fetched").asLong(-1)).isZero();
        assertThat(third.json().path("files")).isEqualTo(second.json().path("files"));

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
