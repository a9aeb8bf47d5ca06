package io.ptmtorrent.samplehub.git;

import io.ptmtorrent.samplehub.git.GitObject.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A git repository at one commit, with what GitHub keeps beside it: real object ids, the same for the same content.
 *
 * <p>Immutable. {@link #withFile} and {@link #changed} give the next commit, whose parent this one is.
 *
 * <pre>{@code
 * SampleRepository hub = SampleRepository.named("sample", "hub")
 *         .file("README.md", "# Hub")
 *         .lfs("model.onnx", bytes)
 *         .tag("v1.0")
 *         .asset("v1.0", "model.pth", bytes)
 *         .build();
 * }</pre>
 */
public final class SampleRepository {
    /** When the first commit was made; each later one a day after its parent. */
    public static final Instant FIRST_COMMIT = Instant.parse("2024-01-01T00:00:00Z");

    private final String owner;
    private final String name;
    private final String branch;
    private final @Nullable SampleRepository parent;
    private final SortedMap<String, SampleFile> files;
    private final Map<String, Ref> refs;
    private final List<SampleAsset> assets;
    private final Instant time;
    private final Trees trees;
    private final GitObject commit;

    private SampleRepository(Builder builder) {
        this.owner = builder.owner;
        this.name = builder.name;
        this.branch = builder.branch;
        this.parent = builder.parent;
        this.files = Collections.unmodifiableSortedMap(new TreeMap<>(builder.files));
        this.assets = List.copyOf(builder.assets);
        this.time = parent == null ? FIRST_COMMIT : parent.time.plus(Duration.ofDays(1));
        this.trees = Trees.of(files);
        this.commit = GitObject.text(Kind.COMMIT, commitText());
        this.refs = Collections.unmodifiableMap(refs(builder));
    }

    /** A repository without files, its branch named main, to be filled. */
    public static Builder named(String owner, String name) {
        return new Builder(owner, name);
    }

    public String owner() {
        return owner;
    }

    public String name() {
        return name;
    }

    /** {@code owner/name}. */
    public String fullName() {
        return owner + "/" + name;
    }

    /** Short name of the default branch. */
    public String branch() {
        return branch;
    }

    /** Id of the commit that the default branch names, 40 hex digits. */
    public String commit() {
        return commit.id();
    }

    /** Id of that commit's root tree, 40 hex digits. */
    public String tree() {
        return trees.root().id();
    }

    /** When that commit was made. */
    public Instant committedAt() {
        return time;
    }

    /** All files by path. */
    public SortedMap<String, SampleFile> files() {
        return files;
    }

    /** Release assets, in the order in which they were given. */
    public List<SampleAsset> assets() {
        return assets;
    }

    /** The next commit, with a file more, or with other content. */
    public SampleRepository withFile(String path, String content) {
        return changed().file(path, content).build();
    }

    /** The next commit, to be filled: it begins with all that this one has, refs at this commit included. */
    public Builder changed() {
        Builder next = new Builder(owner, name);
        next.branch = branch;
        next.parent = this;
        next.files.putAll(files);
        refs.forEach((ref, at) -> {
            if (!ref.equals("refs/heads/" + branch)) {
                next.others.put(ref, at);
            }
        });
        next.assets.addAll(assets);
        return next;
    }

    /** The same commits and assets under another name. */
    public SampleRepository renamed(String newOwner, String newName) {
        Builder other = new Builder(newOwner, newName);
        other.branch = branch;
        other.parent = parent;
        other.files.putAll(files);
        other.others.putAll(refs);
        other.others.remove("refs/heads/" + branch);
        other.assets.addAll(assets);
        return other.build();
    }

    /** Where the archive with all plain files lies: what a model's REPOSITORY file must say. */
    public String archiveUrl() {
        return "https://codeload.github.com/" + fullName() + "/tar.gz/" + commit();
    }

    /** Full ref name to what it names. */
    Map<String, Ref> refs() {
        return refs;
    }

    @Nullable
    SampleRepository parent() {
        return parent;
    }

    GitObject commitObject() {
        return commit;
    }

    List<GitObject> treeObjects() {
        return trees.objects();
    }

    /** This and all commits that it or its refs come from, by id. */
    Map<String, SampleRepository> commits() {
        Map<String, SampleRepository> all = new LinkedHashMap<>();
        for (SampleRepository each = this; each != null; each = each.parent) {
            all.putIfAbsent(each.commit(), each);
        }
        refs.values().forEach(ref -> {
            for (SampleRepository each = ref.at(); each != null; each = each.parent) {
                all.putIfAbsent(each.commit(), each);
            }
        });
        return all;
    }

    private String commitText() {
        String who = "Sample <sample@example.org> " + time.getEpochSecond() + " +0000";
        String before = parent == null ? "" : "parent " + parent.commit() + "\n";
        return "tree " + tree() + "\n" + before + "author " + who + "\ncommitter " + who + "\n\nSample commit\n";
    }

    private Map<String, Ref> refs(Builder builder) {
        Map<String, Ref> all = new TreeMap<>(builder.others);
        all.put("refs/heads/" + branch, new Ref(this, null));
        builder.tags.forEach((tag, annotated) -> all.put("refs/tags/" + tag, tagged(tag, annotated)));
        return all;
    }

    private Ref tagged(String tag, boolean annotated) {
        String text = "object " + commit() + "\ntype commit\ntag " + tag + "\ntagger Sample <sample@example.org> "
                + time.getEpochSecond() + " +0000\n\nSample tag\n";
        return new Ref(this, annotated ? GitObject.text(Kind.TAG, text) : null);
    }

    /**
     * What a ref names.
     *
     * @param tag the object of an annotated tag; null for branches and plain tags
     */
    record Ref(SampleRepository at, @Nullable GitObject tag) {
        String id() {
            return tag == null ? at.commit() : tag.id();
        }
    }

    /** Collects what a commit has; not for several threads. */
    public static final class Builder {
        private final String owner;
        private final String name;
        private String branch = "main";
        private @Nullable SampleRepository parent;
        private final Map<String, SampleFile> files = new TreeMap<>();
        private final Map<String, Ref> others = new TreeMap<>();
        private final Map<String, Boolean> tags = new TreeMap<>();
        private final List<SampleAsset> assets = new ArrayList<>();

        private Builder(String owner, String name) {
            this.owner = owner;
            this.name = name;
        }

        /** Names the default branch. */
        public Builder branch(String shortName) {
            branch = shortName;
            return this;
        }

        public Builder file(String path, String content) {
            return file(path, content.getBytes(StandardCharsets.UTF_8));
        }

        public Builder file(String path, byte[] content) {
            return put(path, SampleFile.of(SampleFile.PLAIN, content));
        }

        public Builder executable(String path, byte[] content) {
            return put(path, SampleFile.of(SampleFile.EXECUTABLE, content));
        }

        public Builder link(String path, String target) {
            return put(path, SampleFile.of(SampleFile.LINK, target.getBytes(StandardCharsets.UTF_8)));
        }

        /** Another repository's commit: in an archive an empty folder. */
        public Builder submodule(String path, String commit) {
            return put(path, SampleFile.submodule(commit));
        }

        /** A file in git LFS: its pointer here, its bytes at the media host. */
        public Builder lfs(String path, byte[] content) {
            return put(path, SampleFile.lfs(content));
        }

        /** A pointer to bytes that no host has. */
        public Builder lfsPointer(String path, String sha256, long size) {
            return put(path, SampleFile.pointer(sha256, size, null));
        }

        public Builder remove(String path) {
            files.remove(path);
            return this;
        }

        /** A plain tag of this commit. */
        public Builder tag(String shortName) {
            tags.put(shortName, false);
            return this;
        }

        /** A tag of this commit with an object of its own. */
        public Builder annotatedTag(String shortName) {
            tags.put(shortName, true);
            return this;
        }

        /** A plain tag of another commit. */
        public Builder tag(String shortName, SampleRepository at) {
            others.put("refs/tags/" + shortName, new Ref(at, null));
            return this;
        }

        /** One more branch, at another commit. */
        public Builder branch(String shortName, SampleRepository at) {
            others.put("refs/heads/" + shortName, new Ref(at, null));
            return this;
        }

        /** A file of a release, with a digest in the API's answer. */
        public Builder asset(String tag, String assetName, byte[] content) {
            assets.add(new SampleAsset(tag, assetName, content, true));
            return this;
        }

        /** A file of a release from before GitHub gave digests (June 2025). */
        public Builder oldAsset(String tag, String assetName, byte[] content) {
            assets.add(new SampleAsset(tag, assetName, content, false));
            return this;
        }

        public SampleRepository build() {
            return new SampleRepository(this);
        }

        private Builder put(String path, SampleFile file) {
            files.put(path, file);
            return this;
        }
    }
}
