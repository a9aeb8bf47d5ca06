package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.ObservationKind;
import io.ptmtorrent.normalizer.parse.Parsers;
import org.jspecify.annotations.Nullable;

/** What every observation must have before a rule may read it. */
final class ObservationCheck {
    /** Characters of an id: it stands in keys and in records that are not measured. */
    private static final int LONGEST_ID = 500;

    private ObservationCheck() {}

    /** The first thing that is wrong; null where all is as it should be. */
    static @Nullable Defect defect(@Nullable String key, Observation observation) {
        ObservationKind kind = observation.getKind();
        if (Parsers.of(observation.getHub()).isEmpty()) {
            return new Defect(
                    DeadLetterReason.UNKNOWN_HUB, "no parser for hub '" + observation.getHub() + "' in this build");
        }
        return switch (kind) {
            case UNKNOWN -> bad("kind is none that this build knows");
            case RUN_ENDED -> observation.getRun() == null ? bad("RUN_ENDED without run") : null;
            case LISTED, DETAILED, REFUSED, GONE -> modelDefect(key, observation);
        };
    }

    private static @Nullable Defect modelDefect(@Nullable String key, Observation observation) {
        String stableId = observation.getStableId();
        if (stableId == null || stableId.isEmpty() || isTooLong(stableId)) {
            return bad(observation.getKind() + " needs a stable id of 1 to " + LONGEST_ID + " characters");
        }
        if (stableId.indexOf('\0') >= 0) {
            return bad("stable id holds a NUL");
        }
        if (!isKey(key, observation.getHub(), stableId)) {
            return bad("key '" + key + "' is not that of stable id '" + stableId + "'");
        }
        if (observation.getSuccessor() != null && isTooLong(observation.getSuccessor())) {
            return bad("successor is longer than " + LONGEST_ID + " characters");
        }
        return null;
    }

    /** Whether {@code key} is hub, slash, stable id. */
    private static boolean isKey(@Nullable String key, String hub, String stableId) {
        return key != null
                && key.length() == hub.length() + 1 + stableId.length()
                && key.startsWith(hub)
                && key.charAt(hub.length()) == '/'
                && key.endsWith(stableId);
    }

    private static boolean isTooLong(String id) {
        return id.length() > LONGEST_ID;
    }

    private static Defect bad(String message) {
        return new Defect(DeadLetterReason.BAD_RECORD, message);
    }
}
