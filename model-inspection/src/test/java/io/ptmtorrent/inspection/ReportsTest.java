package io.ptmtorrent.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionFlag;
import io.ptmtorrent.avro.InspectionVerdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReportsTest {
    /** Imports many names, and calls one that is dangerous last. */
    private static Inspection large() {
        Made file = Made.bytes(0x80, 4);
        for (int name = 0; name < 9_000; name++) {
            file.add("cpackage.of.a.long.name.m" + name + "\nf\n0");
        }
        return Made.report(
                file.add("cos\nsystem\n", Made.text("id"), 0x85, "R.").get());
    }

    @Test
    void aReportIsCutToSizeAndKeepsItsVerdictAndEachRulesFirstFinding() throws IOException {
        // given
        Inspection whole = large();

        // when
        Inspection cut = Reports.within(whole, 64 << 10);

        // then
        assertThat(Inspection.getEncoder().encode(cut).remaining()).isLessThanOrEqualTo(64 << 10);
        assertThat(cut.getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
        assertThat(Made.rules(cut)).contains("pickle-dangerous-global", "pickle-unknown-global");
        assertThat(cut.getFlags()).contains(InspectionFlag.TRUNCATED);
        assertThat(cut.getOmitted())
                .isEqualTo(whole.getOmitted()
                        + whole.getGlobals().size()
                        - cut.getGlobals().size()
                        + whole.getFindings().size()
                        - cut.getFindings().size()
                        + whole.getFacts().size()
                        - cut.getFacts().size());
    }

    @Test
    void aSmallReportStaysAsItIs() {
        // given
        Inspection small = Made.report(Made.pickle("N"));

        // when, then
        assertThat(Reports.within(small, 64 << 10)).isSameAs(small);
    }

    @Test
    void aFileThatCouldNotBeLookedIntoIsUnscannableAndSaysWhy() {
        // when
        Inspection report = Reports.failed(10, "the disk is gone");

        // then
        assertThat(report.getVerdict()).isEqualTo(InspectionVerdict.UNSCANNABLE);
        assertThat(report.getCoverage()).isZero();
        assertThat(report.getFindings().getFirst().getDetail()).isEqualTo("the disk is gone");
    }
}
