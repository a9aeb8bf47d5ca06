package io.ptmtorrent.normalizer.models;

import io.ptmtorrent.normalizer.parse.Popularity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the normalizer holds of one model: the Model as its topic has it, and beside it what is not in a Model.
 *
 * <p>Its value never changes. A model that is gone keeps its row without the Model, so that its return is known for one.
 *
 * <pre>
 * version 3 (1)  flags (1)  run id (8)  seen at (8)
 * downloads (8)  downloads of all time (8)  likes (8)  trending (8)  stars (8), where flagged
 * id  revision or none  number of former ids (4)  former ids       text: length (4; -1: none), UTF-8
 * the framed Model                                                 to the end; nothing when gone
 * </pre>
 *
 * Version 2 is the same, and knew no stars; version 1 knew no details either.
 *
 * <p>A scan reads every row for its sighting alone, so texts are decoded when somebody asks for them. For one thread.
 */
public final class ModelRow {
    private static final byte VERSION = 3;
    private static final byte OLDEST_VERSION = 1;
    private static final int GONE = 1;
    private static final int DOWNLOADS = 2;
    private static final int DOWNLOADS_ALL_TIME = 4;
    private static final int LIKES = 8;
    private static final int TRENDING = 16;
    private static final int DETAILED = 32;
    private static final int STARS = 64;
    private static final int FIXED = 2 + 6 * Long.BYTES;
    private static final int NONE = -1;

    private final boolean gone;
    private final boolean detailed;
    private final Sighting sighting;
    private @Nullable Identity identity;
    private final byte[] bytes;
    private final int modelStart;

    /**
     * A row whose model starts at {@code modelStart} of {@code bytes} and goes to the end.
     *
     * @param identity null where {@code bytes} are a whole row, which holds it
     */
    private ModelRow(
            boolean gone,
            boolean detailed,
            Sighting sighting,
            @Nullable Identity identity,
            byte[] bytes,
            int modelStart) {
        this.gone = gone;
        this.detailed = detailed;
        this.sighting = sighting;
        this.identity = identity;
        this.bytes = bytes;
        this.modelStart = modelStart;
    }

    /**
     * How a model was last seen.
     *
     * @param runId greatest run that saw it
     * @param seenAt when the newest of its observations arrived, milliseconds since the epoch
     * @param popularity as then
     */
    public record Sighting(long runId, long seenAt, Popularity popularity) {}

    /**
     * What of a Model is needed without decoding it.
     *
     * @param id path at the hub
     * @param revision null where the hub gives none
     * @param formerIds paths before, oldest first
     */
    public record Identity(String id, @Nullable String revision, List<String> formerIds) {
        public Identity {
            formerIds = List.copyOf(formerIds);
        }
    }

    /**
     * A live model's row.
     *
     * @param detailed whether the Model holds the details of its revision
     */
    public static ModelRow live(Sighting sighting, Identity identity, boolean detailed, byte[] framedModel) {
        return new ModelRow(false, detailed, sighting, identity, framedModel, 0);
    }

    /** The row of a model that is there no longer. */
    public static ModelRow gone(Sighting sighting, Identity identity) {
        return new ModelRow(true, false, sighting, identity, new byte[0], 0);
    }

    /** Reads what {@link #write} wrote. */
    public static ModelRow read(byte[] row) {
        ByteBuffer in = ByteBuffer.wrap(row);
        byte version = in.get();
        if (version < OLDEST_VERSION || version > VERSION) {
            throw new IllegalStateException(
                    "store models: row version " + version + ", this build reads " + OLDEST_VERSION + " to " + VERSION);
        }
        int flags = in.get();
        long runId = in.getLong();
        long seenAt = in.getLong();
        Sighting sighting = new Sighting(runId, seenAt, readPopularity(flags, in));
        skipIdentity(in);
        return new ModelRow((flags & GONE) != 0, (flags & DETAILED) != 0, sighting, null, row, in.position());
    }

