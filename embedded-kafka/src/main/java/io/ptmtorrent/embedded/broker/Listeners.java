package io.ptmtorrent.embedded.broker;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker listens and what it tells clients, loopback alone unless the caller says otherwise.
 *
 * <p>With an advertised address of the caller's (a proxy's) the broker gets a listener more for what it says to itself:
 * transaction markers and share group state would else go through the proxy, and stop when a test cuts it.
 *
 * @param clients where clients are served, as in Kafka's {@code listeners}
 * @param advertised what clients are told, as in {@code advertised.listeners}; null: the same
 * @param internalPort of the broker's own listener; null where it uses the clients'
 */
record Listeners(
        String clients,
        @Nullable String advertised,
        int controllerPort,
        @Nullable Integer internalPort) {
    static final String CLIENTS = "PLAINTEXT";
    static final String CONTROLLER = "CONTROLLER";

    private static final String INTERNAL = "INTERNAL";
    private static final String LISTENERS = "listeners";
    private static final String ADVERTISED = "advertised.listeners";

    /** Binds the ports that the caller leaves to us. */
    static Listeners of(Map<String, String> overrides, PreboundSockets sockets) throws IOException {
        String given = overrides.get(LISTENERS);
        String advertised = overrides.get(ADVERTISED);
        return new Listeners(
                given != null ? given : listener(CLIENTS, sockets.bindFree()),
                advertised,
                sockets.bindFree(),
                advertised == null ? null : sockets.bindFree());
    }

    /** Adds Kafka's settings for these. */
    void addTo(Map<String, String> settings) {
        String own = internalPort == null ? "" : "," + listener(INTERNAL, internalPort);
        settings.put(LISTENERS, clients + own + "," + listener(CONTROLLER, controllerPort));
        if (advertised != null) {
            settings.put(ADVERTISED, advertised + own);
        }
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("controller.quorum.voters", BrokerSettings.NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("inter.broker.listener.name", internalPort == null ? CLIENTS : INTERNAL);
        settings.put(
                "listener.security.protocol.map",
                CLIENTS + ":PLAINTEXT," + INTERNAL + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    }

    /** The {@code host:port} at which the broker itself serves clients. */
    String clientAddress() {
        return addresses(clients);
    }

    /** The {@code host:port} that clients use. */
    String advertisedAddress() {
        return addresses(advertised != null ? advertised : clients);
    }

    private static String addresses(String listeners) {
        return listeners.replaceAll("[^,/]*://", "").replace(" ", "");
    }

    private static String listener(String name, int port) {
        return name + "://127.0.0.1:" + port;
    }
}
