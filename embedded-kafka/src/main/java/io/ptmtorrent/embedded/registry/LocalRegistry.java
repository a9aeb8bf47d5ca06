package io.ptmtorrent.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small schema registry inside this process, for {@code ptm local} and tests only: a cluster wants a real one.
 *
 * <p>It speaks the part of Confluent's REST API that its client uses, on loopback, for Avro. Schemas are checked
 * FULL_TRANSITIVE unless a level is set, and outlive a kill in {@code schemas.jsonl}. There is no deletion, no
 * authentication, no schema references. Thread-safe.
 */
public final class LocalRegistry implements AutoCloseable {
    /** Far above any schema of ours, far below what would hurt. */
    static final int MAX_BODY_BYTES = 1024 * 1024;

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Logger log = LoggerFactory.getLogger(LocalRegistry.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaStore store;
    private final RegistryRoutes routes;
    private final HttpServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock oneAtATime = new ReentrantLock();

    private LocalRegistry(SchemaStore store, HttpServer server) {
        this.store = store;
        this.server = server;
        routes = new RegistryRoutes(store);
        server.setExecutor(requests);
        server.createContext("/", this::serve);
        server.start();
    }

    /**
     * Starts a registry on a free port.
     *
     * @param dir where {@code schemas.jsonl} is, or will be
     * @throws IOException when the file cannot be used or is damaged
     */
    public static LocalRegistry start(Path dir) throws IOException {
        return start(dir, 0);
    }

    /**
     * Starts a registry.
     *
     * @param dir where {@code schemas.jsonl} is, or will be
     * @param port on loopback; 0 for a free one
     * @throws IOException when the file cannot be used or is damaged, or the port is taken
     */
    public static LocalRegistry start(Path dir, int port) throws IOException {
        Files.createDirectories(dir);
        SchemaStore store = SchemaStore.open(dir.resolve("schemas.jsonl"));
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
            return new LocalRegistry(store, HttpServer.create(address, 0));
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** What clients take as {@code schema.registry.url}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Ends requests under way and closes the file; a second call does nothing. */
    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
        oneAtATime.lock();
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the registry's file", e);
        } finally {
            oneAtATime.unlock();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = JSON.writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return Reply.error(413, "the request's body is over " + MAX_BODY_BYTES + " bytes");
        }
        try {
            JsonNode json = body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
            return answer(RegistryRequest.of(exchange.getRequestMethod(), exchange.getRequestURI(), json));
        } catch (JsonProcessingException e) {
            return Reply.error(400, "the request's body is no JSON: " + e.getOriginalMessage());
        }
    }

    /** One at a time: a check and what is stored after it belong together. */
    private Reply answer(RegistryRequest request) {
        oneAtATime.lock();
        try {
            return routes.answer(request);
        } catch (IOException | RuntimeException e) {
            log.atError().setCause(e).log("the registry could not answer");
            return Reply.error(50001, "Error in the backend data store: " + e.getMessage());
        } finally {
            oneAtATime.unlock();
        }
    }
}
