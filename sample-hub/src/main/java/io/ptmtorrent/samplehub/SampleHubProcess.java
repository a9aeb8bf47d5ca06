package io.ptmtorrent.samplehub;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** Runs a sample hub as a process of its own, which the command {@code ptm sample-hub} does. */
public final class SampleHubProcess {
    private SampleHubProcess() {}

    /**
     * Starts a hub, prints one line {@code api=URI cdn=URI seed=N models=N step=N}, and stays until the thread is
     * interrupted; then the hub is closed.
     *
     * @param out gets the line as soon as both hosts listen
     * @throws IOException if a port is taken
     */
    public static void run(SampleHubConfig config, PrintStream out) throws IOException {
        try (SampleHub hub = SampleHub.start(config)) {
            out.println("api=" + hub.apiUri() + " cdn=" + hub.cdnUri() + " seed=" + config.seed() + " models="
                    + config.models() + " step=" + config.step());
            out.flush();
            awaitInterrupt();
        }
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
