package io.ptmtorrent.normalizer.enrich;

import io.ptmtorrent.avro.LicenseClaim;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a model's sources declare of its licence, and says what follows.
 *
 * <p>Sources that belong together (a card's licence and its licence's name) are one place; licences in one place are
 * joined by AND, since whoever uses the model must comply with each. Places that differ, neither holding all of the
 * other's, are a conflict, and there is no expression. Not for several threads.
 */
public final class Licensing {
    /** As the schema promises of {@code Model.licenseClaims}. */
    private static final int MOST = 100;

    private static final Set<String> OTHER_ALONE = Set.of(Licenses.OTHER);

    private final List<LicenseClaim> claims = new ArrayList<>(2);
    private final List<Set<String>> places = new ArrayList<>(2);
    private final Set<String> sources = new LinkedHashSet<>(4);

    /** Starts another place. */
    public Licensing place() {
        places.add(new LinkedHashSet<>(4));
        return this;
    }

    /**
     * Adds a declared licence to the present place.
     *
     * @param source field path
     * @return false where the text is no name of a licence: it is kept as a claim all the same
     */
    public boolean add(String declared, String source) {
        if (claims.size() == MOST) {
            return true;
        }
        String spdx = Licenses.spdx(declared);
        boolean says = spdx != null && !spdx.equals(Licenses.NOTHING);
        claims.add(new LicenseClaim(declared, says ? spdx : null, source));
        if (says) {
            places.getLast().add(spdx);
        }
        return spdx != null;
    }

    /** Adds what merely repeats another place to the present place, without a claim of its own. */
    public void repeat(String declared) {
        String spdx = Licenses.spdx(declared);
        if (spdx != null && !spdx.equals(Licenses.NOTHING)) {
            places.getLast().add(spdx);
        }
    }

    /** Whether this very text was declared before, in any case. */
    public boolean has(String declared) {
        for (LicenseClaim claim : claims) {
            if (claim.getDeclared().equalsIgnoreCase(declared)) {
                return true;
            }
        }
        return false;
    }

    /** In the order met. */
    public List<LicenseClaim> claims() {
        return claims;
    }

    public boolean isConflict() {
        Set<String> first = Set.of();
        for (Set<String> place : places) {
            if (place.isEmpty() || place.equals(OTHER_ALONE)) {
                continue;
            }
            if (!first.isEmpty() && !first.containsAll(place) && !place.containsAll(first)) {
                return true;
            }
            first = place.size() > first.size() ? place : first;
        }
        return false;
    }

    /** The SPDX expression; null where nothing is declared, or on a conflict. */
    public @Nullable String expression() {
        if (isConflict()) {
            return null;
        }
        Set<String> all = new LinkedHashSet<>(4);
        for (LicenseClaim claim : claims) {
            if (claim.getSpdx() != null) {
                all.add(claim.getSpdx());
            }
        }
        if (all.size() > 1) {
            all.remove(Licenses.OTHER);
        }
        for (LicenseClaim claim : claims) {
            if (claim.getSpdx() != null && all.contains(claim.getSpdx())) {
                sources.add(claim.getSource());
            }
        }
        return all.isEmpty() ? null : String.join(" AND ", all);
    }

    /** Field paths of the claims in {@link #expression}, once that was asked for. */
    public String sources() {
        return String.join(", ", sources);
    }
}
