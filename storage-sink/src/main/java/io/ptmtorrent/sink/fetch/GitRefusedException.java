package io.ptmtorrent.sink.fetch;

import java.io.IOException;

/** The server's own word, by git's protocol, that it cannot go on. */
final class GitRefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_CHARS = 300;

    GitRefusedException(String message) {
        super(text(message));
    }

    /** Whether it knows no such commit: that will be no other next time. */
    boolean isUnknownCommit() {
        return String.valueOf(getMessage()).contains("not our ref");
    }

    private static String text(String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.substring(0, Math.min(line.length(), MOST_CHARS));
    }
}
