package io.ptmtorrent.local;

import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.PackageState;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.local.policy.PlanTally;
import io.ptmtorrent.local.run.ModelLookup.Found;
import io.ptmtorrent.normalizer.policy.Choice;
import io.ptmtorrent.normalizer.policy.Selection;
import io.ptmtorrent.normalizer.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A policy, and what it says of a model, for people. Pure; control characters of hub-given text are question marks. */
final class PolicyText {
    private PolicyText() {}

    /** The policy on one line. */
    static String of(Policy policy) {
        return policy.getVersion() == 0
                ? "no policy was ever set: no file is wanted"
                : "policy " + policy.getVersion() + ": " + artifacts(policy) + limit(policy) + rules(policy)
                        + (policy.getHistory() ? "; git histories of linked repositories" : "")
                        + (policy.getGated() ? "; files of gated models are asked for" : "; gated models are not asked")
                        + "; set " + policy.getSetAt();
    }

    /** The model, each of its files, and its package. */
    static List<String> explain(Policy policy, Found found) {
        Model model = found.model();
        Package stored = found.stored();
        List<String> lines = new ArrayList<>();
        lines.add(model.getHub() + "/" + model.getStableId() + "  " + model.getId() + " at revision "
                + Objects.requireNonNullElse(model.getRevision(), "unknown"));
        lines.add(String.format(
                Locale.ROOT,
                "  licence %s; downloads %s",
                Objects.requireNonNullElse(model.getLicenseExpression(), "not known"),
                found.downloads() == null ? "not counted" : String.format(Locale.ROOT, "%,d", found.downloads())));
        if (model.getFiles().stream().allMatch(file -> file.getSize() == null)) {
            lines.add("  sizes and digests are not known yet: they are asked for where a policy wants files");
        }
        Selection selection = Selection.of(policy, model, found.downloads());
        if (selection.gated()) {
            lines.add("  gated: its files are wanted, but not asked for without a token (HF_TOKEN)");
        }
        selection.choices().forEach(choice -> lines.add(line(choice)));
        if (stands(policy, model, stored) && selection.choices().stream().anyMatch(PolicyText::isUnpopular)) {
            lines.add("  it had as many downloads: its package stays until the next revision or policy");
        }
        lines.add("  " + stored(stored));
        return lines.stream().map(PolicyText::printable).toList();
    }

