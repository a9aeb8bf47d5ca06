package io.ptmtorrent.normalizer;

import io.ptmtorrent.avro.ArtifactKind;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.DetailRequest;
import io.ptmtorrent.avro.Model;
import io.ptmtorrent.avro.ModelMetrics;
import io.ptmtorrent.avro.ModelUpdate;
import io.ptmtorrent.avro.Package;
import io.ptmtorrent.avro.Statistic;
import io.ptmtorrent.avro.Want;
import io.ptmtorrent.avro.WantKind;
import io.ptmtorrent.contract.Topics;
import io.ptmtorrent.normalizer.packages.PackageSink;
import io.ptmtorrent.normalizer.wire.RecordWriter;
import io.ptmtorrent.normalizer.wire.UpdateWriter;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Everything that leaves the processor: encoded here, measured here, sent to the sink of its name.
 *
 * <p>A record beyond its topic's limit would stop an exactly-once application for ever, so none is forwarded unmeasured
 * that could be so large. For the task's thread.
 */
final class Outbox implements PackageSink {
    /** A request says more beside the manifest than the want that it comes from, and its topic allows no more. */
    private static final int BESIDE_A_MANIFEST = 16 * 1024;

    private final ProcessorContext<String, byte[]> context;
    private final int modelLimit;
    private final int updateLimit;
    private final int wantLimit;
    private final RecordWriter<Model> models;
    private final UpdateWriter updates;
    private final RecordWriter<ModelMetrics> metrics;
    private final RecordWriter<DetailRequest> requests;
    private final RecordWriter<Statistic> statistics;
    private final RecordWriter<DeadLetter> letters;
    private final RecordWriter<Want> wants;
    private final RecordWriter<Package> packages;
    private long timestamp;

    Outbox(ProcessorContext<String, byte[]> context, Topics topics, WireIds ids) {
        this.context = context;
        modelLimit = topics.models().maxBytes();
        updateLimit = topics.modelUpdates().maxBytes();
        wantLimit = topics.wants().maxBytes() - BESIDE_A_MANIFEST;
        models = new RecordWriter<>(Model.class, ids.model());
        updates = new UpdateWriter(ids.modelUpdate());
        metrics = new RecordWriter<>(ModelMetrics.class, ids.modelMetrics());
        requests = new RecordWriter<>(DetailRequest.class, ids.detailRequest());
        statistics = new RecordWriter<>(Statistic.class, ids.statistic());
        letters = new RecordWriter<>(DeadLetter.class, ids.deadLetter());
        wants = new RecordWriter<>(Want.class, ids.want());
        packages = new RecordWriter<>(Package.class, ids.packageRecord());
    }

    /** Time that the records get from now on, milliseconds since the epoch. */
    void setTime(long timestamp) {
        this.timestamp = timestamp;
    }

    /** The model as its topic and the store hold it; null where it is too large for the topic. */
    byte @Nullable [] encode(Model model) {
        byte[] framed = models.write(model);
        return framed.length > modelLimit ? null : framed;
    }

    void model(String key, byte[] framedModel) {
        send(NormalizerTopology.MODELS, key, framedModel);
    }

    void tombstone(String key) {
        send(NormalizerTopology.MODELS, key, null);
    }

    /** With the model where there is one and it fits. */
    void update(String key, ModelUpdate withoutModel, byte @Nullable [] framedModel) {
        byte[] whole = framedModel == null ? updates.write(withoutModel) : updates.write(withoutModel, framedModel);
        byte[] update = whole.length > updateLimit ? updates.write(withoutModel) : whole;
        send(NormalizerTopology.MODEL_UPDATES, key, update);
    }

    void metrics(String key, ModelMetrics value) {
        send(NormalizerTopology.MODEL_METRICS, key, metrics.write(value));
    }

    /** Readers drop what they hold; what the topic holds, it keeps for as long as it keeps anything. */
    void noMetrics(String key) {
        send(NormalizerTopology.MODEL_METRICS, key, null);
    }

    void request(String key, DetailRequest value) {
        send(NormalizerTopology.DETAIL_REQUESTS, key, requests.write(value));
    }

    void statistic(String key, Statistic value) {
        send(NormalizerTopology.STATISTICS, key, statistics.write(value));
    }

    void deadLetter(@Nullable String key, DeadLetter value) {
        send(NormalizerTopology.DEAD_LETTERS, key, letters.write(value));
    }

    @Override
    public boolean want(String requestKey, Want want) {
        byte[] framed = wants.write(want);
        if (framed.length > wantLimit) {
            return false;
        }
        send(NormalizerTopology.WANTS_OUT, requestKey, framed);
        return true;
    }

    /** Has the manifests of all revisions of a model taken out of the store. */
    void dropManifests(String key) {
        Want drop = Want.newBuilder()
                .setKind(WantKind.DROP)
                .setArtifact(ArtifactKind.MANIFEST)
                .build();
        send(NormalizerTopology.WANTS_OUT, "manifests:" + key, wants.write(drop));
    }

    @Override
    public byte[] complete(String modelKey, Package record) {
        byte[] framed = packages.write(record);
        send(NormalizerTopology.PACKAGES, modelKey, framed);
        return framed;
    }

    @Override
    public void removed(String modelKey) {
        send(NormalizerTopology.PACKAGES, modelKey, null);
    }

    /** Kafka's Record has no annotations; a null key or value is allowed there. */
    @SuppressWarnings("NullAway")
    private void send(String sink, @Nullable String key, byte @Nullable [] value) {
        context.forward(new Record<>(key, value, timestamp), sink);
    }
}
