package io.ptmtorrent.local.files;

import io.ptmtorrent.avro.DeadLetterReason;
import org.jspecify.annotations.Nullable;

/** What a hub does to a model's list of files, and what must become of the package; each strikes a model of its own. */
enum BadTree {
    NO_SUCH_REVISION("no-revision", "the revision is gone", null),
    LEADS_TO_ITSELF("repeat-cursor", "leads to a page that was read before", DeadLetterReason.CURSOR_REPEATED),
    REDIRECTED_TO_A_PRIVATE_ADDRESS("redirect-away-always", "", null),
    HTML_ONCE("html-page-once", null, null),
    NO_JSON_ONCE("not-json-once", null, null),
    TRUNCATED_ONCE("truncated-page-once", null, null),
    CUT_ONCE("cut-once", null, null),
    FAILING_FOR_A_WHILE("5xx", null, null),
    ASKED_TOO_OFTEN("429", null, null);

    private final String fault;
    private final @Nullable String refusal;
    private final @Nullable DeadLetterReason letter;

    BadTree(String fault, @Nullable String refusal, @Nullable DeadLetterReason letter) {
        this.fault = fault;
        this.refusal = refusal;
        this.letter = letter;
    }

    /** What the package without details says, in part; null where the list is read in the end. */
    @Nullable
    String refusal() {
        return refusal;
    }

    @Nullable
    DeadLetterReason letter() {
        return letter;
    }

    /** As the sample hub takes it. */
    String spec(int model, String elsewhere) {
        String argument = fault.startsWith("redirect-away") ? "@" + elsewhere : "";
        return "tree-" + fault + "=" + model + argument;
    }
}
