package io.ptmtorrent.normalizer.packages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model's package as it stands.
 *
 * <pre>
 * version 1 (1)  stage (1)  changed (1)  policy version (8)  opened at (8)  omitted (8)  tally (80)
 * length of the id (4)  id  revision, to the end      UTF-8
 * </pre>
 *
 * @param changed whether a file's answer differs from what the last manifest of this package says
 * @param id path of the model at the hub when it was opened
 * @param revision the revision; null only where the hub has none
 * @param openedAt when its wants were written, milliseconds since the epoch
 * @param omitted files that are not wanted because there are too many
 */
record PackageRow(
        Stage stage,
        boolean changed,
        String id,
        @Nullable String revision,
        long policyVersion,
        long openedAt,
        long omitted,
        Tally tally) {
    private static final byte VERSION = 1;
    private static final int FIXED = 3 + 3 * Long.BYTES + Tally.BYTES + Integer.BYTES;

    /** A package without files, at {@code stage}. */
    static PackageRow without(Stage stage, String id, @Nullable String revision, long policyVersion, long openedAt) {
        return new PackageRow(stage, true, id, revision, policyVersion, openedAt, 0, Tally.NOTHING);
    }

    /** Whether it is the one of a revision by a policy. */
    boolean isOf(@Nullable String revision, long policyVersion) {
        return stage != Stage.NONE && this.policyVersion == policyVersion && Objects.equals(this.revision, revision);
    }

    PackageRow at(Stage stage) {
        return new PackageRow(stage, changed, id, revision, policyVersion, openedAt, omitted, tally);
    }

    PackageRow counting(Tally tally) {
        return new PackageRow(stage, changed, id, revision, policyVersion, openedAt, omitted, tally);
    }

    PackageRow unchanged() {
        return new PackageRow(stage, false, id, revision, policyVersion, openedAt, omitted, tally);
    }

    /** With one file's row in the place of what was said of it before. */
    PackageRow with(FileRow before, FileRow after) {
        Tally counted = tally.minus(Tally.of(before)).plus(Tally.of(after));
        boolean differs = !after.pending() && !before.looksLike(after);
        return new PackageRow(stage, changed || differs, id, revision, policyVersion, openedAt, omitted, counted);
    }

    byte[] write() {
        byte[] path = id.getBytes(StandardCharsets.UTF_8);
        byte[] commit = revision == null ? new byte[0] : revision.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(FIXED + path.length + commit.length);
        out.put(VERSION).put(stage.code()).put((byte) (changed ? 1 : 0));
        out.putLong(policyVersion).putLong(openedAt).putLong(omitted);
        tally.write(out);
        return out.putInt(path.length).put(path).put(commit).array();
    }

    static PackageRow read(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("store packages: row version " + version + ", this build reads " + VERSION);
        }
        Stage stage = Stage.of(in.get());
        boolean changed = in.get() == 1;
        long policyVersion = in.getLong();
        long openedAt = in.getLong();
        long omitted = in.getLong();
        Tally tally = Tally.read(in);
        int length = in.getInt();
        String id = new String(row, in.position(), length, StandardCharsets.UTF_8);
        int rest = in.position() + length;
        String revision = rest == row.length ? null : new String(row, rest, row.length - rest, StandardCharsets.UTF_8);
        return new PackageRow(stage, changed, id, revision, policyVersion, openedAt, omitted, tally);
    }
}
