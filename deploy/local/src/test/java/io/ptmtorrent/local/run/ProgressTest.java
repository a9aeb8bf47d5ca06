package io.ptmtorrent.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter text = new StringWriter();
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    @Test
    void replacesItsLineOnATerminalEverySecond() {
        // given
        Progress progress = new Progress(new PrintWriter(text), true, clock);
        assertThat(progress.due()).isFalse();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(progress.due()).isTrue();

        // when
        progress.show("a long line");
        progress.show("short");
        progress.end();

        // then
        assertThat(text.toString()).contains("\ra long line  ").contains("\rshort       ");
        assertThat(text.toString()).startsWith("\r").endsWith(System.lineSeparator());
    }

    @Test
    void writesALineEveryTenSecondsElsewhere() {
        // given
        Progress progress = new Progress(new PrintWriter(text), false, clock);
        now = now.plus(Duration.ofSeconds(9));
        assertThat(progress.due()).isFalse();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(progress.due()).isTrue();

        // when
        progress.show("one");
        progress.end();

        // then
        assertThat(text.toString()).isEqualTo("one" + System.lineSeparator());
        assertThat(progress.due()).isFalse();
    }

    @Test
    void saysWhatWasListedKnownAndChanged() {
        // when
        String line = Progress.line("huggingface", new LocalReport.HubCounts(12_000, 11_998, 12, 12, 2), 1_200);

        // then
        assertThat(line).isEqualTo("huggingface: listed 12,000, models 11,998, updates 12, 1,200 rows/s, errors 2");
    }

    @Test
    void saysHowManyFilesAreAccountedFor() {
        // when
        String line = Progress.files(
                new LocalReport.Files(1_400, 1_000, 100, 40, 30, 30, 7),
                new LocalReport.Bytes(9, 12_340_000, 8),
                new LocalReport.Packages(100, 30));

        // then
        assertThat(line).isEqualTo("files 1,200 of 1,400, 12.3 MB fetched, packages 30 of 100");
    }

    @Test
    void saysWhatIsLeftOfAQuota() {
        // when
        String told = Progress.budget(new LocalReport.Budget("huggingface.co", "api", 1420, 120, 2500L));
        String untold = Progress.budget(new LocalReport.Budget("api.github.com", "core", 59, 3600, null));

        // then
        assertThat(told).isEqualTo("huggingface.co api: 1,420 of 2,500 left for 120 s");
        assertThat(untold).isEqualTo("api.github.com core: 59 left for 3,600 s");
    }
}
