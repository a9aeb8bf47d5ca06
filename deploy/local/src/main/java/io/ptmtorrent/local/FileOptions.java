package io.ptmtorrent.local;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.local.policy.PolicyFile;
import io.ptmtorrent.local.policy.PolicyWords;
import io.ptmtorrent.local.run.FileChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which files are wanted: rules of all hubs as options, or a file that says it all. */
final class FileOptions {
    /** Which files. */
    enum Which {
        /** No files, metadata alone. */
        none(Artifacts.NONE),
        /** Files outside LFS, up to 10 MiB. */
        small(Artifacts.SMALL),
        /** Every file. */
        all(Artifacts.ALL);

        private final Artifacts artifacts;

        Which(Artifacts artifacts) {
            this.artifacts = artifacts;
        }
    }

    @Option(
            names = "--artifacts",
            paramLabel = "WHICH",
            description =
                    "Which files are fetched: none; small: those outside LFS, up to 10 MiB; all. Default: what the"
                            + " policy in force says; where none was ever set none, for the demo all")
    private @Nullable Which artifacts;

    @Option(
            names = {"--max-bytes", "--max-file-size"},
            paramLabel = "N",
            description = "Largest file that is wanted, as 1048576, 500MiB or 2GiB, or the word unlimited; all needs"
                    + " it unless every host of files is this machine. Default: unlimited")
    private @Nullable String maxBytes;

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description =
                    "Only files whose path matches: *.json is a name in any folder, onnx/** all below a folder; may be"
                            + " given more than once. Default: all")
    private List<String> include = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description =
                    "No files whose path matches, whatever --include says; may be given more than once. Default: none")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--formats",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Weights in these formats alone: safetensors, gguf, onnx, pytorch, bin, pickle ... Other files are"
                            + " no matter of it. Default: all")
    private List<String> formats = new ArrayList<>();

    @Option(
            names = "--licenses",
            split = ",",
            paramLabel = "SPDX",
            description =
                    "Models under these licences alone, as Apache-2.0,MIT; NOASSERTION: those without a known one, too."
                            + " Default: all")
    private List<String> licenses = new ArrayList<>();

    @Option(
            names = "--min-downloads",
            paramLabel = "N",
            description =
                    "Models with at least so many downloads, where their hub counts any; ptm stats says which number"
                            + " makes the first tenth. Default: 0")
    private @Nullable String minDownloads;

    @Option(
            names = "--history",
            description = "Keep the full git history of the repositories that models lead to as well, as git bundles;"
                    + " needs --artifacts all without a limit. Default: their files at one commit")
    private boolean history;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "All of it from a file, with sections for hubs: ptm policy prints one; not with other rules."
                    + " Default: none")
    private @Nullable Path file;

    /**
     * Which files are wanted.
     *
     * @param unsaid what holds where the user says nothing and no policy was ever set
     * @param harmless whether files come from this machine alone
     * @param gated whether files of gated models are asked for: a token is there
     * @throws IllegalArgumentException naming option, value and what is allowed
     */
    FileChoice choice(Which unsaid, boolean harmless, boolean gated) {
        if (file != null) {
            if (isAnyGiven()) {
                throw new IllegalArgumentException(
                        "--policy: not with --artifacts and the other rules; the file says it all");
            }
            Policy policy = PolicyFile.read(file);
            return new FileChoice(Policy.newBuilder(policy).setGated(gated).build(), true);
        }
        Which which = artifacts == null ? unsaid : artifacts;
        FileChoice choice = withRules(FileChoice.of(which.artifacts, maxBytes, harmless, gated));
        FileChoice whole = history ? choice.withHistory() : choice;
        return isAnyGiven() ? whole : whole.unsaid();
    }

    private FileChoice withRules(FileChoice choice) {
        Policy.Builder rules = Policy.newBuilder(choice.rules())
                .setInclude(words("--include", include, PolicyWords::glob))
                .setExclude(words("--exclude", exclude, PolicyWords::glob))
                .setFormats(words("--formats", formats, PolicyWords::format))
                .setLicenses(words("--licenses", licenses, PolicyWords::license));
        if (minDownloads != null) {
            long least = word("--min-downloads", minDownloads, PolicyWords::downloads);
            rules.setMinDownloads(least == 0 ? null : Long.valueOf(least));
        }
        return new FileChoice(rules.build(), true);
    }

    private boolean isAnyGiven() {
        return artifacts != null
                || maxBytes != null
                || minDownloads != null
                || history
                || Stream.of(include, exclude, formats, licenses).anyMatch(given -> !given.isEmpty());
    }

    private static List<String> words(String option, List<String> texts, Function<String, String> word) {
        return texts.stream().map(text -> word(option, text, word)).toList();
    }

    private static <T> T word(String option, String text, Function<String, T> word) {
        try {
            return word.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }
}
