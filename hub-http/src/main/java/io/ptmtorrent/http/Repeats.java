package io.ptmtorrent.http;

/** A request's tag: {@code request.tag(Repeats.class, Repeats.NONE)} is sent once, whatever becomes of it. */
public enum Repeats {
    /** Repeated within the patience: what happens without a tag too. */
    A_FEW,
    /** Sent once; its turn is waited for all the same. */
    NONE
}
