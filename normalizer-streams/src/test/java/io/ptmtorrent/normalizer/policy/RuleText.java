package io.ptmtorrent.normalizer.policy;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.HubPolicy;
import io.ptmtorrent.avro.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Policies in few words: {@code exclude=*.bin min=10 hub.min=5}; all files where nothing else is said. */
final class RuleText {
    private RuleText() {}

    static Policy policy(String rules) {
        Policy.Builder policy = Policy.newBuilder()
                .setVersion(1)
                .setArtifacts(Artifacts.ALL)
                .setSmallMaxBytes(10)
                .setGated(false)
                .setSetAt(Instant.EPOCH);
        HubPolicy.Builder hub = HubPolicy.newBuilder().setHub("huggingface");
        HubPolicy.Builder other = HubPolicy.newBuilder().setHub("onnx-model-zoo");
        for (String rule : rules.strip().split(" +", -1)) {
            String key = rule.substring(0, rule.indexOf('='));
            String value = rule.substring(rule.indexOf('=') + 1);
            switch (key) {
                case "artifacts" -> policy.setArtifacts(Artifacts.valueOf(value));
                case "max" -> policy.setMaxBytes(Long.valueOf(value));
                case "min" -> policy.setMinDownloads(Long.valueOf(value));
                case "include" -> policy.setInclude(with(policy.hasInclude() ? policy.getInclude() : null, value));
                case "exclude" -> policy.setExclude(with(policy.hasExclude() ? policy.getExclude() : null, value));
                case "formats" -> policy.setFormats(with(policy.hasFormats() ? policy.getFormats() : null, value));
                case "licenses" -> policy.setLicenses(with(policy.hasLicenses() ? policy.getLicenses() : null, value));
                case "other.artifacts" -> other.setArtifacts(Artifacts.valueOf(value));
                case "hub.artifacts" -> hub.setArtifacts(Artifacts.valueOf(value));
                case "hub.max" -> hub.setMaxBytes(Long.valueOf(value));
                case "hub.min" -> hub.setMinDownloads(Long.valueOf(value));
                case "hub.include" -> hub.setInclude(with(hub.hasInclude() ? hub.getInclude() : null, value));
                case "hub.exclude" -> hub.setExclude(with(hub.hasExclude() ? hub.getExclude() : null, value));
                default -> throw new IllegalArgumentException(rule);
            }
        }
        return policy.setHubs(List.of(other.build(), hub.build())).build();
    }

    private static List<String> with(@Nullable List<String> held, String more) {
        List<String> all = new ArrayList<>(held == null ? List.of() : held);
        all.add(more);
        return all;
    }
}
