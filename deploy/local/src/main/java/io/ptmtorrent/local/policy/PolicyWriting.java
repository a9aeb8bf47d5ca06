package io.ptmtorrent.local.policy;

import static io.ptmtorrent.local.policy.PolicyFile.ARTIFACTS;
import static io.ptmtorrent.local.policy.PolicyFile.EXCLUDE;
import static io.ptmtorrent.local.policy.PolicyFile.FORMATS;
import static io.ptmtorrent.local.policy.PolicyFile.HISTORY;
import static io.ptmtorrent.local.policy.PolicyFile.INCLUDE;
import static io.ptmtorrent.local.policy.PolicyFile.LICENSES;
import static io.ptmtorrent.local.policy.PolicyFile.MAX_FILE_SIZE;
import static io.ptmtorrent.local.policy.PolicyFile.MIN_DOWNLOADS;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.HubPolicy;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes lines of a policy's file, one a rule. For one thread. */
final class PolicyWriting {
    private final StringBuilder text = new StringBuilder();
    private final String indent;

    /** @param indent before every line */
    PolicyWriting(String indent) {
        this.indent = indent;
    }

    void word(String key, @Nullable Object value) {
        if (value != null) {
            text.append((indent + key + ": " + value).stripTrailing()).append('\n');
        }
    }

    void list(String key, @Nullable List<String> values) {
        if (values != null) {
            word(key, values.stream().map(PolicyWriting::quoted).collect(Collectors.joining(", ", "[", "]")));
        }
    }

    void section(HubPolicy section) {
        PolicyWriting own = new PolicyWriting("    ");
        Artifacts artifacts = section.getArtifacts();
        own.word(ARTIFACTS, artifacts == null ? null : artifacts.toString().toLowerCase(Locale.ROOT));
        own.word(MAX_FILE_SIZE, section.getMaxBytes() == null ? null : PolicyWords.size(section.getMaxBytes()));
        own.word(MIN_DOWNLOADS, section.getMinDownloads());
        own.list(LICENSES, section.getLicenses());
        own.list(EXCLUDE, section.getExclude());
        own.list(INCLUDE, section.getInclude());
        own.list(FORMATS, section.getFormats());
        own.word(HISTORY, section.getHistory());
        text.append("  ")
                .append(section.getHub())
                .append(own.text.isEmpty() ? ": {}\n" : ":\n")
                .append(own);
    }

    /** As it is where it can be read as nothing else; else as JSON has it, which is YAML, too. */
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9][A-Za-z0-9._-]*")
                ? value
                : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
