package io.ptmtorrent.normalizer.parse;

import io.ptmtorrent.avro.Issue;
import io.ptmtorrent.avro.ModelFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a model's files.
 *
 * @param files in the given order
 * @param issues what could not be read as meant, in the order met; the fields start with {@link #FIELD}
 * @param unfit what is wrong with the entries that no request can hold, how many they are; null where there are none
 */
public record FilePage(
        List<ModelFile> files, List<Issue> issues, @Nullable String unfit) implements ParsedPage {
    /** What the fields of a page's issues start with: so they are told from those of the listing. */
    public static final String FIELD = "tree";
}
