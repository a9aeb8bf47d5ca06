package io.ptmtorrent.local.files;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import org.jspecify.annotations.Nullable;

/** What a hub does to one file, and what must become of that file; each strikes a file of its own. */
enum BadFile {
    ONE_BIT_WRONG("wrong-bytes", true, FileState.FAILED, FileReason.DIGEST_MISMATCH),
    ONE_BIT_WRONG_OF_A_SMALL_ONE("wrong-bytes", false, FileState.FAILED, FileReason.DIGEST_MISMATCH),
    TRUNCATED("truncated-page-always", true, FileState.FAILED, FileReason.SIZE_MISMATCH),
    TRUNCATED_SMALL_ONE("truncated-page-always", false, FileState.FAILED, FileReason.SIZE_MISMATCH),
    HTML_IN_ITS_PLACE("html-page-always", true, FileState.FAILED, FileReason.NOT_THE_FILE),
    HTML_IN_PLACE_OF_A_SMALL_ONE("html-page-always", false, FileState.FAILED, FileReason.NOT_THE_FILE),
    POINTER_IN_ITS_PLACE("lfs-pointer", true, FileState.FAILED, FileReason.NOT_THE_FILE),
    REDIRECTED_TO_A_PRIVATE_ADDRESS("redirect-away-always", true, FileState.UNAVAILABLE, FileReason.REFUSED_ADDRESS),
    SMALL_ONE_REDIRECTED_TO_A_PRIVATE_ADDRESS(
            "redirect-away-always", false, FileState.UNAVAILABLE, FileReason.REFUSED_ADDRESS),
    REDIRECTED_IN_A_CIRCLE("redirect-loop-always", true, FileState.UNAVAILABLE, FileReason.BAD_REDIRECT),
    CUT_ONCE("cut-once", true, FileState.STORED, null),
    SMALL_ONE_CUT_ONCE("cut-once", false, FileState.STORED, null),
    URL_EXPIRED_ONCE("expired-once", true, FileState.STORED, null),
    FAILING_FOR_A_WHILE("5xx", true, FileState.STORED, null),
    ASKED_TOO_OFTEN("429", false, FileState.STORED, null),
    SLOW("slow", true, FileState.STORED, null);

    private final String fault;
    private final boolean large;
    private final FileState state;
    private final @Nullable FileReason reason;

    BadFile(String fault, boolean large, FileState state, @Nullable FileReason reason) {
        this.fault = fault;
        this.large = large;
        this.state = state;
        this.reason = reason;
    }

    /** Whether it is for a file in LFS. */
    boolean large() {
        return large;
    }

    FileState state() {
        return state;
    }

    @Nullable
    FileReason reason() {
        return reason;
    }

    /** As the sample hub takes it. */
    String spec(int model, int place, String elsewhere) {
        String argument = fault.startsWith("redirect-away") ? "@" + elsewhere : "";
        return "file-" + fault + "=" + model + "." + place + argument;
    }
}
