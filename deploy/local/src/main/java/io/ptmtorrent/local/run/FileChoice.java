package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.local.policy.PolicyFile;
import io.ptmtorrent.local.policy.PolicyWords;
import io.ptmtorrent.normalizer.policy.Selection;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which files a run wants: the contents of a {@link Policy} without its version and time.
 *
 * @param rules version 0, set at the epoch
 * @param said whether the user said so: else a policy that is in force goes before it
 */
public record FileChoice(Policy rules, boolean said) {
    /** Metadata alone. */
    public static final FileChoice NONE = new FileChoice(Artifacts.NONE, null, false);

    /** @param rules as a policy has them; its version and time are no matter */
    public FileChoice {
        rules = Policy.newBuilder(rules).setVersion(0).setSetAt(Instant.EPOCH).build();
    }

    /**
     * One that the user said.
     *
     * @param maxBytes largest file that is wanted, in bytes; null: no limit
     * @param gated whether files of gated models are asked for: a token is there
     */
    public FileChoice(Artifacts artifacts, @Nullable Long maxBytes, boolean gated) {
        this(PolicyFile.base(artifacts, maxBytes, gated).build(), true);
    }

    /**
     * The choice, checked.
     *
     * @param maxBytes as {@code --max-file-size} takes it: a number with or without KiB, MiB, GiB, TiB, or
     *     {@code unlimited}; null where it was not given
     * @param harmless whether files come from this machine alone, so that ALL needs no limit
     * @throws IllegalArgumentException naming the option and what is allowed
     */
    public static FileChoice of(Artifacts artifacts, @Nullable String maxBytes, boolean harmless, boolean gated) {
        if (artifacts == Artifacts.ALL && maxBytes == null && !harmless) {
            throw new IllegalArgumentException("--max-bytes: missing; --artifacts all needs the largest file that is"
                    + " wanted, for example --max-bytes 2GiB, or --max-bytes unlimited");
        }
        return new FileChoice(artifacts, maxBytes == null ? null : bytes(maxBytes), gated);
    }

    /**
     * With the full git history of linked repositories.
     *
     * @throws IllegalArgumentException where a limit of size, or a choice of small files, leaves no room for it: no host
     *     tells the size of a history
     */
    public FileChoice withHistory() {
        if (artifacts() != Artifacts.ALL || maxBytes() != null) {
            throw new IllegalArgumentException("--history: not with " + this + "; --artifacts all with --max-bytes"
                    + " unlimited is allowed: nobody tells the size of a history before it comes");
        }
        return new FileChoice(Policy.newBuilder(rules).setHistory(true).build(), said);
    }

    /** The same, where nothing else is in force. */
    public FileChoice unsaid() {
        return new FileChoice(rules, false);
    }

    /** What is wanted where {@code inForce} is: by its rules, unless the user said other ones, and by our own tokens. */
    FileChoice over(Policy inForce) {
        return said
                ? this
                : new FileChoice(
                        Policy.newBuilder(inForce).setGated(rules.getGated()).build(), false);
    }

    /** NONE, SMALL or ALL. */
    public Artifacts artifacts() {
        return rules.getArtifacts();
    }

    /** Largest file that is wanted, in bytes; null: no limit. */
    public @Nullable Long maxBytes() {
        return rules.getMaxBytes();
    }

    /** Whether any file of any hub is wanted. */
    public boolean wantsFiles() {
        return Selection.wantsFiles(rules);
    }

    /** Whether {@code policy} says the same. */
    public boolean isSaidBy(Policy policy) {
        return new FileChoice(policy, said).equals(this);
    }

    /** As a record. */
    public Policy policy(long version, Instant at) {
        return Policy.newBuilder(rules).setVersion(version).setSetAt(at).build();
    }

    /** For people: {@code small}, {@code all up to 1,024 bytes a file}. */
    @Override
    public String toString() {
        String which =
                artifacts().toString().toLowerCase(Locale.ROOT) + (rules.getHistory() ? " and git histories" : "");
        String limited =
                maxBytes() == null ? which : String.format(Locale.ROOT, "%s up to %,d bytes a file", which, maxBytes());
        Policy bare = PolicyFile.base(artifacts(), maxBytes(), rules.getGated())
                .setHistory(rules.getHistory())
                .build();
        return bare.equals(rules) ? limited : limited + ", by more rules";
    }

    private static long bytes(String text) {
        try {
            return PolicyWords.size(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--max-bytes: " + e.getMessage(), e);
        }
    }
}
