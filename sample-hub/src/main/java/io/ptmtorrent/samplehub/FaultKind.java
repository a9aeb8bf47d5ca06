package io.ptmtorrent.samplehub;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can go wrong with a page of the listing, a page of a tree, or a file; {@link Faults} says how to ask for it. */
public enum FaultKind {
    /** Status 200 with an HTML page. */
    HTML_PAGE("html-page", false, Spot.ANSWERS),
    /** Status 200 with a text that is no JSON. */
    NOT_JSON("not-json", false, Spot.PAGES),
    /** The body ends after two thirds, the answer itself is whole. */
    TRUNCATED_PAGE("truncated-page", false, Spot.ANSWERS),
    /** The connection is closed in the middle of the body. */
    CUT("cut", false, Spot.ANSWERS),
    /** The answer takes a while; argument: milliseconds, 2000 by default. */
    SLOW("slow", false, Spot.ANSWERS),
    /** Status 429 with the hub's headers; argument: seconds until the window ends, 1 by default. */
    TOO_MANY("429", false, Spot.ASKED),
    /** Status 429 with no header of the hub's, as its CDN answers. */
    TOO_MANY_BARE("429-bare", false, Spot.ASKED),
    /** Status 503, 500, 502, 504 in turn. */
    SERVER_ERROR("5xx", false, Spot.ANSWERS),
    /** A 307 to another host; argument: its URI, needed. */
    REDIRECT_AWAY("redirect-away", false, Spot.ASKED),
    /** The next page's cursor is the page's own. */
    REPEAT_CURSOR("repeat-cursor", true, Spot.PAGES),
    /** One more row in the middle: a JSON text instead of an object. */
    BAD_ROW("bad-row", true, Set.of(Spot.LISTING)),
    /** One more row in the middle: its brackets balance, one token in it is not JSON. */
    BAD_TOKEN_ROW("bad-token-row", true, Set.of(Spot.LISTING)),
    /** One more row in the middle: an object without {@code _id}. */
    IDLESS_ROW("idless-row", true, Set.of(Spot.LISTING)),
    /** One more row in the middle: its brackets do not balance. */
    BROKEN_ROW("broken-row", true, Set.of(Spot.LISTING)),
    /** One more row in the middle: well-formed, 9,000,000 bytes. */
    BIG_ROW("big-row", true, Set.of(Spot.LISTING)),
    /** A tree's commit is answered as unknown. */
    NO_REVISION("no-revision", true, Set.of(Spot.TREE)),
    /** A tree has tiny files besides, in listing and truth too; argument: how many, 50,000 by default. */
    MANY_FILES("many-files", true, Set.of(Spot.TREE)),
    /** A tree has one large file more, {@code weights/heavy.safetensors}, in listing and truth too; argument: its MiB, 64 by default. */
    HEAVY_FILE("heavy-file", true, Set.of(Spot.TREE)),
    /** A redirect of a file to itself. */
    REDIRECT_LOOP("redirect-loop", false, Set.of(Spot.RESOLVE)),
    /** A file's bytes are its LFS pointer's text, with status 200. */
    LFS_POINTER("lfs-pointer", true, Set.of(Spot.SMALL, Spot.SIGNED)),
    /** A file's bytes differ in one bit; length and headers are right. */
    WRONG_BYTES("wrong-bytes", true, Set.of(Spot.SMALL, Spot.SIGNED)),
    /** A large file's signed URL is answered with 403 before its time. */
    EXPIRED("expired", false, Set.of(Spot.SIGNED));

    private final String title;
    private final boolean lasting;

    @SuppressWarnings("ImmutableEnumChecker") // only ever Set.of
    private final Set<Spot> spots;

    FaultKind(String title, boolean lasting, Set<Spot> spots) {
        this.title = title;
        this.lasting = lasting;
        this.spots = spots;
    }

    /** The name in a spec, such as {@code html-page}. */
    public String title() {
        return title;
    }

    /** Whether it strikes every time unless told otherwise; the others strike once. */
    public boolean lasting() {
        return lasting;
    }

    /** Whether it is a fault of the listing, of trees or of files. */
    public boolean strikes(FaultTarget target) {
        return spots.stream().anyMatch(spot -> spot.target() == target);
    }

    boolean strikesAt(Spot spot) {
        return spots.contains(spot);
    }

    static Optional<FaultKind> titled(String title) {
        return Arrays.stream(values()).filter(kind -> kind.title.equals(title)).findFirst();
    }

    static List<String> titles() {
        return Arrays.stream(values()).map(FaultKind::title).toList();
    }

    /** Where in the hub's work a fault may strike. */
    enum Spot {
        LISTING(FaultTarget.LISTING),
        TREE(FaultTarget.TREE),
        /** A file is asked for at its own URL. */
        RESOLVE(FaultTarget.FILE),
        /** A small file's bytes. */
        SMALL(FaultTarget.FILE),
        /** A large file's bytes, at a signed URL. */
        SIGNED(FaultTarget.FILE);

        static final Set<Spot> PAGES = Set.of(LISTING, TREE);
        static final Set<Spot> ANSWERS = Set.of(LISTING, TREE, SMALL, SIGNED);
        static final Set<Spot> ASKED = Set.of(LISTING, TREE, RESOLVE);

        private final FaultTarget target;

        Spot(FaultTarget target) {
            this.target = target;
        }

        FaultTarget target() {
            return target;
        }
    }
}
