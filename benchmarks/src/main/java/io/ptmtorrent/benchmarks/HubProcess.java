package io.ptmtorrent.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ptm sample-hub} as a process of its own, so that its memory and garbage are not counted with ours. */
final class HubProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final int START_SECONDS = 120;
    private final PtmProcess process;
    private final URI apiUri;

    private HubProcess(PtmProcess process, URI apiUri) {
        this.process = process;
        this.apiUri = apiUri;
    }

    static HubProcess start(Path root, Path scratch, int models) throws IOException, InterruptedException {
        Path log = scratch.resolve("sample-hub.log");
        PtmProcess process = PtmProcess.start(root, log, "sample-hub", "--models=" + models);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            Matcher address = ADDRESS.matcher(Files.readString(Path.of(log + ".out")));
            if (address.find()) {
                return new HubProcess(process, URI.create(address.group()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        process.close();
        throw new IOException("the sample hub did not start:\n" + Files.readString(log));
    }

    URI apiUri() {
        return apiUri;
    }

    @Override
    public void close() {
        process.close();
    }
}
