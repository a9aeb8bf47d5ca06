package io.ptmtorrent.inspection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.inspection.bytes.Bytes;
import io.ptmtorrent.inspection.judge.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Seeded mutations of made samples: no exception escapes, no parser fails, nothing hangs, and the same bytes get the same
 * report. {@code -Dptm.fuzz.cases=N} and {@code -Dptm.fuzz.seed=N} make it a long run.
 */
class FuzzTest {
    private static final int CASES = Integer.getInteger("ptm.fuzz.cases", 100_000);
    private static final long SEED = Long.getLong("ptm.fuzz.seed", 20_261_123L);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    static List<byte[]> samples() {
        List<byte[]> samples = new ArrayList<>();
        samples.add(Made.call("os", "system", "id"));
        samples.add(Made.pickle("}", Made.text("w"), Made.blob(Made.call("os", "system", "id")), "s"));
        samples.add(Made.bytes("(dp0\nS'a'\np1\nI1\nsVb\\u0061\np2\n(lp3\nL5L\naF1.5\nas.")
                .get());
        samples.add(PickleSamples.joblib());
        samples.add(PickleSamples.legacyTorch());
        samples.add(Made.zip(Made.entries("m/data.pkl", PickleSamples.tensor(), "m/data/0", new byte[8])));
        samples.add(Made.zip(Map.of(
                "a.npy", NumpyTest.npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", new byte[8]))));
        samples.add(SafetensorsTest.file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}", 24));
        samples.add(GgufTest.whole());
        samples.add(OnnxTest.whole());
        samples.add(NumpyTest.npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", Made.pickle("N")));
        samples.add(Made.bytes(
                        "{\"chat_template\": \"{% for m in x %}{{ m['a'] ~ '__cl' }}{% endfor %}\", \"auto_map\": {}}")
                .get());
        samples.add(Made.bytes("a: '{{ x }}'\nb: [1, 2]\n").get());
        samples.add(KerasTest.sample());
        samples.add(OtherFormatsTest.savedModel("PyFunc"));
        samples.add(Made.zip(Map.of("schema.json", "{\"__class__\": \"A\", \"__module__\": \"b\"}".getBytes(UTF_8))));
        samples.add(CoreMlTest.whole());
        samples.add(FlaxTest.whole());
        samples.add(packed("zstd"));
        samples.add(packed("lz4"));
        samples.add(packed("lzma"));
        samples.add(sevenZip());
        samples.add("import os as o\nfrom a import (b,\n c)\no.system('x') # d\n".getBytes(UTF_8));
        samples.add("a: !!python/object:b.c\n  _target_: os.system\n".getBytes(UTF_8));
        samples.add(Made.zip(Made.entries(
                "m/archive_format",
                "pt2".getBytes(UTF_8),
                "m/models/model.json",
                "{\"target\":\"torch.ops.a.b\"}".getBytes(UTF_8))));
        return samples;
    }

    private static byte[] packed(String kind) {
        try {
            return PackedTest.packed(kind, Made.call("os", "system", "id"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sevenZip() {
        try {
            return PackedTest.sevenZip("a.pkl", Made.call("os", "system", "id"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noMutationEscapesHangsOrConfuses() throws IOException {
        // given
        Random random = new Random(SEED);
        List<byte[]> samples = samples();
        List<String> faults = new ArrayList<>();

        // when
        for (int number = 0; number < CASES; number++) {
            byte[] sample = mutated(samples.get(number % samples.size()), samples, random);
            long start = System.nanoTime();
            Inspection report = new Inspector().inspect("model.bin", Bytes.of(sample));
            if (System.nanoTime() - start > LONGEST.toNanos()) {
                faults.add("case " + number + " took longer than " + LONGEST);
            }
            if (Made.rules(report).contains(Rule.INSPECTOR_FAULT.id())) {
                faults.add("case " + number + ": " + report);
            }
            if (report.getVerdict() == InspectionVerdict.CLEAN && report.getCoverage() < sample.length) {
                faults.add("case " + number + " is clean, and not all of it was read: " + report);
            }
            if (number % 1000 == 0 && !report.equals(new Inspector().inspect("model.bin", Bytes.of(sample)))) {
                faults.add("case " + number + " has two reports");
            }
        }

        // then
        assertThat(faults).as("of %d cases with seed %d", CASES, SEED).isEmpty();
    }

    private static byte[] mutated(byte[] sample, List<byte[]> samples, Random random) {
        byte[] copy = sample.clone();
        for (int times = random.nextInt(1, 6); times > 0; times--) {
            copy = switch (random.nextInt(7)) {
                case 0 -> flipped(copy, random);
                case 1 -> cut(copy, random);
                case 2 -> spread(copy, random);
                case 3 -> inserted(copy, samples.get(random.nextInt(samples.size())), random);
                case 4 -> repeated(copy, random);
                case 5 -> number(copy, random);
                default -> set(copy, random);
            };
        }
        return copy;
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] set(byte[] bytes, Random random) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** A length field, perhaps, that says something extreme. */
    private static byte[] number(byte[] bytes, Random random) {
        byte[] extreme = {-1, -1, -1, 127, -1, -1, -1, 127};
        int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int length = Math.min(bytes.length - from, random.nextInt(1, 9));
        System.arraycopy(extreme, 8 - Math.max(0, length), bytes, from, Math.max(0, length));
        return bytes;
    }

    private static byte[] cut(byte[] bytes, Random random) {
        return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }

    private static byte[] spread(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        return splice(bytes, at, noise);
    }

    private static byte[] inserted(byte[] bytes, byte[] other, Random random) {
        return bytes.length > 100_000 ? bytes : splice(bytes, random.nextInt(bytes.length + 1), other);
    }

    private static byte[] repeated(byte[] bytes, Random random) {
        if (bytes.length == 0 || bytes.length > 100_000) {
            return bytes;
        }
        int from = random.nextInt(bytes.length);
        byte[] piece = java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(1, 64)));
        byte[] all = bytes;
        for (int times = random.nextInt(1, 20); times > 0; times--) {
            all = splice(all, from, piece);
        }
        return all;
    }

    private static byte[] splice(byte[] bytes, int at, byte[] piece) {
        byte[] all = new byte[bytes.length + piece.length];
        System.arraycopy(bytes, 0, all, 0, at);
        System.arraycopy(piece, 0, all, at, piece.length);
        System.arraycopy(bytes, at, all, at + piece.length, bytes.length - at);
        return all;
    }
}
