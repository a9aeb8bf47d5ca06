package io.ptmtorrent.sink;

import io.ptmtorrent.embedded.broker.LocalBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker in a JVM of its own, at an address that outlives it. */
final class BrokerProcess implements AutoCloseable {
    private static final String WORD = "serves at ";

    private final Process process;
    private final String address;

    private BrokerProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> settings = new HashMap<>(Stage.broker());
        if (args.length > 1) {
            settings.put("listeners", "PLAINTEXT://" + args[1]);
        }
        LocalBroker broker = LocalBroker.start(Path.of(args[0]), settings);
        System.out.println(WORD + broker.bootstrapServers());
        broker.fault().toCompletableFuture().join();
    }

    static BrokerProcess start(Path dir) throws IOException {
        return launch(List.of(dir.toString()));
    }

    /** Another one on the same folder and at the same address. */
    BrokerProcess successor(Path dir) throws IOException {
        return launch(List.of(dir.toString(), address));
    }

    private static BrokerProcess launch(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String address = process.inputReader()
                .lines()
                .filter(line -> line.startsWith(WORD))
                .findFirst()
                .orElseThrow(() -> new IOException("the broker did not start"));
        return new BrokerProcess(process, address.substring(WORD.length()));
    }

    String address() {
        return address;
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
