package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import org.jspecify.annotations.Nullable;

/**
 * A file of a hub's own metadata, named as its 2023 schema.
 *
 * @param name of the file and, without folder, of the schema
 * @param listed name of the member that holds the entries; null where the file itself is the list
 * @param distinct whether an entry that repeats the one before is left out: several models lead to it
 * @param entries makes a model's entry
 */
record MetadataFile(String name, @Nullable String listed, boolean distinct, Entries entries) {
    /** Makes entries of one file. */
    interface Entries {
        /** The entry of a model; null where it adds none. */
        @Nullable
        ObjectNode of(LiveModel model, long index, Account account);
    }

    String head() {
        return listed == null ? "" : "{\"" + listed + "\":";
    }

    String tail() {
        return listed == null ? "" : "}";
    }
}
