package io.ptmtorrent.local.verify;

/** How an object was found. */
public enum Condition {
    /** The bytes that its digest promises. */
    RIGHT,
    /** Other bytes. */
    WRONG,
    /** There is no object. */
    MISSING,
    /** The store did not give its bytes: that says nothing of them. */
    UNREADABLE
}
