package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static io.ptmtorrent.inspection.Made.rules;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.inspection.judge.Rejudgement;
import io.ptmtorrent.inspection.judge.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RejudgementTest {
    private static String file(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(RuleSet.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** The current rule set with something more in each of its files. */
    private static RuleSet changed(String from, String to, String globals, String operators) throws IOException {
        return RuleSet.parse(
                "99",
                file("rules.tsv").replace(from, to).getBytes(UTF_8),
                (file("globals.tsv") + globals).getBytes(UTF_8),
                (file("operators.tsv") + operators).getBytes(UTF_8));
    }

    @Test
    void aChangedListOfGlobalsChangesTheVerdictOfAStoredReport() throws IOException {
        // given
        Inspection stored = report(Made.call("acme.models", "Net", "x"));
        RuleSet allowing = changed("", "", "data\tacme.models\tNet\ta network\n", "");
        RuleSet forbidding = changed("", "", "dangerous\tacme.models\tNet\truns programs\n", "");

        // when
        Inspection allowed = Rejudgement.of(stored, allowing);
        Inspection forbidden = Rejudgement.of(stored, forbidding);

        // then
        assertThat(stored.getVerdict()).isEqualTo(InspectionVerdict.SUSPICIOUS);
        assertThat(allowed.getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(allowed.getRuleSet()).isEqualTo("99");
        assertThat(allowed.getRuleSetSha256()).isEqualTo(allowing.sha256()).isNotEqualTo(stored.getRuleSetSha256());
        assertThat(rules(forbidden)).containsExactly("pickle-dangerous-global");
        assertThat(forbidden.getFindings().getFirst().getDetail()).contains("runs programs");
    }

    @Test
    void aChangedListOfOperatorsDoesToo() throws IOException {
        // given
        Inspection stored = report("saved_model.pb", OtherFormatsTest.savedModel("NewOp"));
        RuleSet forbidding = changed("", "", "", "dangerous\ttensorflow\tNewOp\truns programs\n");

        // when, then
        assertThat(stored.getVerdict()).isEqualTo(InspectionVerdict.CLEAN);
        assertThat(Rejudgement.of(stored, forbidding).getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
    }

    @Test
    void whatWasFoundByStructureGetsTheSeverityOfTheNewRules() throws IOException {
        // given
        Inspection stored = report(Made.bytes(Made.pickle("N"), "trailing").get());
        RuleSet harder = changed("pickle-trailing-bytes\tsuspicious", "pickle-trailing-bytes\tdangerous", "", "");

        // when
        Inspection again = Rejudgement.of(stored, harder);

        // then
        assertThat(stored.getVerdict()).isEqualTo(InspectionVerdict.SUSPICIOUS);
        assertThat(again.getVerdict()).isEqualTo(InspectionVerdict.DANGEROUS);
        assertThat(rules(again)).isEqualTo(rules(stored));
        assertThat(again.getFacts()).isEqualTo(stored.getFacts());
    }

    @Test
    void theSameRuleSetChangesNothing() {
        // given
        Inspection stored = report(Made.call("os", "system", "id"));

        // when, then
        assertThat(Rejudgement.of(stored, RuleSet.current())).isSameAs(stored);
    }
}
