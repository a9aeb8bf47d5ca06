package io.ptmtorrent.samplehub;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can go wrong with a listing page; {@link Faults} says how to ask for it. */
public enum FaultKind {
    /** Status 200 with an HTML page. */
    HTML_PAGE("html-page", false),
    /** Status 200 with a text that is no JSON. */
    NOT_JSON("not-json", false),
    /** The JSON ends in the middle, the answer itself is whole. */
    TRUNCATED_PAGE("truncated-page", false),
    /** The connection is closed in the middle of the body. */
    CUT("cut", false),
    /** The page takes a while; argument: milliseconds, 2000 by default. */
    SLOW("slow", false),
    /** Status 429 with the hub's headers; argument: seconds until the window ends, 1 by default. */
    TOO_MANY("429", false),
    /** Status 429 with no header of the hub's, as its CDN answers. */
    TOO_MANY_BARE("429-bare", false),
    /** Status 503, 500, 502, 504 in turn. */
    SERVER_ERROR("5xx", false),
    /** A 307 to another host; argument: its URI, needed. */
    REDIRECT_AWAY("redirect-away", false),
    /** The next page's cursor is the page's own. */
    REPEAT_CURSOR("repeat-cursor", true),
    /** One more row in the middle: a JSON text instead of an object. */
    BAD_ROW("bad-row", true),
    /** One more row in the middle: its brackets balance, one token in it is not JSON. */
    BAD_TOKEN_ROW("bad-token-row", true),
    /** One more row in the middle: an object without {@code _id}. */
    IDLESS_ROW("idless-row", true),
    /** One more row in the middle: its brackets do not balance. */
    BROKEN_ROW("broken-row", true),
    /** One more row in the middle: well-formed, 9,000,000 bytes. */
    BIG_ROW("big-row", true);

    private final String title;
    private final boolean lasting;

    FaultKind(String title, boolean lasting) {
        this.title = title;
        this.lasting = lasting;
    }

    /** The name in a spec, such as {@code html-page}. */
    public String title() {
        return title;
    }

    /** Whether it strikes every time unless told otherwise; the others strike once. */
    public boolean lasting() {
        return lasting;
    }

    static Optional<FaultKind> titled(String title) {
        return Arrays.stream(values()).filter(kind -> kind.title.equals(title)).findFirst();
    }

    static List<String> titles() {
        return Arrays.stream(values()).map(FaultKind::title).toList();
    }
}
