package io.ptmtorrent.local.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ptm normalize} was told.
 *
 * @param again whether all observations are read from the first on
 * @param into prefix of the topics that the history is read into; null for those of the observations
 * @param once whether it ends when it has read the observations that were there at its start
 * @param state folder of the state stores
 * @param ownBroker whether the broker is a data folder's, whose floors for sessions are low
 */
public record NormalizeConfig(boolean again, @Nullable String into, boolean once, Path state, boolean ownBroker) {
    public NormalizeConfig {
        if (into != null && !again) {
            throw new IllegalArgumentException(
                    "--into: '" + into + "' is not allowed without --from-beginning, which reads the history");
        }
        if (into != null && !into.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("--into: '" + into
                    + "' is no prefix of topics; allowed are up to 100 letters, digits, dots, dashes and underscores");
        }
    }

    /** Whether it ends when it has read what was there at its start. */
    public boolean ends() {
        return once || into != null;
    }
}
