package io.ptmtorrent.samplehub;

/** What a hash is for, so that two questions about one model fall independently. */
final class Salt {
    static final int BORN = 1;
    static final int KIND = 2;
    static final int FAMILY = 3;
    static final int OWNER = 4;
    static final int TITLE = 5;
    static final int ODDITY = 6;
    static final int GATE = 7;
    static final int DISABLED = 8;
    static final int POPULARITY = 9;
    static final int PROFILE = 10;
    static final int SHA = 11;
    static final int FILES = 12;
    static final int CONTENT = 13;
    static final int MACHINE = 14;
    static final int TOUCHED = 15;
    static final int BASE = 16;
    static final int CARD = 17;
    static final int SIGNATURE = 18;
    static final int ODD_PATHS = 19;
    static final int MOVED = 20;
    static final int STEP = 1_000;
    static final int PULSE = 1_000_000;

    private Salt() {}
}
