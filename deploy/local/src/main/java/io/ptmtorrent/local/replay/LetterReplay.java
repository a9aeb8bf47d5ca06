package io.ptmtorrent.local.replay;

import io.ptmtorrent.avro.DeadLetter;
import io.ptmtorrent.catalog.read.TopicReader;
import io.ptmtorrent.contract.KafkaSettings;
import io.ptmtorrent.contract.Topic;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Sends the records that dead letters are about round again: to their own topic and partition, behind what is there.
 *
 * <pre>
 * letters, chosen ─► coordinates, each once ─► the record, where its topic keeps it ─► the same topic
 * </pre>
 *
 * Every reader of our topics expects a record twice: an observation older than what is held is a sighting, a result that
 * nobody waits for is none. A copy says in the header {@value #ORIGIN} what it is a copy of, so that a record which
 * failed again goes round once, and not as often as it failed. In memory are coordinates alone. For one thread.
 */
public final class LetterReplay {
    /** Header of a copy: {@code topic/partition/offset} of the original record. */
    static final String ORIGIN = "ptm.replay-of";

    private static final Comparator<TopicPartition> BY_PLACE =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final KafkaSettings kafka;
    private final LetterChoice choice;
    private final Set<String> topics;
    private final TreeMap<LetterGroup, LetterCount> counts = new TreeMap<>();
    private final Set<String> counted = new HashSet<>();

    /** By place and offset of the record. */
    private final TreeMap<TopicPartition, TreeMap<Long, LetterGroup>> records = new TreeMap<>(BY_PLACE);

    public LetterReplay(KafkaSettings kafka, LetterChoice choice) {
        this.kafka = kafka;
        this.choice = choice;
        topics = kafka.topics().all().stream().map(Topic::name).collect(Collectors.toSet());
    }

    /** Reads the letters that are there and counts the chosen ones; sends nothing. */
    public SortedMap<LetterGroup, LetterCount> count() {
        try (TopicReader<DeadLetter> reader =
                TopicReader.open(kafka, kafka.topics().deadLetters())) {
            reader.readToEnd(row -> {
                DeadLetter letter = row.value();
                if (letter != null && choice.takes(letter) && counted.add(letter.getId())) {
                    add(letter);
                }
            });
        }
        return Collections.unmodifiableSortedMap(counts);
    }

    /**
     * Sends the records of the letters that {@link #count} found.
     *
     * @param stopped looked at between records: true ends it early
     * @param looked told after each how many were looked at
     * @return what became of all of them
     * @throws IOException when Kafka did not take one
     */
    public SortedMap<LetterGroup, LetterCount> send(BooleanSupplier stopped, LongConsumer looked)
            throws IOException, InterruptedException {
        long done = 0;
        try (KeptRecords kept = new KeptRecords(kafka);
                Copies copies = new Copies(kafka)) {
            for (Map.Entry<TopicPartition, TreeMap<Long, LetterGroup>> place : records.entrySet()) {
                // The newest first: a letter about a copy stands for those about what it is a copy of.
                for (Map.Entry<Long, LetterGroup> letter :
                        place.getValue().descendingMap().entrySet()) {
                    if (stopped.getAsBoolean()) {
                        break;
                    }
                    LetterCount outcome = outcome(kept.at(place.getKey(), letter.getKey()), copies);
                    counts.merge(letter.getValue(), outcome, LetterCount::plus);
                    looked.accept(++done);
                }
            }
            copies.flush();
        }
        return Collections.unmodifiableSortedMap(counts);
    }

    private static LetterCount outcome(@Nullable ConsumerRecord<byte[], byte[]> record, Copies copies)
            throws IOException, InterruptedException {
        if (record == null) {
            return LetterCount.NOT_KEPT;
        }
        return copies.write(record) ? LetterCount.SENT : LetterCount.REPEATED;
    }

    private void add(DeadLetter letter) {
        LetterGroup group = new LetterGroup(String.valueOf(letter.getHub()), letter.getReason());
        String topic = letter.getTopic();
        Integer partition = letter.getPartition();
        Long offset = letter.getOffset();
        if (topic == null || partition == null || offset == null || !topics.contains(topic)) {
            counts.merge(group, LetterCount.NO_RECORD, LetterCount::plus);
            return;
        }
        counts.merge(group, LetterCount.RECORD, LetterCount::plus);
        records.computeIfAbsent(new TopicPartition(topic, partition), place -> new TreeMap<>())
                .put(offset, group);
    }
}
