package io.ptmtorrent.normalizer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.normalizer.ledger.LedgerRoom.Asked;
import io.ptmtorrent.normalizer.statistics.Statistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the order of wants, withdrawals, results, losses and restarts: the ledger's promises hold. */
final class LedgerPropertyTest {
    private static final int STEPS = 600;
    private static final int CREDIT_SMALL = 3;
    private static final int CREDIT_LARGE = 2;

    private record Waiting(String key, String model, long policyVersion) {}

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyWaiterIsAnsweredOnceCreditIsKeptAndCountersAreTheRows(int seed) {
        // given
        Random random = new Random(seed);
        LedgerRoom room = new LedgerRoom(LedgerRoom.config(CREDIT_SMALL, CREDIT_LARGE, 4));
        Map<Waiting, Integer> owed = new LinkedHashMap<>();
        List<Asked> underWay = new ArrayList<>();
        Seen seen = new Seen(room, owed, underWay);

        // when
        for (int n = 0; n < STEPS; n++) {
            move(random, room, owed, underWay);
            seen.look();
        }
        settle(random, room, underWay, seen);

        // then
        assertThat(owed.values()).as("answers that are owed").allMatch(count -> count == 0);
        assertThat(keys(room, "d/")).isEmpty();
        assertThat(keys(room, "o/")).isEmpty();
        assertThat(keys(room, "p/")).isEmpty();
        assertThat(keys(room, "w/")).isEmpty();
        assertCountersAreTheRows(room);
    }

