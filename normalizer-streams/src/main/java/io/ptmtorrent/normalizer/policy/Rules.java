package io.ptmtorrent.normalizer.policy;

import io.ptmtorrent.avro.Artifacts;
import io.ptmtorrent.avro.FileRole;
import io.ptmtorrent.avro.HubPolicy;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.contract.RecordSerdes;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy's rules for the models of one hub: the policy's own, and over them those of the hub's section.
 *
 * <pre>
 * of the model   artifacts ─► min-downloads ─► licenses        before anybody is asked for its files
 * of each file   exclude ─► include ─► formats ─► small, size
 * </pre>
 *
 * The first that says no decides. Immutable.
 */
public final class Rules {
    /** Of a hub's section: no limit, whatever the policy's own is. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final HubPolicy NO_SECTION = noSection();
    private static final Decision YES = new Decision(Verdict.WANTED, null);

    private final String hub;
    private final Set<String> own = new HashSet<>();
    private final Artifacts artifacts;
    private final long smallMaxBytes;
    private final @Nullable Long maxBytes;
    private final boolean history;
    private final long minDownloads;
    private final List<String> formats;
    private final List<String> licenses;
    private final LicenseRule licensing;
    private final Globs include;
    private final Globs exclude;

    /** What a rule says, and which; a yes has none. */
    record Decision(Verdict verdict, @Nullable String rule) {}

    private Rules(Policy policy, String hub, HubPolicy section) {
        this.hub = hub;
        artifacts = over("artifacts", policy.getArtifacts(), section.getArtifacts());
        smallMaxBytes = policy.getSmallMaxBytes();
        maxBytes = unlessUnlimited(over("max-file-size", orUnlimited(policy.getMaxBytes()), section.getMaxBytes()));
        history = over("history", policy.getHistory(), section.getHistory());
        include = new Globs(over("include", policy.getInclude(), section.getInclude()));
        exclude = new Globs(over("exclude", policy.getExclude(), section.getExclude()));
        formats = over("formats", policy.getFormats(), section.getFormats());
        licenses = over("licenses", policy.getLicenses(), section.getLicenses());
        licensing = new LicenseRule(licenses);
        minDownloads = over("min-downloads", orZero(policy.getMinDownloads()), section.getMinDownloads());
    }

    /** Those of a policy for a hub. */
    public static Rules of(Policy policy, String hub) {
        return policy.getHubs().stream()
                .filter(section -> section.getHub().equals(hub))
                .findFirst()
                .map(section -> new Rules(policy, hub, section))
                .orElseGet(() -> new Rules(policy, hub, NO_SECTION));
    }

    /** Whether any file of any of the hub's models is wanted. */
    public boolean wantFiles() {
        return artifacts == Artifacts.SMALL || artifacts == Artifacts.ALL;
    }

    /** Whether what {@link #allow} says needs the model itself, and not its downloads alone. */
    public boolean askForLicense() {
        return licensing.asks();
    }

    /** Whether a model with so many downloads is wanted; null, where its hub counts none, is no reason against it. */
    public boolean allow(@Nullable Long downloads) {
        return downloads == null || downloads >= minDownloads;
    }

    /** Whether a model's licence is wanted. */
    public boolean allow(Model model) {
        return licensing.allows(model.getLicenseExpression());
    }

    /** Downloads that a model must have; 0: any number will do. */
    public long minDownloads() {
        return minDownloads;
    }

    boolean wantHistory() {
        return history;
    }

    /** What they say of all files of a model at once. */
    Decision of(Model model, @Nullable Long downloads) {
        if (!wantFiles()) {
            return no(Verdict.NO_FILES, "artifacts", "none");
        }
        if (!allow(downloads)) {
            return no(Verdict.FEW_DOWNLOADS, "min-downloads", minDownloads + ", and it has " + downloads);
        }
        if (!allow(model)) {
            String has = Objects.requireNonNullElse(model.getLicenseExpression(), "none that is known");
            return no(Verdict.OTHER_LICENSE, "licenses", String.join(", ", licenses) + ", and it has " + has);
        }
        return YES;
    }

    /** What they say of one file of a model that they want. */
    Decision of(ModelFile file, boolean digestMeansLfs) {
        String excluded = exclude.first(file.getPath());
        if (excluded != null) {
            return no(Verdict.EXCLUDED, "exclude", excluded);
        }
        String included = include.first(file.getPath());
        if (included == null && !include.isEmpty()) {
            return no(Verdict.NOT_INCLUDED, "include", include.toString());
        }
        if (isWeightsOfAnother(file)) {
            String is = Objects.requireNonNullElse(file.getFormat(), "none that is known");
            return no(Verdict.OTHER_FORMAT, "formats", String.join(", ", formats) + ", and it is " + is);
        }
        Decision bySize = bySize(file, digestMeansLfs);
        return included == null || bySize.verdict() != Verdict.WANTED
                ? bySize
                : new Decision(Verdict.WANTED, line("include", included));
    }

    private boolean isWeightsOfAnother(ModelFile file) {
        return !formats.isEmpty() && file.getRole() == FileRole.WEIGHTS && !formats.contains(file.getFormat());
    }

    private Decision bySize(ModelFile file, boolean digestMeansLfs) {
        boolean small = artifacts == Artifacts.SMALL;
        if (small && digestMeansLfs && file.getSha256() != null) {
            return no(Verdict.IN_LFS, "artifacts", "small");
        }
        boolean bySmall = small && (maxBytes == null || smallMaxBytes <= maxBytes);
        Long limit = bySmall ? Long.valueOf(smallMaxBytes) : maxBytes;
        if (limit == null) {
            return YES;
        }
        String key = bySmall ? "artifacts" : "max-file-size";
        String value = bySmall ? "small, up to " + smallMaxBytes : limit.toString();
        if (file.getSize() == null) {
            return no(Verdict.SIZE_UNKNOWN, key, value);
        }
        return file.getSize() <= limit ? YES : no(Verdict.TOO_LARGE, key, value);
    }

    private Decision no(Verdict verdict, String key, String value) {
        return new Decision(verdict, line(key, value));
    }

    private String line(String key, String value) {
        return (own.contains(key) ? "hubs." + hub + "." : "") + key + ": " + value;
    }

    private <T> T over(String key, T policys, @Nullable T hubs) {
        if (hubs == null) {
            return policys;
        }
        own.add(key);
        return hubs;
    }

    private static HubPolicy noSection() {
        RecordSerdes.trustOurRecords();
        return HubPolicy.newBuilder().setHub("").build();
    }

    private static Long orUnlimited(@Nullable Long bytes) {
        return bytes == null ? Long.valueOf(UNLIMITED) : bytes;
    }

    private static @Nullable Long unlessUnlimited(long bytes) {
        return bytes == UNLIMITED ? null : Long.valueOf(bytes);
    }

    private static Long orZero(@Nullable Long value) {
        return value == null ? Long.valueOf(0) : value;
    }
}
