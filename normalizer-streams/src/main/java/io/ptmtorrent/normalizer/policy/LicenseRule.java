package io.ptmtorrent.normalizer.policy;

import io.ptmtorrent.normalizer.enrich.Licenses;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a licence expression (SPDX specification 3.0, annex B) is satisfied by a list of licences.
 *
 * <p>Of A OR B one is enough, of A AND B both are needed; an exception only permits more, so that the licence before
 * WITH is enough. Ids are compared without case, as annex B has it. Immutable.
 */
final class LicenseRule {
    private static final Pattern TOKEN = Pattern.compile("[()]|[^\\s()]+");

    private final Set<String> allowed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** @param licenses SPDX ids; none allows all, NOASSERTION where no licence is known */
    LicenseRule(List<String> licenses) {
        allowed.addAll(licenses);
    }

    /** Whether any model could be refused. */
    boolean asks() {
        return !allowed.isEmpty();
    }

    /** @param expression as {@code Model.licenseExpression}; null where there is none */
    boolean allows(@Nullable String expression) {
        if (!asks()) {
            return true;
        }
        if (expression == null || expression.equals(Licenses.NOTHING)) {
            return allowed.contains(Licenses.NOTHING);
        }
        return new Reading(TOKEN.matcher(expression)).either();
    }

    /** Reads what {@code Licensing} wrote; of anything else it says some word, and always ends. */
    private final class Reading {
        private final Matcher tokens;
        private String next = "";

        Reading(Matcher tokens) {
            this.tokens = tokens;
            advance();
        }

        boolean either() {
            boolean any = both();
            while (take("OR")) {
                any |= both();
            }
            return any;
        }

        private boolean both() {
            boolean all = one();
            while (take("AND")) {
                all &= one();
            }
            return all;
        }

        private boolean one() {
            if (take("(")) {
                boolean inner = either();
                take(")");
                return inner;
            }
            String id = next;
            advance();
            if (!take("WITH")) {
                return allowed.contains(id);
            }
            String excepted = id + " WITH " + next;
            advance();
            return allowed.contains(id) || allowed.contains(excepted);
        }

        private boolean take(String token) {
            boolean there = next.toUpperCase(Locale.ROOT).equals(token);
            if (there) {
                advance();
            }
            return there;
        }

        private void advance() {
            next = tokens.find() ? tokens.group() : "";
        }
    }
}
