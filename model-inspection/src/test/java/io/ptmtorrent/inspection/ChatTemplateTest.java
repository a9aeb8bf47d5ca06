package io.ptmtorrent.inspection;

import static io.ptmtorrent.inspection.Made.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTemplateTest {
    /** CVE-2024-34359, and the ways around a filter that looks for its words. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "DANGEROUS => {{ ''.__class__ }}",
                "DANGEROUS => {{ ''['__class__'] }}",
                "DANGEROUS => {{ ''['\\x5f\\x5fclass\\x5f\\x5f'] }}",
                "DANGEROUS => {{ ''['__cl' ~ 'ass__'] }}",
                "DANGEROUS => {{ ''|attr('__cl' + 'ass__') }}",
                "DANGEROUS => {{ ''|attr(['__cl','ass__']|join) }}",
                "DANGEROUS => {{ ''|attr('__ssalc__'|reverse) }}",
                "DANGEROUS => {{ ''|attr('__%s__'|format('class')) }}",
                "DANGEROUS => {{ ''|attr(request.args.x) }}",
                "DANGEROUS => {% set x = cycler.__init__ %}",
                "DANGEROUS => {{ lipsum.__globals__ }}",
                "DANGEROUS => {{ os.popen('id') }}",
                "DANGEROUS => {%- if x -%}{{- getattr(x, y) -}}{%- endif -%}",
                "SUSPICIOUS => {% include 'other' %}",
                "MALFORMED => {% for m in messages %}{{ m }}",
                "MALFORMED => {{ messages[0 }}",
                "MALFORMED => {% endif %}",
                "CLEAN => {% for m in messages %}{{ '<|' + m['role'] + '|>' + m.content | trim }}{% endfor %}",
                "CLEAN => {%- macro f(x) %}{{ x|tojson }}{%- endmacro %}{{ f({'a': [1, 2]}) }}",
                "CLEAN => {% raw %}{{ __class__ }}{% endraw %}{# __class__ #}{{ x }}",
                "CLEAN => {{ raise_exception('system role is not supported: os') }}",
                "CLEAN => {% set ns = namespace(is_first=true) %}{{ ns.is_first }}",
                "CLEAN => {% generation %}{{ m }}{% endgeneration %}"
            })
    void aTemplateIsJudgedByWhatItReachesFor(InspectionVerdict verdict, String template) {
        // when
        Inspection plain = report("chat_template.jinja", template.getBytes(StandardCharsets.UTF_8));
        Inspection json = report("tokenizer_config.json", json(template));

        // then
        assertThat(plain.getVerdict()).as(plain.toString()).isEqualTo(verdict);
        assertThat(json.getVerdict()).as(json.toString()).isEqualTo(verdict);
    }

    private static byte[] json(String template) {
        String escaped = template.replace("\\", "\\\\").replace("\"", "\\\"");
        return ("{\"bos_token\": \"<s>\", \"deep\": [{\"any_key\": \"" + escaped + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void settingsThatAskForCodeAreFlagged() {
        // given
        String json = "{\"auto_map\": {\"AutoModel\": \"acme/other--modeling.Model\"}}";

        // when
        Inspection report = report("config.json", json.getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(report.getFlags()).hasToString("[REQUIRES_REMOTE_CODE]");
        assertThat(Made.rules(report)).containsExactly("other-repository-code", "remote-code");
    }
}
