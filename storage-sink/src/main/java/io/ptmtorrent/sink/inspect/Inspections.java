package io.ptmtorrent.sink.inspect;

import io.ptmtorrent.avro.Inspection;
import io.ptmtorrent.avro.InspectionVerdict;
import io.ptmtorrent.inspection.Inspector;
import io.ptmtorrent.sink.store.ObjectKey;
import io.ptmtorrent.sink.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Has files looked into while they come, and says which are not kept. For any number of threads.
 *
 * <pre>
 *   begin ─► write … write ─► (the object stands) ─► report: at most 256 KiB, unscannable where the inspector failed
 * </pre>
 */
public final class Inspections {
    /** Looks into nothing. */
    public static final Inspections NONE = new Inspections(null, false);

    /** What a report may take in a result and in the topic of artifacts, bytes. */
    static final int REPORT_BYTES = 256 << 10;

    private final @Nullable Inspector inspector;
    private final boolean refusing;

    private Inspections(@Nullable Inspector inspector, boolean refusing) {
        this.inspector = inspector;
        this.refusing = refusing;
    }

    /**
     * Looks into every file.
     *
     * @param refusing whether dangerous ones are not kept
     */
    public static Inspections of(boolean refusing) {
        return new Inspections(new Inspector(), refusing);
    }

    /**
     * Begins to look into a file.
     *
     * @param name as its hub calls it; null for what is no file of a model, which is not looked into
     * @param size bytes to come; 0 where it is not known
     */
    public Look begin(@Nullable String name, long size) {
        return inspector == null || name == null ? Look.NONE : new InspectorLook(inspector, name, size);
    }

    /** Whether a file with this report is not to be kept. */
    public boolean refuses(Inspection report) {
        return refusing && report.getVerdict() == InspectionVerdict.DANGEROUS;
    }

    /** Whether any file may be refused. */
    public boolean mayRefuse() {
        return refusing;
    }

    /** One file. For one thread; closed in any case. */
    public interface Look extends AutoCloseable {
        /** Looks at nothing. */
        Look NONE = new Look() {};

        /** The next bytes. */
        default void write(byte[] bytes, int from, int length) {}

        /**
         * What was seen, once the object stands; null where nobody looked. Never throws for what an inspection does.
         *
         * @param size of the object
         */
        default @Nullable Inspection report(ObjectStore store, ObjectKey key, long size) {
            return null;
        }

        @Override
        default void close() {}
    }
}
