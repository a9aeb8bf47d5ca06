package io.ptmtorrent.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.http.HubHttp;
import io.ptmtorrent.sink.fetch.ByteHosts;
import io.ptmtorrent.sink.fetch.FetchLimits;
import io.ptmtorrent.sink.inspect.Inspections;
import io.ptmtorrent.sink.store.DirectoryStore;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import io.ptmtorrent.sink.store.S3Server;
import io.ptmtorrent.sink.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that hosts do to a file, on every store: whatever they do, what was wanted is stored or accounted for, and
 * the store holds nothing else.
 */
class FaultMatrixIT {
    private static final FetchLimits PATIENT = new FetchLimits(1L << 30, Duration.ofMinutes(2), 0);
    private static final FetchLimits HASTY = new FetchLimits(1L << 30, Duration.ofSeconds(2), 0);
    private static final int MOST_TRIES = 8;
    private static final List<String> STORES = List.of("directory", "s3");

    @TempDir
    private static Path servers;

    private static S3Server s3;

    @TempDir
    private Path dir;

    @BeforeAll
    static void start() throws Exception {
        s3 = S3Server.proxy(servers);
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
    }

    /** Each of them alone, and then all of them at once, in an order that a seed decides. */
    static Stream<Arguments> cases() {
        List<BadInput> all = new ArrayList<>(List.of(BadInput.values()));
        Collections.shuffle(all, new Random(6));
        List<List<BadInput>> each = new ArrayList<>();
        all.forEach(one -> each.add(List.of(one)));
        each.add(all);
        return STORES.stream().flatMap(store -> each.stream().map(inputs -> Arguments.of(store, inputs)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatWasWantedIsStoredOrAccountedForAndNothingElseIsThere(String kind, List<BadInput> inputs) throws Exception {
        // given
        String prefix = "matrix/" + inputs.size() + "/" + inputs.getFirst() + "/";
        List<BadFile> files = new ArrayList<>();
        for (BadInput input : inputs) {
            files.add(input.file(Integer.toUnsignedLong(input.name().hashCode())));
        }
        try (ByteHosts hosts = new ByteHosts(open(kind, prefix));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            hosts.hub.setDispatcher(scripted(files, hosts));
            hosts.cdn.setDispatcher(scripted(files, hosts));

            // when
            List<Future<ArtifactResult>> results = new ArrayList<>();
            for (BadFile file : files) {
                for (int asker = 0; asker < file.askers(); asker++) {
                    results.add(threads.submit(asking(hosts, file, asker)));
                }
            }

            // then
            List<ObjectKey> stored = new ArrayList<>();
            int next = 0;
            for (BadFile file : files) {
                for (int asker = 0; asker < file.askers(); asker++) {
                    assertIsAsWanted(file, results.get(next++).get());
                }
                if (file.what.reason == null) {
                    stored.add(ObjectKey.blob(file.sha256()));
                }
            }
            assertThat(hosts.visible()).containsExactlyInAnyOrderElementsOf(stored);
            for (ObjectKey key : stored) {
                assertThat(ObjectKey.blob(digest(hosts.store, key))).isEqualTo(key);
            }
            assertThat(left(kind, prefix))
                    .containsExactlyInAnyOrderElementsOf(
                            stored.stream().map(ObjectKey::text).toList());
        }
    }

    /** As the ledger asks: the next source after a failure, again after a deferral, by whatever process is free then. */
    private static Callable<ArtifactResult> asking(ByteHosts hosts, BadFile file, int asker) {
        return () -> {
            ArtifactResult last = null;
            for (ArtifactRequest request : file.requests(asker)) {
                for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
                    last = ask(hosts, file, request);
                    if (last.getState() == ResultState.STORED) {
                        return last;
                    }
                    if (last.getState() == ResultState.FAILED) {
                        break;
                    }
                }
            }
            return Objects.requireNonNull(last);
        };
    }

    private static ArtifactResult ask(ByteHosts hosts, BadFile file, ArtifactRequest request) {
        try (HubHttp http = hosts.newClient()) {
            ArtifactAnswers answers =
                    new ArtifactAnswers(http, hosts.store, Inspections.NONE, Duration.ZERO, Clock.systemUTC());
            return answers.to(request, file.isHasty() ? HASTY : PATIENT, () -> false)
                    .result();
        }
    }

    private static void assertIsAsWanted(BadFile file, ArtifactResult result) {
        FileReason reason = file.what.reason;
        assertThat(result.getReason()).as("%s: %s", file.what, result).isEqualTo(reason);
        if (reason == null) {
            assertThat(result.getState()).isEqualTo(ResultState.STORED);
            assertThat(result.getSha256()).isEqualTo(file.sha256());
            assertThat(result.getSize()).isEqualTo((long) file.bytes().length);
            assertThat(result.getObjectKey())
                    .isEqualTo(ObjectKey.blob(file.sha256()).text());
        }
    }

    private ObjectStore open(String kind, String prefix) throws Exception {
        return kind.equals("s3") ? s3.openWithSmallParts(prefix) : DirectoryStore.open(dir.resolve("objects"));
    }

    /** Past the store: whatever lies there, uploads that were left open too. */
    private List<String> left(String kind, String prefix) throws IOException {
        if (kind.equals("s3")) {
            return s3.left(prefix).stream()
                    .map(key -> key.startsWith(prefix) ? key.substring(prefix.length()) : key)
                    .toList();
        }
        Path objects = dir.resolve("objects");
        try (Stream<Path> all = Files.walk(objects)) {
            return all.filter(Files::isRegularFile)
                    .map(it -> objects.relativize(it).toString())
                    .filter(it -> !it.matches("uploads/[^/]+\\.lock"))
                    .toList();
        }
    }

    private static String digest(ObjectStore store, ObjectKey key) throws IOException {
        try (InputStream bytes = store.read(key)) {
            return Sha256.of(bytes.readAllBytes());
        }
    }

    private static Dispatcher scripted(List<BadFile> files, ByteHosts hosts) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return files.stream()
                        .filter(file -> file.isAt(request))
                        .findFirst()
                        .map(file -> file.answer(request, hosts.cdn.url("/")))
                        .orElseGet(() -> new MockResponse.Builder().code(418).build());
            }
        };
    }
}
