package io.ptmtorrent.local.run;

import io.ptmtorrent.avro.ArtifactResult;
import io.ptmtorrent.avro.CrawlCheckpoint;
import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.avro.Statistic;
import io.ptmtorrent.catalog.read.Row;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topics;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the topics say of the work: checkpoints of the crawler, counters of the normalizer, dead letters.
 *
 * <p>Everything here is read from Kafka as any subscriber would, nothing is asked of the services: so it holds for
 * services in other processes too. For one thread.
 */
final class Board implements AutoCloseable {
    private final TopicReader<CrawlCheckpoint> checkpointReader;
    private final TopicReader<Statistic> counterReader;
    private final TopicReader<DeadLetter> letterReader;
    private final TopicReader<ArtifactResult> resultReader;
    private final Map<String, CrawlCheckpoint> checkpoints = new HashMap<>();
    private final RunBook runs = new RunBook();
    private final Counters counters = new Counters();
    private final Deferrals deferrals = new Deferrals();
    private final Set<String> letterIds = new HashSet<>();
    private final Map<String, Map<String, Long>> lettersByHub = new HashMap<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private final String requests;

    private Board(
            TopicReader<CrawlCheckpoint> checkpointReader,
            TopicReader<Statistic> counterReader,
            TopicReader<DeadLetter> letterReader,
            TopicReader<ArtifactResult> resultReader,
            String requests) {
        this.requests = requests;
        this.checkpointReader = checkpointReader;
        this.counterReader = counterReader;
        this.letterReader = letterReader;
        this.resultReader = resultReader;
    }

    /** Reads what is there now; of the dead letters and results those count that come later. */
    static Board open(KafkaSettings kafka) {
        Topics topics = kafka.topics();
        TopicReader<DeadLetter> letters = TopicReader.open(kafka, topics.deadLetters());
        letters.seekToEnd();
        TopicReader<ArtifactResult> results = TopicReader.open(kafka, topics.artifactResults());
        results.seekToEnd();
        Board board = new Board(
                TopicReader.open(kafka, topics.crawlCheckpoints()),
                TopicReader.open(kafka, topics.statistics()),
                letters,
                results,
                topics.crawlRequests().name());
        board.refresh();
        return board;
    }

    /** Reads what came since. */
    void refresh() {
        // Checkpoints first: counters that are as new as a run's end then tell the truth about it.
        checkpointReader.readToEnd(row -> {
            if (row.value() != null) {
                checkpoints.put(row.key(), row.value());
                runs.put(row.value());
            }
        });
        counterReader.readToEnd(row -> {
            if (row.value() != null) {
                counters.put(row.value());
            }
        });
        letterReader.readToEnd(this::count);
        resultReader.readToEnd(row -> {
            if (row.value() != null) {
                deferrals.put(row.key(), row.value());
            }
        });
    }

    /** The newest checkpoint of each kind of run of each hub. */
    Collection<CrawlCheckpoint> checkpoints() {
        return checkpoints.values();
    }

    /** The run that serves or served a request; empty before it was accepted. */
    Optional<CrawlCheckpoint> runOf(String requestId) {
        return runs.runOf(requestId);
    }

    /** For each of these hubs that has one, the request that its newest run serves. */
    Map<String, String> newestRequests(Collection<String> hubs) {
        return checkpoints.values().stream()
                .filter(run -> hubs.contains(run.getHub()))
                .collect(Collectors.toMap(
                        CrawlCheckpoint::getHub,
                        Function.identity(),
                        BinaryOperator.maxBy(Comparator.comparingLong(CrawlCheckpoint::getRunId))))
                .values()
                .stream()
                .collect(Collectors.toMap(CrawlCheckpoint::getHub, CrawlCheckpoint::getRequestId));
    }

    /** Why a crawler refused a request for one of these hubs since this was opened; empty where none did. */
    Optional<String> refusal(Collection<String> hubs) {
        return refusals.entrySet().stream()
                .filter(it -> hubs.contains(it.getKey()))
                .map(it -> it.getKey() + ": a crawler refused the request: " + it.getValue())
                .findFirst();
    }

    Counters counters() {
        return counters;
    }

    /** Files that wait for a time. */
    Deferrals deferrals() {
        return deferrals;
    }

    /** Dead letters since this was opened, each identity once. */
    long deadLetters() {
        return letterIds.size();
    }

    /** Those of one hub, by reason code. */
    Map<String, Long> deadLetters(String hub) {
        return lettersByHub.getOrDefault(hub, Map.of());
    }

    @Override
    public void close() {
        checkpointReader.close();
        counterReader.close();
        letterReader.close();
        resultReader.close();
    }

    private void count(Row<DeadLetter> row) {
        DeadLetter letter = row.value();
        if (letter == null || !letterIds.add(letter.getId())) {
            return;
        }
        if (letter.getHub() != null) {
            lettersByHub
                    .computeIfAbsent(letter.getHub(), any -> new HashMap<>())
                    .merge(letter.getReason().name(), 1L, Long::sum);
        }
        if (requests.equals(letter.getTopic())) {
            refusals.put(String.valueOf(row.key()), letter.getMessage());
        }
    }
}
