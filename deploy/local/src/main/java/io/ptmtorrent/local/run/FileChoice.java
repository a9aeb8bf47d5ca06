package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.Policy;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which files a run wants, as the user says it: the contents of a {@link Policy} without its version and time.
 *
 * @param artifacts NONE, SMALL or ALL
 * @param maxBytes largest file that is wanted, in bytes; null: no limit
 * @param gated whether files of gated models are asked for: a token is there
 * @param history whether the full git history of linked repositories is wanted too
 */
public record FileChoice(Artifacts artifacts, @Nullable Long maxBytes, boolean gated, boolean history) {
    /** Metadata alone. */
    public static final FileChoice NONE = new FileChoice(Artifacts.NONE, null, false);

    private static final String UNLIMITED = "unlimited";
    private static final long SMALL_MAX_BYTES = 10L * 1024 * 1024;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(|B|KiB|MiB|GiB|TiB)");
    private static final String UNITS = "BKMGT";

    /** A choice without histories. */
    public FileChoice(Artifacts artifacts, @Nullable Long maxBytes, boolean gated) {
        this(artifacts, maxBytes, gated, false);
    }

    /**
     * The choice, checked.
     *
     * @param maxBytes as {@code --max-bytes} takes it: a number with or without KiB, MiB, GiB, TiB, or
     *     {@code unlimited}; null where it was not given
     * @param harmless whether files come from this machine alone, so that ALL needs no limit
     * @throws IllegalArgumentException naming the option and what is allowed
     */
    public static FileChoice of(Artifacts artifacts, @Nullable String maxBytes, boolean harmless, boolean gated) {
        if (artifacts == Artifacts.ALL && maxBytes == null && !harmless) {
            throw new IllegalArgumentException("--max-bytes: missing; --artifacts all needs the largest file that is"
                    + " wanted, for example --max-bytes 2GiB, or --max-bytes unlimited");
        }
        boolean unlimited = maxBytes == null || maxBytes.strip().equalsIgnoreCase(UNLIMITED);
        return new FileChoice(artifacts, unlimited ? null : bytes(Objects.requireNonNull(maxBytes)), gated);
    }

    /**
     * With the full git history of linked repositories.
     *
     * @throws IllegalArgumentException where a limit of size, or a choice of small files, leaves no room for it: no host
     *     tells the size of a history
     */
    public FileChoice withHistory() {
        if (artifacts != Artifacts.ALL || maxBytes != null) {
            throw new IllegalArgumentException("--history: not with " + this + "; --artifacts all with --max-bytes"
                    + " unlimited is allowed: nobody tells the size of a history before it comes");
        }
        return new FileChoice(artifacts, null, gated, true);
    }

    /** Whether {@code policy} says the same. */
    public boolean isSaidBy(Policy policy) {
        return policy.getArtifacts() == artifacts
                && Objects.equals(policy.getMaxBytes(), maxBytes)
                && policy.getGated() == gated
                && policy.getHistory() == history
                && policy.getSmallMaxBytes() == SMALL_MAX_BYTES;
    }

    /** As a record. */
    public Policy policy(long version, Instant at) {
        return Policy.newBuilder()
                .setVersion(version)
                .setArtifacts(artifacts)
                .setSmallMaxBytes(SMALL_MAX_BYTES)
                .setMaxBytes(maxBytes)
                .setGated(gated)
                .setSetAt(at)
                .setHistory(history)
                .build();
    }

    /** For people: {@code small}, {@code all up to 1,024 bytes a file}. */
    @Override
    public String toString() {
        String which = artifacts.toString().toLowerCase(Locale.ROOT) + (history ? " and git histories" : "");
        return maxBytes == null ? which : String.format(Locale.ROOT, "%s up to %,d bytes a file", which, maxBytes);
    }

    private static long bytes(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            throw refused(text);
        }
        try {
            String unit = size.group(2).isEmpty() ? "B" : size.group(2);
            long factor = 1L << (10 * UNITS.indexOf(unit.charAt(0)));
            return Math.multiplyExact(Long.parseLong(size.group(1)), factor);
        } catch (ArithmeticException e) {
            throw refused(text);
        }
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("--max-bytes: '" + text
                + "' is not allowed; a number of bytes is, as 1048576, 500MiB or 2GiB, or the word unlimited");
    }
}