    /** Its bytes in the store. */
    public byte[] write() {
        Identity identity = identity();
        byte[] id = utf8(identity.id());
        byte[] revision = identity.revision() == null ? new byte[0] : utf8(identity.revision());
        List<byte[]> former = identity.formerIds().stream().map(ModelRow::utf8).toList();
        int size = FIXED + 3 * Integer.BYTES + id.length + revision.length;
        size += sighting.popularity().stars() == null ? 0 : Long.BYTES;
        for (byte[] text : former) {
            size += Integer.BYTES + text.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size + bytes.length - modelStart);
        out.put(VERSION).put((byte) flags());
        out.putLong(sighting.runId()).putLong(sighting.seenAt());
        writePopularity(sighting.popularity(), out);
        out.putInt(id.length).put(id);
        out.putInt(identity.revision() == null ? NONE : revision.length).put(revision);
        out.putInt(former.size());
        former.forEach(text -> out.putInt(text.length).put(text));
        return out.put(bytes, modelStart, bytes.length - modelStart).array();
    }

    /** The same model, seen again. */
    public ModelRow seen(Sighting again) {
        return new ModelRow(gone, detailed, again, identity(), bytes, modelStart);
    }

    /** Whether the held Model is these bytes. */
    public boolean holds(byte[] framedModel) {
        return Arrays.equals(bytes, modelStart, bytes.length, framedModel, 0, framedModel.length);
    }

    /** The framed Model. */
    public byte[] framedModel() {
        return Arrays.copyOfRange(bytes, modelStart, bytes.length);
    }

    public boolean isGone() {
        return gone;
    }

    /** Whether the held Model holds the details of its revision: sizes and digests of its files. */
    public boolean isDetailed() {
        return detailed;
    }

    public Sighting sighting() {
        return sighting;
    }

    public Identity identity() {
        Identity known = identity;
        if (known == null) {
            known = readIdentity(ByteBuffer.wrap(bytes).position(identityStart()));
            identity = known;
        }
        return known;
    }

    private int identityStart() {
        return FIXED + (sighting.popularity().stars() == null ? 0 : Long.BYTES);
    }

    private int flags() {
        Popularity popularity = sighting.popularity();
        return (gone ? GONE : 0)
                | (detailed ? DETAILED : 0)
                | (popularity.downloads() == null ? 0 : DOWNLOADS)
                | (popularity.downloadsAllTime() == null ? 0 : DOWNLOADS_ALL_TIME)
                | (popularity.likes() == null ? 0 : LIKES)
                | (popularity.trending() == null ? 0 : TRENDING)
                | (popularity.stars() == null ? 0 : STARS);
    }

    private static void writePopularity(Popularity popularity, ByteBuffer out) {
        out.putLong(orZero(popularity.downloads()));
        out.putLong(orZero(popularity.downloadsAllTime()));
        out.putLong(orZero(popularity.likes()));
        out.putDouble(popularity.trending() == null ? 0 : popularity.trending());
        if (popularity.stars() != null) {
            out.putLong(popularity.stars());
        }
    }

    private static Popularity readPopularity(int flags, ByteBuffer in) {
        long downloads = in.getLong();
        long downloadsAllTime = in.getLong();
        long likes = in.getLong();
        double trending = in.getDouble();
        return new Popularity(
                (flags & DOWNLOADS) == 0 ? null : downloads,
                (flags & DOWNLOADS_ALL_TIME) == 0 ? null : downloadsAllTime,
                (flags & LIKES) == 0 ? null : likes,
                (flags & TRENDING) == 0 ? null : trending,
                (flags & STARS) == 0 ? null : in.getLong());
    }

    private static void skipIdentity(ByteBuffer in) {
        skipText(in);
        skipText(in);
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            skipText(in);
        }
    }

    private static void skipText(ByteBuffer in) {
        int length = in.getInt();
        in.position(in.position() + Math.max(0, length));
    }

    private static Identity readIdentity(ByteBuffer in) {
        String id = readText(in, in.getInt());
        int length = in.getInt();
        String revision = length == NONE ? null : readText(in, length);
        int count = in.getInt();
        List<String> formerIds = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            formerIds.add(readText(in, in.getInt()));
        }
        return new Identity(id, revision, formerIds);
    }

    private static String readText(ByteBuffer in, int length) {
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