    private static void move(Random random, LedgerRoom room, Map<Waiting, Integer> owed, List<Asked> underWay) {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> want(random, room, owed);
            case 4 -> withdraw(random, room, owed);
            case 5, 6, 7 -> answer(random, room, underWay);
            case 8 -> room.advance(Duration.ofSeconds(random.nextInt(20)));
            case 9 -> room.lost(key(random));
            case 10 -> room.restart();
            default -> room.advance(random.nextInt(20) == 0 ? Duration.ofHours(2) : Duration.ofMillis(50));
        }
    }

    private static void want(Random random, LedgerRoom room, Map<Waiting, Integer> owed) {
        Waiting waiting = new Waiting(key(random), LedgerRoom.HUB + "/m" + random.nextInt(12), random.nextInt(3) + 1);
        // A task wants once, and again when it was answered.
        if (owed.getOrDefault(waiting, 0) == 0) {
            owed.put(waiting, 1);
        }
        int source = random.nextInt(12);
        Long size = source % 4 == 0 ? null : source % 4 == 1 ? 20_000_000L : 5L;
        room.want(
                waiting.key(),
                waiting.model(),
                waiting.policyVersion(),
                source == 11 ? "no url" : "https://host" + source % 2 + "/" + source,
                source == 7,
                size);
    }

    private static void withdraw(Random random, LedgerRoom room, Map<Waiting, Integer> owed) {
        List<Waiting> open = owed.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!open.isEmpty()) {
            Waiting one = open.get(random.nextInt(open.size()));
            owed.put(one, 0);
            room.withdraw(one.key(), one.model(), one.policyVersion());
        }
    }

    /** Any request, in any order; some of them twice, some not yet. */
    private static void answer(Random random, LedgerRoom room, List<Asked> underWay) {
        if (underWay.isEmpty()) {
            return;
        }
        int index = random.nextInt(underWay.size());
        Asked asked = random.nextInt(4) == 0 ? underWay.get(index) : underWay.remove(index);
        switch (random.nextInt(6)) {
            case 0 -> room.failed(asked, FileReason.NOT_FOUND);
            case 1 -> room.failed(asked, FileReason.DIGEST_MISMATCH);
            case 2 -> room.deferred(asked, FileReason.HUB_ERROR, Duration.ofSeconds(random.nextInt(60)));
            case 3 -> room.deferred(asked, FileReason.RATE_LIMITED, Duration.ofSeconds(30));
            default -> room.stored(asked, digest(asked.key()));
        }
    }

    /** The sinks answer all, and time passes. */
    private static void settle(Random random, LedgerRoom room, List<Asked> underWay, Seen seen) {
        for (int n = 0; n < 200; n++) {
            while (!underWay.isEmpty()) {
                Asked asked = underWay.remove(random.nextInt(underWay.size()));
                room.stored(asked, digest(asked.key()));
                seen.look();
            }
            room.advance(Duration.ofMinutes(20));
            seen.look();
        }
    }

    /** Reads what the ledger said since the last look, and checks that it was allowed to. */
    private static final class Seen {
        private final LedgerRoom room;
        private final Map<Waiting, Integer> owed;
        private final List<Asked> underWay;

        Seen(LedgerRoom room, Map<Waiting, Integer> owed, List<Asked> underWay) {
            this.room = room;
            this.owed = owed;
            this.underWay = underWay;
        }

        void look() {
            room.answers.forEach(told -> {
                Waiting waiting = new Waiting(
                        told.answer().getRequestKey(),
                        told.model(),
                        told.answer().getPolicyVersion());
                assertThat(owed.merge(waiting, -1, Integer::sum))
                        .as("%s", waiting)
                        .isZero();
            });
            room.answers.clear();
            underWay.addAll(room.requests);
            room.requests.clear();
            Map<Pool, Integer> asked = new HashMap<>();
            for (LedgerRow row : rows(room).values()) {
                io.ptmtorrent.normalizer.ledger.Asked outstanding = row.turn().asked();
                if (outstanding != null) {
                    asked.merge(outstanding.pool(), 1, Integer::sum);
                }
            }
            asked.forEach((pool, count) ->
                    assertThat(count).as("%s", pool).isLessThanOrEqualTo(pool.large() ? CREDIT_LARGE : CREDIT_SMALL));
            assertThat(keys(room, "o/"))
                    .hasSize(asked.values().stream().mapToInt(Integer::intValue).sum());
        }
    }

    private static void assertCountersAreTheRows(LedgerRoom room) {
        long wanted = 0;
        long stored = 0;
        for (Map.Entry<String, LedgerRow> entry : rows(room).entrySet()) {
            LedgerRow row = entry.getValue();
            Stored bytes = row.stored();
            if (row.hub() != null) {
                wanted += bytes == null ? row.sources().announcedSize() : bytes.size();
            }
            if (entry.getKey().startsWith("sha256:") && row.state() == LedgerRow.State.STORED && bytes != null) {
                stored += bytes.size();
            }
        }
        assertThat(room.counters.get(Statistics.BYTES_WANTED, LedgerRoom.HUB)).isEqualTo(wanted);
        assertThat(room.counters.get(Statistics.BYTES_STORED, LedgerRoom.HUB)
                        + room.counters.get(Statistics.BYTES_STORED, Statistics.UNKNOWN_HUB))
                .isEqualTo(stored);
    }

    private static Map<String, LedgerRow> rows(LedgerRoom room) {
        Map<String, LedgerRow> rows = new LinkedHashMap<>();
        try (KeyValueIterator<String, byte[]> all = room.store.range("r/", "r0")) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> row = all.next();
                rows.put(row.key.substring(2), RowCodec.read(row.value));
            }
        }
        return rows;
    }

    private static List<String> keys(LedgerRoom room, String prefix) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = room.store.range(prefix, prefix.charAt(0) + "0")) {
            all.forEachRemaining(row -> keys.add(row.key));
        }
        return keys;
    }

    private static String key(Random random) {
        int file = random.nextInt(10);
        return file < 7
                ? RequestKey.ofDigest(Integer.toString(file).repeat(64))
                : "git:huggingface/acme:" + Integer.toString(file).repeat(40) + ":5";
    }

    /** Two of the files without a digest turn out to be one that has a row of its own. */
    private static String digest(String key) {
        return RequestKey.isDigest(key) ? RequestKey.digest(key) : (key.contains("7777") ? "7" : "3").repeat(64);
    }
}
