package io.ptmtorrent.sink.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A server that speaks S3, in a JVM of its own on loopback, with one bucket in it. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "ptm";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "secret-of-a-test"));

    /** Bytes from which on uploads can be continued here. */
    static final long RESUMABLE = 14L << 20;

    /** How a process of its own gets its credentials by the SDK's default chain. */
    public static final Map<String, String> ENVIRONMENT = Map.of(
            "AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "secret-of-a-test", "AWS_REGION", "us-east-1");

    private final Process process;
    private final S3Client client;
    public final URI uri;

    private S3Server(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
        this.client = S3Client.builder()
                .endpointOverride(uri)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(CREDENTIALS)
                .build();
    }

    /** S3Proxy, which keeps objects as files. */
    public static S3Server proxy(Path dir) throws IOException {
        Path objects = Files.createDirectories(dir.resolve("buckets"));
        int port = freePort();
        Path settings = Files.writeString(dir.resolve("s3proxy.properties"), """
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=local
                s3proxy.credential=secret-of-a-test
                s3proxy.endpoint=http://127.0.0.1:%d
                jclouds.provider=filesystem
                jclouds.filesystem.basedir=%s
                jclouds.identity=x
                jclouds.credential=x
                """.formatted(port, objects));
        return start(dir, port, List.of(), "s3proxy.jar", List.of("--properties", settings.toString()));
    }

    /** Adobe's S3Mock. */
    public static S3Server mock(Path dir) throws IOException {
        int port = freePort();
        Path objects = Files.createDirectories(dir.resolve("mock"));
        List<String> arguments = List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--http.port=" + port,
                "--com.adobe.testing.s3mock.store.root=" + objects);
        return start(dir, port, List.of("-XX:-UsePerfData"), "s3mock.jar", arguments);
    }

    private static S3Server start(Path dir, int port, List<String> jvm, String jar, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx400m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(jvm);
        command.addAll(
                List.of("-jar", Path.of(System.getProperty("s3.servers"), jar).toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(jar + ".log").toFile())
                .start();
        S3Server server = new S3Server(process, URI.create("http://127.0.0.1:" + port));
        server.awaitAnswer();
        server.client.createBucket(it -> it.bucket(BUCKET));
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitAnswer() {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> !process.isAlive()
                            || http.send(request, BodyHandlers.discarding()).statusCode() > 0);
        }
        if (!process.isAlive()) {
            throw new AssertionError("the S3 server ended with status " + process.exitValue());
        }
    }

    /** Settings of a store in a place of its own. */
    public Map<String, String> settings(String prefix) {
        return Map.of("store.s3.bucket", BUCKET, "store.s3.endpoint", uri.toString(), "store.s3.prefix", prefix);
    }

    /** A store in a place of its own. */
    public S3Store open(String prefix) throws StoreException {
        return open(S3Config.from(settings(prefix)), PartSizes.USUAL);
    }

    /** The same with parts of 5 MiB, the least that S3 takes. */
    public S3Store openWithSmallParts(String prefix) throws StoreException {
        return open(S3Config.from(settings(prefix)), new PartSizes(5L << 20, 9_000, 5L << 30, 1L << 30));
    }

    S3Store open(S3Config config, PartSizes sizes) throws StoreException {
        return open(config, sizes, Clock.systemUTC());
    }

    S3Store open(S3Config config, PartSizes sizes, Clock clock) throws StoreException {
        return S3Store.open(config, CREDENTIALS, sizes, RESUMABLE, clock);
    }

    /** For looking past the store. */
    public S3Client client() {
        return client;
    }

    /** Whatever is there below a prefix, as the server says it: objects, and uploads that were not completed. */
    public List<String> left(String prefix) {
        Stream<String> objects =
                client.listObjectsV2Paginator(it -> it.bucket(BUCKET).prefix(prefix)).contents().stream()
                        .map(it -> it.key());
        Stream<String> uploads = client
                .listMultipartUploads(it -> it.bucket(BUCKET).prefix(prefix))
                .uploads()
                .stream()
                .map(it -> "open upload of " + it.key());
        return Stream.concat(objects, uploads).sorted().toList();
    }

    /** Bytes of parts of uploads that were not completed. */
    public long uploaded(String prefix) {
        return client.listMultipartUploads(it -> it.bucket(BUCKET).prefix(prefix)).uploads().stream()
                .flatMap(
                        upload -> client
                                .listParts(it ->
                                        it.bucket(BUCKET).key(upload.key()).uploadId(upload.uploadId()))
                                .parts()
                                .stream())
                .mapToLong(it -> it.size())
                .sum();
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly().onExit().join();
    }
}
