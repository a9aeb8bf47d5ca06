package io.ptmtorrent.normalizer.details;

import io.ptmtorrent.avro.Issue;
import io.ptmtorrent.avro.ModelFile;
import io.ptmtorrent.normalizer.parse.FileList;
import io.ptmtorrent.normalizer.parse.FilePage;
import io.ptmtorrent.normalizer.parse.HubParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the pages of a model's files until the last one is in.
 *
 * <pre>
 * p/&lt;model key&gt; NUL &lt;page, 8 hex&gt;     the page's bytes
 * </pre>
 *
 * A page that comes again replaces itself. Details of one page, which most have, touch no store. For the task's thread.
 */
public final class DetailPages {
    private static final String PAGE = "p/";
    private static final String PAGE_END = "p0";

    private final KeyValueStore<String, byte[]> store;
    private final Set<String> gathering = new HashSet<>();

    public DetailPages(KeyValueStore<String, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<String, byte[]> rows = store.range(PAGE, PAGE_END)) {
            while (rows.hasNext()) {
                String key = rows.next().key;
                gathering.add(key.substring(PAGE.length(), key.lastIndexOf('\0')));
            }
        }
    }

    /**
     * Adds a page of the model's present revision.
     *
     * @param read what {@code body} holds
     * @return all of them where this was the last one and none is missing; else null
     */
    public @Nullable FileDetails add(String key, int page, boolean last, byte[] body, FilePage read, HubParser parser) {
        Gathered gathered = new Gathered();
        if (last && page == 0) {
            drop(key);
            gathered.add(read);
            return gathered.details();
        }
        store.put(rowKey(key, page), body);
        gathering.add(key);
        if (!last || !readAll(key, page, parser, gathered)) {
            return null;
        }
        drop(key);
        return gathered.details();
    }

    /** Forgets the pages of a model: its revision is another now, or it is gone. */
    public void drop(String key) {
        if (!gathering.remove(key)) {
            return;
        }
        List<String> rows = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = rows(key)) {
            all.forEachRemaining(row -> rows.add(row.key));
        }
        rows.forEach(store::delete);
    }

    /** One page in memory at a time. False where one is missing before {@code last}. */
    private boolean readAll(String key, int last, HubParser parser, Gathered gathered) {
        try (KeyValueIterator<String, byte[]> rows = rows(key)) {
            for (int page = 0; page <= last; page++) {
                KeyValue<String, byte[]> row = rows.hasNext() ? rows.next() : null;
                if (row == null || !row.key.equals(rowKey(key, page))) {
                    return false;
                }
                if (parser.parsePage(row.value) instanceof FilePage read) {
                    gathered.add(read);
                }
            }
        }
        return true;
    }

    private KeyValueIterator<String, byte[]> rows(String key) {
        return store.range(PAGE + key + '\0', PAGE + key + '\1');
    }

    private static String rowKey(String key, int page) {
        return PAGE + key + '\0' + HexFormat.of().toHexDigits(page);
    }

    private static final class Gathered {
        private static final int MOST_ISSUES = 100;

        private final FileList files = new FileList();
        private final List<Issue> issues = new ArrayList<>();

        void add(FilePage page) {
            page.files().forEach(files::add);
            int left = MOST_ISSUES - issues.size();
            issues.addAll(page.issues().subList(0, Math.min(page.issues().size(), left)));
        }

        FileDetails details() {
            List<ModelFile> kept = files.kept();
            return new FileDetails(kept, files.omitted(kept), issues);
        }
    }
}
