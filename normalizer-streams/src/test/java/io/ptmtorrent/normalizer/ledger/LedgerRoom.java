package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.DeadLetterReason;
import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.FileState;
import io.ptmtorrent.avro.Manifest;
import io.ptmtorrent.avro.ResultState;
import io.ptmtorrent.avro.Source;
import io.ptmtorrent.avro.Verification;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.normalizer.statistics.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** A ledger on stores in memory, with a clock that stands still, and all that it says. */
final class LedgerRoom implements Exits {
    static final String HUB = "huggingface";
    static final String A = RequestKey.ofDigest("a".repeat(64));
    static final String B = RequestKey.ofDigest("b".repeat(64));
    static final String GIT = "git:huggingface/acme:" + "c".repeat(40) + ":5";

    /** Small windows and steps, so that few files fill them. */
    static final LedgerConfig SMALL = config(3, 2, 10);

    record Asked(String key, boolean large, ArtifactRequest request) {}

    record Told(String model, Answer answer) {
        FileState state() {
            return answer.getState();
        }

        @Nullable
        FileReason reason() {
            return answer.getReason();
        }
    }

    record Letter(String key, DeadLetterReason reason, String message) {}

    final List<Asked> requests = new ArrayList<>();
    final List<Told> answers = new ArrayList<>();
    final List<Artifact> artifacts = new ArrayList<>();
    final List<Letter> letters = new ArrayList<>();
    final KeyValueStore<String, byte[]> store = store("ledger");
    final Counters counters = new Counters(store("counters"), 0);
    int requestLimit = Integer.MAX_VALUE;
    long now = Instant.parse("2026-11-01T12:00:00Z").toEpochMilli();
    final Set<String> forbidden = new HashSet<>();
    final List<String> removed = new ArrayList<>();
    private final LedgerConfig config;
    private final List<Runnable> looped = new ArrayList<>();
    private Ledger ledger;

    LedgerRoom() {
        this(SMALL);
    }

    LedgerRoom(LedgerConfig config) {
        this.config = config;
        ledger = new Ledger(store, counters, config, forbidden::contains, this);
    }

    static LedgerConfig config(int small, int large, int step) {
        return new LedgerConfig(
                small,
                large,
                step,
                Duration.ofMillis(50),
                Duration.ofHours(1),
                5_000_000,
                Duration.ofSeconds(5),
                10,
                Duration.ofDays(1));
    }

    /** As after a crash that lost nothing: only what is stored is known. */
    void restart() {
        ledger = new Ledger(store, counters, config, forbidden::contains, this);
    }

    void advance(Duration time) {
        now += time.toMillis();
        step();
    }

    void step() {
        ledger.step(now);
        runLooped();
    }

    void want(String key, String model, String url) {
        want(key, model, 1, url, false, 5L);
    }

    void want(String key, String model, long policyVersion, String url, boolean gated, @Nullable Long size) {
        tell(key, file(model, policyVersion, url, gated, size));
    }

    void tell(String key, Want want) {
        ledger.want(key, want, now);
        runLooped();
    }

    static Want file(String model, long policyVersion, String url, boolean gated, @Nullable Long size) {
        return Want.newBuilder()
                .setKind(WantKind.WANT)
                .setModel(model)
                .setRevision("r1")
                .setPolicyVersion(policyVersion)
                .setArtifact(ArtifactKind.FILE)
                .setSource(new Source(HUB, url, gated))
                .setSize(size)
                .build();
    }

    void manifest(String key, String model, Manifest content) {
        tell(
                key,
                Want.newBuilder()
                        .setKind(WantKind.WANT)
                        .setModel(model)
                        .setRevision("r1")
                        .setPolicyVersion(1)
                        .setArtifact(ArtifactKind.MANIFEST)
                        .setManifest(content)
                        .build());
    }

    void withdraw(String key, String model, long policyVersion) {
        tell(
                key,
                Want.newBuilder()
                        .setKind(WantKind.WITHDRAW)
                        .setModel(model)
                        .setRevision("r1")
                        .setPolicyVersion(policyVersion)
                        .setArtifact(ArtifactKind.FILE)
                        .build());
    }

    void stored(Asked asked) {
        stored(asked, RequestKey.isDigest(asked.key()) ? RequestKey.digest(asked.key()) : "d".repeat(64));
    }

    void stored(Asked asked, String sha256) {
        result(
                asked.key(),
                answering(asked, ResultState.STORED)
                        .setSha256(sha256)
                        .setSize(5L)
                        .setObjectKey("blobs/sha256/" + sha256)
                        .setVerification(Verification.SHA256)
                        .setUrl(asked.request().getUrl())
                        .setFetchedBytes(5)
                        .build());
    }

    void failed(Asked asked, FileReason reason) {
        result(
                asked.key(),
                answering(asked, ResultState.FAILED).setReason(reason).build());
    }

    void deferred(Asked asked, FileReason reason, @Nullable Duration until) {
        result(
                asked.key(),
                answering(asked, ResultState.DEFERRED)
                        .setReason(reason)
                        .setUntil(
                                until == null ? null : Instant.ofEpochMilli(now).plus(until))
                        .build());
    }

    void forbid(String key) {
        ledger.forbid(key, now);
        runLooped();
    }

    void lost(String key) {
        result(
                key,
                ArtifactResult.newBuilder()
                        .setKind(ArtifactKind.FILE)
                        .setAttempt(0)
                        .setState(ResultState.LOST)
                        .setVerification(Verification.NONE)
                        .setAt(Instant.ofEpochMilli(now))
                        .build());
    }

    void result(String key, ArtifactResult result) {
        ledger.result(key, result, now);
        runLooped();
    }

    ArtifactResult.Builder answering(Asked asked, ResultState state) {
        return ArtifactResult.newBuilder()
                .setKind(asked.request().getKind())
                .setAttempt(asked.request().getAttempt())
                .setState(state)
                .setVerification(Verification.NONE)
                .setAt(Instant.ofEpochMilli(now));
    }

    Asked lastRequest() {
        return requests.getLast();
    }

    List<FileState> states() {
        return answers.stream().map(Told::state).toList();
    }

    /** What the topics would bring back. */
    private void runLooped() {
        while (!looped.isEmpty()) {
            looped.removeFirst().run();
        }
    }

    @Override
    public boolean request(String requestKey, boolean large, ArtifactRequest request) {
        if (request.toString().length() > requestLimit) {
            return false;
        }
        requests.add(new Asked(requestKey, large, request));
        return true;
    }

    @Override
    public void answer(String modelKey, Answer answer) {
        answers.add(new Told(modelKey, answer));
    }

    @Override
    public void artifact(String sha256, Artifact artifact) {
        artifacts.add(artifact);
    }

    @Override
    public void noArtifact(String sha256) {
        removed.add(sha256);
    }

    @Override
    public void storedAs(String requestKey, Want want) {
        looped.add(() -> ledger.want(requestKey, want, now));
    }

    @Override
    public void toldOf(String requestKey, ArtifactResult result) {
        looped.add(() -> ledger.result(requestKey, result, now));
    }

    @Override
    public void letter(
            String requestKey, @Nullable String hub, @Nullable String url, DeadLetterReason reason, String message) {
        letters.add(new Letter(requestKey, reason, message));
    }

    private static KeyValueStore<String, byte[]> store(String name) {
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        Properties settings = new Properties();
        settings.put("processing.exception.handler.global.enabled", true);
        store.init(new MockProcessorContext<Void, Void>(settings).getStateStoreContext(), store);
        return store;
    }
}
