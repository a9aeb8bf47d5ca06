package io.ptmtorrent.normalizer.enrich;

import io.ptmtorrent.avro.LicenseClaim;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    private final List<LicenseClaim> claims = new ArrayList<>(2);

    /** What each place says, each licence once. */
    private final List<List<String>> places = new ArrayList<>(2);

    /** Starts another place. */
    public Licensing place() {
        places.add(new ArrayList<>(2));
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
        claims.add(new LicenseClaim(declared, Licenses.NOTHING.equals(spdx) ? null : spdx, source));
        say(spdx);
        return spdx != null;
    }

    /** Adds a tag that the hub made of what was declared: a claim of its own only where its text is another. */
    public void addTag(String declared, String source) {
        for (LicenseClaim claim : claims) {
            if (claim.getDeclared().equalsIgnoreCase(declared)) {
                say(claim.getSpdx());
                return;
            }
        }
        add(declared, source);
    }

    private void say(@Nullable String spdx) {
        List<String> place = places.getLast();
        if (spdx != null && !spdx.equals(Licenses.NOTHING) && !place.contains(spdx)) {
            place.add(spdx);
        }
    }

    /** In the order met. */
    public List<LicenseClaim> claims() {
        return claims;
    }

    /** Whether two places contradict each other; a place that says no more than "other" contradicts none. */
    public boolean isConflict() {
        List<String> widest = List.of();
        for (List<String> place : places) {
            boolean silent =
                    place.isEmpty() || (place.size() == 1 && place.getFirst().equals(Licenses.OTHER));
            if (!silent && !widest.containsAll(place) && !place.containsAll(widest)) {
                return true;
            }
            widest = silent || place.size() <= widest.size() ? widest : place;
        }
        return false;
    }

    /** What all places together come to: an SPDX expression, and the field paths of the claims in it. */
    public record Agreed(String expression, String sources) {}

    /** What follows; null where nothing is declared, or on a conflict. */
    public @Nullable Agreed agreed() {
        if (isConflict()) {
            return null;
        }
        if (claims.size() == 1) {
            LicenseClaim only = claims.getFirst();
            return only.getSpdx() == null ? null : new Agreed(only.getSpdx(), only.getSource());
        }
        Set<String> said = new LinkedHashSet<>(4);
        for (LicenseClaim claim : claims) {
            if (claim.getSpdx() != null) {
                said.add(claim.getSpdx());
            }
        }
        if (said.size() > 1) {
            said.remove(Licenses.OTHER);
        }
        return said.isEmpty() ? null : new Agreed(conjunction(said), sources(said));
    }

    private static String conjunction(Set<String> said) {
        return said.size() == 1
                ? said.iterator().next()
                : said.stream()
                        .map(one -> SpdxExpression.isChoice(one) ? "(" + one + ")" : one)
                        .collect(Collectors.joining(" AND "));
    }

    private String sources(Set<String> said) {
        Set<String> sources = new LinkedHashSet<>(4);
        for (LicenseClaim claim : claims) {
            if (claim.getSpdx() != null && said.contains(claim.getSpdx())) {
                sources.add(claim.getSource());
            }
        }
        return String.join(", ", sources);
    }
}
