package io.ptmtorrent.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ptmtorrent.avro.CrawlMode;
import io.ptmtorrent.crawler.hub.Cursor;
import io.ptmtorrent.crawler.hub.Listing;
import io.ptmtorrent.crawler.hub.huggingface.HuggingFace;
import io.ptmtorrent.embedded.broker.LocalBroker;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.http.HubHttpConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least that a crawl of this shape can do: read every page of the listing with the JDK's client and write each, whole
 * and unread, as one record to a broker in the same process. No rows, no schema, no transaction, no normalizer.
 */
final class ListingFloor {
    private static final Pattern NEXT = Pattern.compile("<https?://[^/]+([^>]+)>; rel=\"next\"");
    private final URI hub;

    ListingFloor(URI hub) {
        this.hub = hub;
    }

    /** Pages a second times a thousand rows a page. */
    double modelsPerSecond(Path folder, int models) throws Exception {
        try (LocalBroker broker = LocalBroker.start(folder);
                HttpClient http = HttpClient.newHttpClient()) {
            makeTopic(broker);
            long started = System.nanoTime();
            copyPages(broker, http);
            return models / ((System.nanoTime() - started) / 1e9);
        }
    }

    private static void makeTopic(LocalBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("pages", 4, (short) 1).configs(Map.of("max.message.bytes", "9000000"))))
                    .all()
                    .get();
        }
    }

    private void copyPages(LocalBroker broker, HttpClient http)
            throws IOException, InterruptedException, ExecutionException {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("compression.type", "zstd");
        properties.put("max.request.size", "9000000");
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> written = new ArrayList<>();
            readPages(http, page -> written.add(producer.send(new ProducerRecord<>("pages", page))));
            for (Future<RecordMetadata> page : written) {
                page.get();
            }
        }
    }

    /** All pages of the listing, in order. */
    List<byte[]> pages() throws IOException, InterruptedException {
        List<byte[]> pages = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            readPages(http, pages::add);
        }
        return pages;
    }

    private void readPages(HttpClient http, Consumer<byte[]> take) throws IOException, InterruptedException {
        Optional<String> next = Optional.of(firstPage());
        while (next.isPresent()) {
            HttpResponse<byte[]> page = http.send(
                    HttpRequest.newBuilder(hub.resolve(next.get())).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (page.statusCode() != 200) {
                throw new IOException("floor: " + page.uri() + " answered " + page.statusCode());
            }
            take.accept(page.body());
            next = page.headers().firstValue("link").flatMap(ListingFloor::nextPath);
        }
    }

    /** The first page as the crawler asks for it: same fields, same size. */
    private static String firstPage() {
        try (HubHttp http = HubHttp.create(HubHttpConfig.defaults("benchmark"), new SimpleMeterRegistry())) {
            Cursor first = new HuggingFace(http).first(new Listing(CrawlMode.FULL, null, null, 1000));
            URI url = URI.create(first.value());
            return url.getRawPath() + "?" + url.getRawQuery();
        }
    }

    private static Optional<String> nextPath(String link) {
        Matcher matcher = NEXT.matcher(link);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
