package io.ptmtorrent.benchmarks;

import java.util.concurrent.TimeUnit;

/** How a process that a benchmark started is ended: asked first, killed where it takes long. */
final class Ending {
    private static final int SECONDS = 30;

    private Ending() {}

    static void of(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