    /** What a plan says, by hub. */
    static List<String> plan(SortedMap<String, PlanTally> hubs) {
        List<String> lines = new ArrayList<>();
        hubs.forEach((hub, tally) -> {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-14s  fetch  %,9d files, %s%s",
                    hub,
                    tally.fetchFiles(),
                    bytes(tally.fetchBytes()),
                    tally.fetchUnsized() == 0
                            ? ""
                            : String.format(Locale.ROOT, " and %,d files of unknown size", tally.fetchUnsized())));
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-14s  orphan %,9d files, %s",
                    "",
                    tally.orphanFiles(),
                    bytes(tally.orphanBytes())));
            add(lines, tally.gatedFiles(), "gated files: recorded, not asked for");
            add(lines, tally.unlistedModels(), "models are asked for their files first, whose sizes nobody knows yet");
        });
        lines.add("A content counts once. Files without a SHA-256 at the hub count as stored where the package in force"
                + " has them: at most so many are fetched. Orphans stay in the store.");
        return lines;
    }

    private static void add(List<String> lines, long number, String what) {
        if (number > 0) {
            lines.add(String.format(Locale.ROOT, "  %-14s         %,9d %s", "", number, what));
        }
    }

    private static String bytes(long number) {
        return number < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", number / 1e6)
                : String.format(Locale.ROOT, "%,.1f GB", number / 1e9);
    }

    private static String artifacts(Policy policy) {
        return switch (policy.getArtifacts()) {
            case ALL -> "all files";
            case SMALL -> String.format(Locale.ROOT, "files outside LFS up to %,d bytes", policy.getSmallMaxBytes());
            case NONE, UNKNOWN -> "no files";
        };
    }

    /** Which other rules it has; what they say is the policy's file's to tell. */
    private static String rules(Policy policy) {
        List<String> keys = new ArrayList<>();
        add("include", !policy.getInclude().isEmpty(), keys);
        add("exclude", !policy.getExclude().isEmpty(), keys);
        add("formats", !policy.getFormats().isEmpty(), keys);
        add("licenses", !policy.getLicenses().isEmpty(), keys);
        add("min-downloads", policy.getMinDownloads() != null, keys);
        policy.getHubs().forEach(section -> keys.add("hubs." + section.getHub()));
        return keys.isEmpty() ? "" : "; rules of " + String.join(", ", keys);
    }

    private static void add(String key, boolean given, List<String> keys) {
        if (given) {
            keys.add(key);
        }
    }

    private static String limit(Policy policy) {
        return policy.getMaxBytes() == null
                ? ""
                : String.format(Locale.ROOT, "; none over %,d bytes", policy.getMaxBytes());
    }

    private static String line(Choice choice) {
        ModelFile file = choice.file();
        String size = file.getSize() == null ? "?" : String.format(Locale.ROOT, "%,d", file.getSize());
        String word = choice.verdict() == Verdict.WANTED ? "wanted" : "not wanted";
        return String.format(Locale.ROOT, "  %-10s  %15s bytes  %s  (%s)", word, size, file.getPath(), why(choice));
    }

    /** The rule that decided, and what it means where that is not plain. */
    private static String why(Choice choice) {
        String rule = choice.rule() == null ? "" : choice.rule();
        return switch (choice.verdict()) {
            case WANTED ->
                (choice.url() == null ? "no address can hold its name" : content(choice.file()))
                        + (rule.isEmpty() ? "" : "; " + rule);
            case NO_FILES -> "the policy wants no files";
            case IN_LFS -> "in LFS, and the policy wants small files";
            case TOO_LARGE -> "larger than the policy wants: " + rule;
            case SIZE_UNKNOWN -> "its size is not known, and the policy has a limit: " + rule;
            case BEYOND_MANIFEST -> "beyond what a manifest can hold";
            case FEW_DOWNLOADS, OTHER_LICENSE, EXCLUDED, NOT_INCLUDED, OTHER_FORMAT -> rule;
        };
    }

    private static boolean isUnpopular(Choice choice) {
        return choice.verdict() == Verdict.FEW_DOWNLOADS;
    }

    private static boolean stands(Policy policy, Model model, @Nullable Package stored) {
        return stored != null
                && stored.getPolicyVersion() == policy.getVersion()
                && Objects.equals(stored.getRevision(), model.getRevision());
    }

    private static String content(ModelFile file) {
        return switch (file.getArtifact()) {
            case GIT_BUNDLE -> "all history up to commit " + file.getGitSha1() + ", in one bundle or more";
            default -> digest(file);
        };
    }

    private static String digest(ModelFile file) {
        return file.getSha256() != null
                ? "sha256 " + file.getSha256()
                : file.getGitSha1() != null ? "git blob " + file.getGitSha1() : "no digest at the hub";
    }

    private static String stored(@Nullable Package it) {
        if (it == null) {
            return "package: none complete yet";
        }
        if (it.getState() == PackageState.WITHOUT_DETAILS) {
            return "package: the hub does not tell its files: " + it.getReason();
        }
        return String.format(
                Locale.ROOT,
                "package: revision %s under policy %d: %,d wanted = %,d stored + %,d failed + %,d unavailable + %,d"
                        + " gated; %s",
                it.getRevision(),
                it.getPolicyVersion(),
                it.getWanted(),
                it.getStored(),
                it.getFailed(),
                it.getUnavailable(),
                it.getGated(),
                it.getManifestKey());
    }

    private static String printable(String line) {
        return line.replaceAll("\\p{Cntrl}", "?");
    }
}
