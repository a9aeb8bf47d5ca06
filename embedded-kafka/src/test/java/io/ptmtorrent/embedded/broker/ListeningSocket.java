package io.ptmtorrent.embedded.broker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A TCP socket on which this process waits for connections, as Linux shows it under {@code /proc} (proc(5)).
 *
 * @param address in hexadecimal, bytes of each word reversed, and port
 */
record ListeningSocket(String address, String inode) {
    private static final String LISTEN = "0A";

    static List<ListeningSocket> ofThisProcess() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/net/tcp")), "only Linux shows a process its sockets");
        Set<String> own = ownInodes();
        return Stream.of("tcp", "tcp6")
                .flatMap(ListeningSocket::table)
                .filter(socket -> own.contains(socket.inode()))
                .toList();
    }

    /** 127.0.0.1, ::1, or 127.0.0.1 written as IPv6. */
    boolean onLoopback() {
        String host = address.substring(0, address.indexOf(':'));
        return host.equals("0100007F")
                || host.equals("00000000000000000000000001000000")
                || host.equals("0000000000000000FFFF00000100007F");
    }

    private static Stream<ListeningSocket> table(String name) {
        try {
            return Files.readAllLines(Path.of("/proc/self/net", name)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns[3].equals(LISTEN))
                    .map(columns -> new ListeningSocket(columns[1], columns[9]));
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Set<String> ownInodes() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = Files.isSymbolicLink(descriptor) ? link(descriptor) : "";
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    /** Empty when it was closed meanwhile. */
    private static String link(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
