package io.ptmtorrent.http;

/** On whose behalf a request is sent: hosts serve more than one hub. Travels with the request as a tag. */
record Behalf(String hub) {
    /** Whoever does not say. */
    static final Behalf NOBODY = new Behalf("");
}
