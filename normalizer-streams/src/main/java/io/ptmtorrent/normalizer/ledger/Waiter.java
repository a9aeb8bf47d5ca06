package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.Want;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the bytes of a row.
 *
 * @param model model key
 * @param revision its revision; null where the hub has none
 * @param policyVersion version of the policy that wants it
 */
record Waiter(String model, @Nullable String revision, long policyVersion) {
    static Waiter of(Want want) {
        return new Waiter(
                Objects.requireNonNull(want.getModel(), "the check lets no want without a model pass"),
                want.getRevision(),
                want.getPolicyVersion());
    }

    /** Sorts and tells waiters of one row apart; a revision that is not there is not an empty one. */
    String key() {
        String text = revision == null ? "-" : "+" + revision;
        return model + '\0' + text + '\0' + HexFormat.of().toHexDigits(policyVersion);
    }
}
