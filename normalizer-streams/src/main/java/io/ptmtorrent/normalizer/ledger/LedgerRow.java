package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.InspectionVerdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the ledger: what is known of the bytes behind one request key.
 *
 * <pre>
 *            want, untried source                   STORED, STORED_AS
 *  (no row) ─────────────────────► OPEN ─────────────────────────────► STORED
 *                                 ▲  │ no source is left                  │
 *                want, a new source  ▼                                    │ LOST
 *                               UNAVAILABLE                               ▼
 *                                                                        OPEN
 * </pre>
 *
 * <pre>
 *  STORED ── LEAVE ──► LEAVING ── DROP ──► DROPPED ── DELETED ──► GONE     bytes that nobody needs
 *     ▲                  │ want               │ want: after DELETED  │ want
 *     └──────────────────┘                    └───────► OPEN ◄───────┘
 * </pre>
 *
 * A request may be under way in every state: bytes may turn up another way, and models may lose interest.
 *
 * @param state where it stands
 * @param hub hub of the first want; null where none came: such bytes are stored, and nobody wanted them by this key
 * @param lost true while an object that was stored is missing: it is fetched again, waiters or not
 * @param waiting who waits
 * @param turn where it stands with the sinks
 * @param sources where the bytes can be had
 * @param stored the bytes, kept when they are lost; null where there were none yet
 * @param aliases keys of rows that got bytes with this digest; at most {@link #MOST_ALIASES}
 * @param manifest encoded manifest; null where a file is wanted
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record LedgerRow(
        State state,
        @Nullable String hub,
        boolean lost,
        Waiting waiting,
        Turn turn,
        Sources sources,
        @Nullable Stored stored,
        List<String> aliases,
        byte @Nullable [] manifest) {

    static final int MOST_ALIASES = 16;

    /** What those are told who want bytes that an operator forgot. */
    static final String FORGOTTEN = "an operator forgot these bytes";

    static final LedgerRow NEW =
            new LedgerRow(State.OPEN, null, false, Waiting.NOBODY, Turn.NONE, Sources.NONE, null, List.of(), null);

    /** Where a row stands. */
    enum State {
        /** The bytes are wanted, or were. */
        OPEN(0),
        /** They stand in the store. */
        STORED(1),
        /** No source gives them. */
        UNAVAILABLE(2),
        /** They stand in the store, and may soon be taken out of it: any want keeps them. */
        LEAVING(3),
        /** They are being taken out of the store. */
        DROPPED(4),
        /** They were. */
        GONE(5);

        private final int code;

        State(int code) {
            this.code = code;
        }

        /** What stands for it in a row. */
        int code() {
            return code;
        }

        static State of(int code) {
            return switch (code) {
                case 0 -> OPEN;
                case 1 -> STORED;
                case 2 -> UNAVAILABLE;
                case 3 -> LEAVING;
                case 4 -> DROPPED;
                case 5 -> GONE;
                default -> throw new IllegalStateException("store ledger: no state has code " + code);
            };
        }
    }

    boolean isManifest() {
        return manifest != null;
    }

    /** Whether the bytes stand in the store. */
    boolean isThere() {
        return state == State.STORED || state == State.LEAVING;
    }

    /** Whether a request to take the bytes out of the store is to be sent, or under way. */
    boolean isDropped() {
        return state == State.DROPPED;
    }

    /** Whether nobody needs what may stand in the store under this digest. */
    boolean mayBeDropped() {
        return state != State.STORED && !isDropped() && turn.asked() == null && !waiting.any() && !lost;
    }

    /** Whether somebody would be glad of the bytes. */
    boolean isNeeded() {
        return state == State.OPEN && (waiting.any() || lost);
    }

    /** Whether a request is to be sent when the time and the credit are there. */
    boolean isQueued() {
        return turn.asked() == null && (isNeeded() || isDropped());
    }

    /** Whether those who wait can be told at once. */
    boolean isSettled() {
        return isThere() || state == State.UNAVAILABLE;
    }

    /** Whether nothing would be lost with it: never asked for and no longer wanted, or a manifest that is over. */
    boolean isSpent() {
        boolean idle = turn.asked() == null && !waiting.any();
        boolean untouched = state == State.OPEN && turn.attempt() == 0 && stored == null && !lost;
        return idle && (isManifest() || untouched);
    }

    /** Whose credit the next request takes, where one is queued. */
    Pool pool() {
        return isDropped() ? Pool.DELETIONS : sources.get(sources.next()).pool();
    }

    /** The request that is under way asks this source; -1 where none is. */
    int busySource() {
        Asked asked = turn.asked();
        return asked == null ? -1 : asked.source();
    }

    LedgerRow with(Waiting waiting) {
        return new LedgerRow(state, hub, lost, waiting, turn, sources, stored, aliases, manifest);
    }

    LedgerRow with(Turn turn) {
        return new LedgerRow(state, hub, lost, waiting, turn, sources, stored, aliases, manifest);
    }

    /** With what a want says; opened again where it names a source that was not tried. */
    LedgerRow wanted(FileSource source, byte @Nullable [] manifest, long now, long staleBefore) {
        Sources known = sources.with(source, busySource(), staleBefore);
        String counted = hub == null ? source.hub() : hub;
        LedgerRow told = new LedgerRow(state, counted, lost, waiting, turn, known, stored, aliases, manifest);
        return known.equals(sources) && hub != null && !isManifest() ? this : told.settled(now);
    }

    /** The source that was asked will not give the bytes: the next one's turn, or nobody's. */
    LedgerRow failed(int source, FileReason reason, String message, long now) {
        Sources tried = sources.failed(source, reason, message, now);
        return new LedgerRow(state, hub, lost, waiting, turn.afresh(now), tried, stored, aliases, manifest)
                .settled(now);
    }

    LedgerRow stored(Stored bytes) {
        Stored kept = bytes.after(stored);
        return new LedgerRow(State.STORED, hub, false, waiting, turn, sources, kept, aliases, manifest);
    }

    /** The same bytes, judged by other rules. */
    LedgerRow judged(InspectionVerdict verdict) {
        Stored other = stored == null ? null : stored.judged(verdict);
        return new LedgerRow(state, hub, lost, waiting, turn, sources, other, aliases, manifest);
    }

    /** The object is missing: it is wanted again from all that may have it. */
    LedgerRow missing(long now) {
        return new LedgerRow(
                        State.OPEN, hub, true, waiting, turn.afresh(now), sources.untried(), stored, aliases, manifest)
                .settled(now);
    }

    /** The same bytes, that may soon go. */
    LedgerRow leaving() {
        return at(State.LEAVING);
    }

    /** The same bytes, that are wanted after all. */
    LedgerRow staying() {
        return at(State.STORED);
    }

    /** The bytes are taken out of the store; whoever waits or comes waits for that to end. */
    LedgerRow dropped(long now) {
        Turn afresh = turn.returned().afresh(now);
        return new LedgerRow(State.DROPPED, hub, false, waiting, afresh, sources, stored, aliases, manifest);
    }

    /** While the bytes went, somebody got them another way: what that one has may have gone too. */
    LedgerRow doubtful() {
        return new LedgerRow(state, hub, true, waiting, turn, sources, stored, aliases, manifest);
    }

    /** They are out of the store: where somebody came meanwhile they are wanted anew, else nothing of them is kept. */
    LedgerRow gone(long now) {
        if (waiting.any()) {
            return new LedgerRow(
                            State.OPEN, hub, false, waiting, turn.afresh(now), sources.untried(), null, List.of(), null)
                    .settled(now);
        }
        Turn attempts = new Turn(turn.attempt(), 0, 0, null);
        State left = lost ? State.OPEN : State.GONE;
        return new LedgerRow(left, null, false, Waiting.NOBODY, attempts, Sources.NONE, null, List.of(), null);
    }

    /** Nobody may have the bytes. */
    LedgerRow forgotten(long now) {
        Sources tried = sources;
        for (int next = tried.next(); next >= 0; next = tried.next()) {
            tried = tried.failed(next, FileReason.FORGOTTEN, FORGOTTEN, now);
        }
        return new LedgerRow(State.UNAVAILABLE, hub, false, waiting, turn, tried, null, List.of(), null);
    }

    private LedgerRow at(State other) {
        return new LedgerRow(other, hub, lost, waiting, turn, sources, stored, aliases, manifest);
    }

    LedgerRow withAlias(String key) {
        if (aliases.size() == MOST_ALIASES || aliases.contains(key)) {
            return this;
        }
        List<String> more = new ArrayList<>(aliases);
        more.add(key);
        return new LedgerRow(state, hub, lost, waiting, turn, sources, stored, List.copyOf(more), manifest);
    }

    /** Open while a source is asked or may be, unavailable else; stored bytes stay stored, and go when they go. */
    private LedgerRow settled(long now) {
        if (isThere() || isDropped()) {
            return this;
        }
        boolean open = turn.asked() != null || sources.next() >= 0;
        State next = open ? State.OPEN : State.UNAVAILABLE;
        Turn when = state == State.UNAVAILABLE && open ? turn.afresh(now) : turn;
        return new LedgerRow(next, hub, lost, waiting, when, sources, stored, aliases, manifest);
    }
}
