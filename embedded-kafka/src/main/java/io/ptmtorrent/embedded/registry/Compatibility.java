package io.ptmtorrent.embedded.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/**
 * Says what stands between a new schema and the earlier ones; pure functions.
 *
 * <p>Uses {@code SchemaCompatibility} in both directions: Avro's {@code SchemaValidator} overlooks a new union branch
 * that old readers cannot read.
 */
final class Compatibility {
    private Compatibility() {}

    /**
     * Every reason why the level forbids the candidate.
     *
     * @param earlier the subject's versions, oldest first
     * @return one sentence for each incompatibility; empty when the candidate may be registered
     */
    static List<String> problems(Schema candidate, List<Version> earlier, CompatibilityLevel level) {
        int from = level.transitive ? 0 : Math.max(0, earlier.size() - 1);
        List<String> problems = new ArrayList<>();
        for (Version version : earlier.subList(from, earlier.size())) {
            Schema old = version.schema().parsed();
            if (level.readsOld) {
                problems.addAll(between(candidate, old, "the new schema cannot read version " + version.number()));
            }
            if (level.readByOld) {
                problems.addAll(between(old, candidate, "version " + version.number() + " cannot read the new schema"));
            }
        }
        return problems;
    }

    private static List<String> between(Schema reader, Schema writer, String what) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(found -> what + ": " + describe(found))
                .toList();
    }

    private static String describe(Incompatibility found) {
        return found.getType() + " at " + found.getLocation() + ": " + found.getMessage();
    }
}
