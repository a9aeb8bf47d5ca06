package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.Policy;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.TopicSetup;
import io.ptmtorrent.local.engine.LocalEngine;
import io.ptmtorrent.local.folder.Contents;
import io.ptmtorrent.local.folder.DataFolder;
import io.ptmtorrent.sink.SinkConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole pipeline in this JVM, from the empty folder to idle.
 *
 * <pre>
 * folder taken -> broker, registry -> topics, schemas -> normalizer, sink, crawler -> requests -> watched until idle
 *      and back: crawler, sink, normalizer, registry, broker, folder
 * </pre>
 *
 * One thread runs it; {@link #stop()} may be called by any.
 */
public final class LocalRun {
    private final LocalConfig config;
    private final Progress progress;
    private final Clock clock;
    private final Consumer<Path> logsTo;
    private final StopFlag stop = new StopFlag();
    private FileChoice files;

    /**
     * @param progress where progress is shown
     * @param logsTo told where log files may go, once the folder is ours
     */
    public LocalRun(LocalConfig config, Progress progress, Clock clock, Consumer<Path> logsTo) {
        this.config = config;
        this.progress = progress;
        this.clock = clock;
        this.logsTo = logsTo;
        this.files = config.files();
    }

    /** Makes {@link #run} end soon. */
    public void stop() {
        stop.set();
    }

    /**
     * Runs until idle, or until {@link #stop()}.
     *
     * @return what was done; {@link LocalReport#failed()} says why a run failed
     * @throws IllegalArgumentException when the folder holds something else
     * @throws IOException when the folder is in use, or something cannot start
     */
    public LocalReport run() throws IOException, InterruptedException {
        try (DataFolder folder = DataFolder.take(config.data())) {
            claim(folder);
            logsTo.accept(folder.logs());
            LocalReport report = runIn(folder);
            if (config.report() != null) {
                report.write(config.report());
            }
            if (report.failed() == null) {
                folder.remember(config.whenDone());
            }
            return report;
        }
    }

    /** Which files it wanted, once it ran: by the policy in force where the user said nothing. */
    public FileChoice files() {
        return files;
    }

    private void claim(DataFolder folder) throws IOException {
        Contents held = folder.contents().orElse(config.contents());
        held.requireSame(config.contents(), folder.path());
        folder.remember(held);
    }

    private LocalReport runIn(DataFolder folder) throws IOException, InterruptedException {
        AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
        try (LocalEngine engine = LocalEngine.start(folder, config.contents(), config.kafka())) {
            engine.fault().thenAccept(fault::set);
            KafkaSettings kafka = engine.settings();
            makeTopics(kafka);
            engine.publish();
            Policy policy = PolicySetting.require(kafka, config.files(), clock);
            files = new FileChoice(policy, false);
            SinkConfig sink = SinkConfig.from(kafka.passThrough());
            try (Board board = Board.open(kafka);
                    Pipeline pipeline = Pipeline.start(
                            kafka,
                            Services.crawler(config, kafka),
                            Services.normalizer(
                                    folder.state(), kafka, config.http().bandwidth(), sink.small() + sink.large()),
                            sink,
                            folder.objects(),
                            config.http(),
                            fault::set)) {
                RunWatch watch = new RunWatch(goal(policy), board, pipeline, fault, progress, clock, stop);
                return watch.watch(config.order().send(kafka));
            }
        }
    }

    private static void makeTopics(KafkaSettings kafka) throws IOException, InterruptedException {
        try (TopicSetup setup = new TopicSetup(kafka, (short) -1, Services.groups(kafka.topics()))) {
            setup.make();
        }
    }

    private Goal goal(Policy policy) {
        return new Goal(
                config.order().hubs(),
                Goal.Reach.IDLE,
                !config.untilIdle(),
                config.order().isWhole() ? config.every() : null,
                config.contents().partitions(),
                policy.getVersion(),
                files.wantsFiles(),
                config.processStart());
    }
}
