package io.ptmtorrent.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Serves rows as pages of {@code GET /api/models}, in the given order, on loopback; a model asked for alone is gone. */
final class ListingServer implements AutoCloseable {
    private static final int PAGE = 500;
    private final HttpServer server;
    private final List<String> rows;

    private ListingServer(HttpServer server, List<String> rows) {
        this.server = server;
        this.rows = rows;
    }

    static ListingServer start(List<String> rows) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ListingServer listing = new ListingServer(server, rows);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/models", listing::answer);
        server.start();
        return listing;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/api/models")) {
            exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        String query = exchange.getRequestURI().getRawQuery();
        int from = query != null && query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=", "")) : 0;
        int to = Math.min(rows.size(), from + PAGE);
        byte[] body = rows.subList(from, to).stream()
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        if (to < rows.size()) {
            exchange.getResponseHeaders()
                    .set("Link", "<https://huggingface.co/api/models?limit=1000&cursor=" + to + ">; rel=\"next\"");
        }
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
