package io.ptmtorrent.local.policy;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.HubPolicy;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.contract.RecordSerdes;
import io.ptmtorrent.normalizer.policy.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A policy as a file that people read and write: YAML, a line a rule, and a section a hub that has rules of its own.
 *
 * <p>docs/policy.md tells the keys. What {@link #write} gives, {@link #read} reads as an equal policy. Version and time
 * are not in it: they belong to the record.
 */
public final class PolicyFile {
    /** Largest file of the choice {@code small}. */
    public static final long SMALL_MAX_BYTES = 10L * 1024 * 1024;

    private static final long LONGEST = 1_000_000;
    static final String ARTIFACTS = "artifacts";
    static final String MAX_FILE_SIZE = "max-file-size";
    static final String MIN_DOWNLOADS = "min-downloads";
    static final String LICENSES = "licenses";
    static final String EXCLUDE = "exclude";
    static final String INCLUDE = "include";
    static final String FORMATS = "formats";
    static final String HISTORY = "history";
    private static final String GATED = "gated";
    private static final String HUBS = "hubs";
    private static final Set<String> OF_HUB = new LinkedHashSet<>(
            List.of(ARTIFACTS, MAX_FILE_SIZE, MIN_DOWNLOADS, LICENSES, EXCLUDE, INCLUDE, FORMATS, HISTORY));
    private static final Set<String> OF_ALL = ofAll();

    private PolicyFile() {}

    /**
     * Reads one.
     *
     * @return without version and time
     * @throws IllegalArgumentException naming file, line, key, value and what is allowed
     */
    public static Policy read(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw new IllegalArgumentException(file + ": larger than a policy may be, " + LONGEST + " bytes");
            }
            return read(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e, e);
        }
    }

    /** Reads one as {@link #read(Path)} does; {@code name} is what messages call it. */
    static Policy read(String text, String name) {
        Lines lines = new Lines(name, "", tree(text, name), OF_ALL);
        Map<String, Lines> sections = lines.maps(HUBS, PolicyWords::hub, OF_HUB);
        check(lines, lines);
        sections.values().forEach(section -> check(section, lines));
        return base(
                        Objects.requireNonNullElse(lines.one(ARTIFACTS, PolicyWords::artifacts), Artifacts.NONE),
                        lines.one(MAX_FILE_SIZE, PolicyWords::size),
                        Objects.requireNonNullElse(lines.one(GATED, PolicyWords::gated), false))
                .setMinDownloads(unlessZero(lines.one(MIN_DOWNLOADS, PolicyWords::downloads)))
                .setLicenses(orNone(lines.list(LICENSES, PolicyWords::license)))
                .setExclude(orNone(lines.list(EXCLUDE, PolicyWords::glob)))
                .setInclude(orNone(lines.list(INCLUDE, PolicyWords::glob)))
                .setFormats(orNone(lines.list(FORMATS, PolicyWords::format)))
                .setHistory(Objects.requireNonNullElse(lines.one(HISTORY, PolicyWords::truth), false))
                .setHubs(sections.entrySet().stream()
                        .map(section -> section(section.getKey(), section.getValue()))
                        .toList())
                .build();
    }

    /**
     * A policy with no rules but these, without version and time.
     *
     * @param maxBytes null or {@link Rules#UNLIMITED} for no limit
     */
    public static Policy.Builder base(Artifacts artifacts, @Nullable Long maxBytes, boolean gated) {
        RecordSerdes.trustOurRecords();
        return Policy.newBuilder()
                .setVersion(0)
                .setArtifacts(artifacts)
                .setSmallMaxBytes(SMALL_MAX_BYTES)
                .setMaxBytes(maxBytes == null || maxBytes == Rules.UNLIMITED ? null : maxBytes)
                .setGated(gated)
                .setSetAt(Instant.EPOCH);
    }

    private static HubPolicy section(String hub, Lines lines) {
        return HubPolicy.newBuilder()
                .setHub(hub)
                .setArtifacts(lines.one(ARTIFACTS, PolicyWords::artifacts))
                .setMaxBytes(lines.one(MAX_FILE_SIZE, PolicyWords::size))
                .setMinDownloads(lines.one(MIN_DOWNLOADS, PolicyWords::downloads))
                .setLicenses(lines.list(LICENSES, PolicyWords::license))
                .setExclude(lines.list(EXCLUDE, PolicyWords::glob))
                .setInclude(lines.list(INCLUDE, PolicyWords::glob))
                .setFormats(lines.list(FORMATS, PolicyWords::format))
                .setHistory(lines.one(HISTORY, PolicyWords::truth))
                .build();
    }

    /** What a hub's own lines, over those of all, must not leave open. */
    private static void check(Lines own, Lines all) {
        Artifacts artifacts = over(ARTIFACTS, PolicyWords::artifacts, own, all);
        Long limit = over(MAX_FILE_SIZE, PolicyWords::size, own, all);
        Boolean history = over(HISTORY, PolicyWords::truth, own, all);
        if (artifacts == Artifacts.ALL && limit == null) {
            throw own.missing(MAX_FILE_SIZE, "artifacts: all needs it, for example 2GiB, or the word unlimited");
        }
        boolean sized = artifacts != Artifacts.ALL || !Objects.equals(limit, Rules.UNLIMITED);
        if (Boolean.TRUE.equals(history) && sized) {
            throw own.unfit(
                    HISTORY,
                    "needs artifacts: all and max-file-size: unlimited, since nobody tells the size of"
                            + " a history before it comes");
        }
    }

    private static <T> @Nullable T over(String key, Function<String, T> word, Lines own, Lines all) {
        T said = own.one(key, word);
        return said == null ? all.one(key, word) : said;
    }

    private static Node tree(String text, String name) {
        try {
            return new Compose(LoadSettings.builder().setLabel(name).build())
                    .composeString(text)
                    .orElseThrow(() ->
                            new IllegalArgumentException(name + ": says nothing; ptm policy prints one to begin with"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0);
            boolean star = text.lines().skip(line).findFirst().orElse("").contains("*");
            throw new IllegalArgumentException(
                    name + " line " + (line + 1) + ": no YAML: " + e.getProblem()
                            + (star ? "; a value that begins with * needs quotes: \"*.bin\"" : ""),
                    e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(name + ": no YAML: " + e.getMessage(), e);
        }
    }

    /** The policy's file, every key of it; {@link #read} takes it. */
    public static String write(Policy policy) {
        PolicyWriting out = new PolicyWriting("");
        out.word(ARTIFACTS, policy.getArtifacts().toString().toLowerCase(Locale.ROOT));
        out.word(MAX_FILE_SIZE, PolicyWords.size(Objects.requireNonNullElse(policy.getMaxBytes(), Rules.UNLIMITED)));
        out.word(MIN_DOWNLOADS, Objects.requireNonNullElse(policy.getMinDownloads(), 0L));
        out.list(LICENSES, policy.getLicenses());
        out.list(EXCLUDE, policy.getExclude());
        out.list(INCLUDE, policy.getInclude());
        out.list(FORMATS, policy.getFormats());
        out.word(HISTORY, policy.getHistory());
        out.word(GATED, policy.getGated() ? "ask" : "record");
        if (!policy.getHubs().isEmpty()) {
            out.word(HUBS, "");
            policy.getHubs().forEach(section -> out.section(section));
        }
        return out.toString();
    }

    private static @Nullable Long unlessZero(@Nullable Long value) {
        return value == null || value == 0 ? null : value;
    }

    private static List<String> orNone(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }

    private static Set<String> ofAll() {
        Set<String> keys = new LinkedHashSet<>(OF_HUB);
        keys.addAll(List.of(GATED, HUBS));
        return keys;
    }
}
