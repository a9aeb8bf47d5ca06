package io.ptmtorrent.contract;

import io.ptmtorrent.avro.Answer;
import io.ptmtorrent.avro.Artifact;
import io.ptmtorrent.avro.ArtifactRequest;
import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.Block;
import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.CrawlRequest;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.Observation;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.avro.Statistic;
import io.ptmtorrent.avro.Want;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Every topic, said once: name, key, value, partitions, retention, compaction, size limit.
 *
 * <p>{@code observations} and the topics keyed alike have the same number of partitions and the default partitioner,
 * so that a model lives on one partition number everywhere. The number of partitions of {@code observations} is never
 * changed: each normalizer task holds the models of its partition. Immutable.
 */
public final class Topics {
    private static final int MIB = 1024 * 1024;
    private static final int OBSERVATION_BYTES = 8 * MIB;
    private static final int RECORD_BYTES = 4 * MIB;
    private static final int FEW = 4;

    /** Partitions of models to one of small requests, and to one of large requests. */
    private static final int SMALL_SHARE = 12;

    private static final int LARGE_SHARE = 24;

    private final String prefix;
    private final Topic<CrawlRequest> crawlRequests;
    private final Topic<CrawlCheckpoint> crawlCheckpoints;
    private final Topic<DetailRequest> detailRequests;
    private final Topic<Observation> observations;
    private final Topic<Model> models;
    private final Topic<ModelUpdate> modelUpdates;
    private final Topic<ModelMetrics> modelMetrics;
    private final Topic<Policy> policy;
    private final Topic<Block> blocks;
    private final Topic<Want> wants;
    private final Topic<ArtifactRequest> artifactRequests;
    private final Topic<ArtifactRequest> artifactRequestsLarge;
    private final Topic<ArtifactResult> artifactResults;
    private final Topic<Artifact> artifacts;
    private final Topic<Answer> answers;
    private final Topic<Package> packages;
    private final Topic<Statistic> statistics;
    private final Topic<DeadLetter> deadLetters;

    /**
     * @param prefix what every name starts with, for example {@code ptm.}
     * @param partitions partitions of {@code observations} and of the topics keyed by model: 48 on a cluster, 4 local
     */
    public Topics(String prefix, int partitions) {
        this.prefix = prefix;
        crawlRequests = kept("crawl-requests", "hub", CrawlRequest.class, FEW, Duration.ofDays(7));
        crawlCheckpoints = compacted("crawl-checkpoints", "hub/mode", CrawlCheckpoint.class, FEW);
        detailRequests = kept("detail-requests", "model key", DetailRequest.class, partitions, Duration.ofDays(7));
        observations = new Topic<>(
                prefix + "observations",
                "model key; RUN_ENDED: hub",
                Observation.class,
                partitions,
                false,
                false,
                null,
                OBSERVATION_BYTES);
        models = compacted("models", "model key", Model.class, partitions);
        modelUpdates = kept("model-updates", "model key", ModelUpdate.class, partitions, Duration.ofDays(30));
        modelMetrics = kept("model-metrics", "model key", ModelMetrics.class, partitions, Duration.ofDays(400));
        policy = compacted("policy", "policy", Policy.class, 1);
        blocks = compacted("blocks", "model key; sha256:<hex>", Block.class, 1);
        wants = kept("wants", "request key", Want.class, partitions, Duration.ofDays(7));
        artifactRequests = requests("artifact-requests", partitions / SMALL_SHARE);
        artifactRequestsLarge = requests("artifact-requests.large", partitions / LARGE_SHARE);
        artifactResults =
                kept("artifact-results", "request key", ArtifactResult.class, partitions, Duration.ofDays(30));
        artifacts = compacted("artifacts", "sha256", Artifact.class, partitions);
        answers = kept("answers", "model key", Answer.class, partitions, Duration.ofDays(30));
        packages = compacted("packages", "model key", Package.class, partitions);
        statistics = compacted("statistics", "statistic/group/partition", Statistic.class, FEW);
        deadLetters = kept("dead-letters", "original key", DeadLetter.class, FEW, Duration.ofDays(30));
    }

    /** What every topic, group and transactional id starts with. */
    public String prefix() {
        return prefix;
    }

    public Topic<CrawlRequest> crawlRequests() {
        return crawlRequests;
    }

    public Topic<CrawlCheckpoint> crawlCheckpoints() {
        return crawlCheckpoints;
    }

    public Topic<DetailRequest> detailRequests() {
        return detailRequests;
    }

    public Topic<Observation> observations() {
        return observations;
    }

    public Topic<Model> models() {
        return models;
    }

    public Topic<ModelUpdate> modelUpdates() {
        return modelUpdates;
    }

    public Topic<ModelMetrics> modelMetrics() {
        return modelMetrics;
    }

    public Topic<Policy> policy() {
        return policy;
    }

    /** What is not to come back. */
    public Topic<Block> blocks() {
        return blocks;
    }

    /** From the tasks of models to the rows of the ledger; the partitions of {@link #observations}, like {@link #answers}. */
    public Topic<Want> wants() {
        return wants;
    }

    /** The small lane: of known size up to 10 MiB, and manifests. */
    public Topic<ArtifactRequest> artifactRequests() {
        return artifactRequests;
    }

    /** The large lane: larger, or of unknown size. */
    public Topic<ArtifactRequest> artifactRequestsLarge() {
        return artifactRequestsLarge;
    }

    public Topic<ArtifactResult> artifactResults() {
        return artifactResults;
    }

    public Topic<Artifact> artifacts() {
        return artifacts;
    }

    public Topic<Answer> answers() {
        return answers;
    }

    public Topic<Package> packages() {
        return packages;
    }

    public Topic<Statistic> statistics() {
        return statistics;
    }

    public Topic<DeadLetter> deadLetters() {
        return deadLetters;
    }

    /** All of them, in the order in which data flows. */
    public List<Topic<?>> all() {
        return List.of(
                crawlRequests,
                crawlCheckpoints,
                detailRequests,
                observations,
                models,
                modelUpdates,
                modelMetrics,
                policy,
                blocks,
                wants,
                artifactRequests,
                artifactRequestsLarge,
                artifactResults,
                artifacts,
                answers,
                packages,
                statistics,
                deadLetters);
    }

    /** Few partitions, and any number more: where a share group has more members than partitions, each is read by several. */
    private Topic<ArtifactRequest> requests(String name, int partitions) {
        return new Topic<>(
                prefix + name,
                "request key",
                ArtifactRequest.class,
                Math.max(1, partitions),
                true,
                false,
                Duration.ofDays(7),
                RECORD_BYTES);
    }

    private <V extends SpecificRecord> Topic<V> kept(
            String name, String key, Class<V> value, int partitions, @Nullable Duration retention) {
        return new Topic<>(prefix + name, key, value, partitions, false, false, retention, RECORD_BYTES);
    }

    private <V extends SpecificRecord> Topic<V> compacted(String name, String key, Class<V> value, int partitions) {
        return new Topic<>(prefix + name, key, value, partitions, false, true, null, RECORD_BYTES);
    }
}
