package io.ptmtorrent.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.write(folder.resolve("a-bad.pkl"), "cos\nsystem\n(S'id'\ntR.".getBytes(US_ASCII));
        Files.write(folder.resolve("b-good.pkl"), "(dp0\nS'a'\nI1\ns.".getBytes(US_ASCII));
    }

    @Test
    void tellsPeopleEachFindingInALineAndExitsWithThree() {
        // when
        CommandRun run = CommandRun.of("inspect", folder.toString());

        // then
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out().lines())
                .anyMatch(it -> it.endsWith("a-bad.pkl: dangerous, pickle, 21 bytes"))
                .anyMatch(it -> it.startsWith("  dangerous pickle-dangerous-global at 0: os system, called"))
                .anyMatch(it -> it.endsWith("b-good.pkl: clean, pickle, 15 bytes"));
    }

    @Test
    void tellsProgramsOneObjectALine() throws IOException {
        // when
        CommandRun run = CommandRun.of("inspect", "--json", folder.toString());

        // then
        JsonNode bad = JSON.readTree(run.out().lines().findFirst().orElseThrow());
        assertThat(run.out().lines()).hasSize(2);
        assertThat(bad.get("verdict").textValue()).isEqualTo("dangerous");
        assertThat(bad.get("flags")).isEmpty();
        assertThat(bad.at("/coverage/complete").booleanValue()).isTrue();
        assertThat(bad.at("/findings/0/rule").textValue()).isEqualTo("pickle-dangerous-global");
        assertThat(bad.at("/findings/0/severity").textValue()).isEqualTo("dangerous");
        assertThat(bad.at("/globals/0/module").textValue()).isEqualTo("os");
    }

    @Test
    void tellsScannersOneLogOfAllFiles() throws IOException {
        // when
        CommandRun run = CommandRun.of("inspect", "--sarif", folder.toString());

        // then
        JsonNode log = JSON.readTree(run.out());
        assertThat(log.get("version").textValue()).isEqualTo("2.1.0");
        assertThat(log.at("/runs/0/results")).hasSize(1);
        assertThat(log.at("/runs/0/results/0/level").textValue()).isEqualTo("error");
        assertThat(log.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri")
                        .textValue())
                .endsWith("a-bad.pkl");
    }

    @Test
    void aGoodFileEndsWithZeroAndAMissingOneWithOne() {
        // when, then
        assertThat(CommandRun.of("inspect", folder.resolve("b-good.pkl").toString())
                        .code())
                .isZero();
        CommandRun missing = CommandRun.of("inspect", folder.resolve("none").toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("none cannot be read");
        assertThat(CommandRun.of("inspect", "--json", "--sarif", "x").code()).isEqualTo(2);
    }
}
