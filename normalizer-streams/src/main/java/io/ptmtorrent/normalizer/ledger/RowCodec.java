package io.ptmtorrent.normalizer.ledger;

import io.ptmtorrent.avro.FileReason;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.avro.Verification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows to bytes and back.
 *
 * <pre>
 * version 1 (1)  state (1)  hub  lost (1)
 * model  waits (1) [waiter]  others (4)
 * attempt (4)  tries (4)  due (8)  asked (1) [source (4), pool, deadline (8)]
 * number (4) of sources: hub, url, gated (1), git sha1, size (8), reason, failed at (8), message
 * stored (1) [sha256, size (8), object key, verification, hub, url, first (8), last (8)]
 * number (4) of aliases     manifest: length (4; -1: none), bytes
 * verdict of the inspection: text; rows from before there were inspections end here
 * waiter: model, revision, policy version (8)     text: length (4; -1: none), UTF-8
 * </pre>
 */
final class RowCodec {
    private static final byte VERSION = 1;
    private static final int NONE = -1;
    private static final int USUAL_BYTES = 512;

    private RowCodec() {}

    static byte[] write(LedgerRow row) {
        return written(out -> {
            out.writeByte(row.state().code());
            text(out, row.hub());
            out.writeBoolean(row.lost());
            waiting(out, row.waiting());
            turn(out, row.turn());
            sources(out, row.sources());
            stored(out, row.stored());
            out.writeInt(row.aliases().size());
            for (String alias : row.aliases()) {
                text(out, alias);
            }
            bytes(out, row.manifest());
            text(out, verdict(row.stored()));
        });
    }

    static LedgerRow read(byte[] row) {
        return parsed(row, in -> {
            // Java evaluates arguments from left to right.
            LedgerRow read = new LedgerRow(
                    LedgerRow.State.of(in.readByte()),
                    optionalText(in),
                    in.readBoolean(),
                    waiting(in),
                    turn(in),
                    sources(in),
                    stored(in),
                    aliases(in),
                    bytes(in));
            String verdict = in.available() > 0 ? optionalText(in) : null;
            return verdict == null ? read : read.judged(InspectionVerdict.valueOf(verdict));
        });
    }

    private static @Nullable String verdict(@Nullable Stored stored) {
        return stored == null || stored.verdict() == null
                ? null
                : stored.verdict().name();
    }

    static byte[] write(Waiter waiter) {
        return written(out -> waiter(out, waiter));
    }

    static Waiter readWaiter(byte[] row) {
        return parsed(row, RowCodec::waiter);
    }

    private static void waiter(DataOutputStream out, Waiter waiter) throws IOException {
        text(out, waiter.model());
        text(out, waiter.revision());
        out.writeLong(waiter.policyVersion());
    }

    private static Waiter waiter(DataInputStream in) throws IOException {
        return new Waiter(text(in), optionalText(in), in.readLong());
    }

    private static void waiting(DataOutputStream out, Waiting waiting) throws IOException {
        text(out, waiting.model());
        Waiter first = waiting.first();
        out.writeBoolean(first != null);
        if (first != null) {
            waiter(out, first);
        }
        out.writeInt(waiting.others());
    }

    private static Waiting waiting(DataInputStream in) throws IOException {
        return new Waiting(text(in), in.readBoolean() ? waiter(in) : null, in.readInt());
    }

    private static void turn(DataOutputStream out, Turn turn) throws IOException {
        out.writeInt(turn.attempt());
        out.writeInt(turn.tries());
        out.writeLong(turn.due());
        Asked asked = turn.asked();
        out.writeBoolean(asked != null);
        if (asked != null) {
            out.writeInt(asked.source());
            text(out, asked.pool().toString());
            out.writeLong(asked.deadline());
        }
    }

    private static Turn turn(DataInputStream in) throws IOException {
        return new Turn(
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readBoolean() ? new Asked(in.readInt(), Pool.parse(text(in)), in.readLong()) : null);
    }

    private static void sources(DataOutputStream out, Sources sources) throws IOException {
        out.writeInt(sources.all().size());
        for (FileSource source : sources.all()) {
            text(out, source.hub());
            text(out, source.url());
            out.writeBoolean(source.gated());
            text(out, source.gitSha1());
            out.writeLong(source.size());
            FileReason failed = source.failed();
            text(out, failed == null ? null : failed.name());
            out.writeLong(source.failedAt());
            text(out, source.message());
        }
    }

    private static Sources sources(DataInputStream in) throws IOException {
        List<FileSource> sources = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            sources.add(new FileSource(
                    text(in),
                    text(in),
                    in.readBoolean(),
                    optionalText(in),
                    in.readLong(),
                    reason(optionalText(in)),
                    in.readLong(),
                    text(in)));
        }
        return new Sources(List.copyOf(sources));
    }

    private static @Nullable FileReason reason(@Nullable String name) {
        return name == null ? null : FileReason.valueOf(name);
    }

    private static void stored(DataOutputStream out, @Nullable Stored stored) throws IOException {
        out.writeBoolean(stored != null);
        if (stored != null) {
            text(out, stored.sha256());
            out.writeLong(stored.size());
            text(out, stored.objectKey());
            text(out, stored.verification().name());
            text(out, stored.hub());
            text(out, stored.url());
            out.writeLong(stored.firstAt());
            out.writeLong(stored.lastAt());
        }
    }

    private static @Nullable Stored stored(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? new Stored(
                        text(in),
                        in.readLong(),
                        text(in),
                        Verification.valueOf(text(in)),
                        text(in),
                        optionalText(in),
                        in.readLong(),
                        in.readLong(),
                        null)
                : null;
    }

    private static List<String> aliases(DataInputStream in) throws IOException {
        List<String> aliases = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            aliases.add(text(in));
        }
        return List.copyOf(aliases);
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        bytes(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String optionalText(DataInputStream in) throws IOException {
        byte[] bytes = bytes(in);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void bytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? NONE : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == NONE ? null : in.readNBytes(length);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<V> {
        V from(DataInputStream in) throws IOException;
    }

    private static byte[] written(Writing fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            fields.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <V> V parsed(byte[] row, Reading<V> fields) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(row))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "store ledger: row version " + version + ", this build reads " + VERSION);
            }
            return fields.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException("store ledger: a row that ends too early", e);
        }
    }
}
