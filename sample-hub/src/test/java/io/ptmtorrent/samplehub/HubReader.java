package io.ptmtorrent.samplehub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A naive reader of the hub for tests: follows nothing by itself, trusts everything. */
final class HubReader implements AutoCloseable {
    static final String CRAWLED = "expand=author&expand=baseModels&expand=cardData&expand=config&expand=createdAt"
            + "&expand=disabled&expand=downloads&expand=downloadsAllTime&expand=gated&expand=gguf&expand=lastModified"
            + "&expand=library_name&expand=likes&expand=pipeline_tag&expand=private&expand=safetensors&expand=sha"
            + "&expand=siblings&expand=tags&expand=transformersInfo";
    static final String OLDEST_FIRST = "sort=createdAt&direction=1&limit=100&" + CRAWLED;
    static final String LATEST_FIRST = "sort=lastModified&direction=-1&limit=100&" + CRAWLED;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI hub;

    HubReader(SampleHub hub) {
        this.hub = hub.apiUri();
    }

    HttpResponse<byte[]> get(String target, String... headers) throws IOException {
        return get(URI.create(hub + target), headers);
    }

    HttpResponse<byte[]> get(URI uri, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Every page of a listing, in order, each a whole answer. */
    List<HttpResponse<byte[]>> pages(String query) throws IOException {
        List<HttpResponse<byte[]>> pages = new ArrayList<>();
        for (Optional<String> target = Optional.of("/api/models?" + query); target.isPresent(); ) {
            HttpResponse<byte[]> page = get(target.get());
            pages.add(page);
            target = next(page);
        }
        return pages;
    }

    List<JsonNode> rows(String query) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        pages(query).forEach(page -> json(page).forEach(rows::add));
        return rows;
    }

    /** Path and query of the next page. */
    static Optional<String> next(HttpResponse<?> page) {
        return page.headers()
                .firstValue("link")
                .map(link -> link.substring(link.indexOf("/api/"), link.indexOf(">; rel=\"next\"")));
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Override
    public void close() {
        client.close();
    }
}
