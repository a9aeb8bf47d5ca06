package io.ptmtorrent.catalog.export.ptmtorrent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ptmtorrent.avro.ModelzooCategory;
import io.ptmtorrent.avro.ModelzooModel;
import io.ptmtorrent.catalog.snapshot.LiveModel;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * modelzoo.co's metadata as modelZooHubMetadata.json and modelZooModelMetadata.json have it (2023): frameworks and
 * categories are those of that year, others are left out.
 */
final class ModelzooMetadata {
    static final List<MetadataFile> FILES = List.of(
            new MetadataFile("modelZooModelMetadata.json", null, false, ModelzooMetadata::document),
            new MetadataFile("modelZooHubMetadata.json", "models", false, ModelzooMetadata::listed));

    private static final Set<String> FRAMEWORKS =
            Set.of("caffe", "keras", "pytorch", "tensorflow", "jax", "chainer", "mxnet", "caffe2");
    private static final Set<String> SLUGS = Set.of(
            "computer-vision",
            "reinforcement-learning",
            "natural-language-processing",
            "generative-models",
            "unsupervised-learning",
            "audio-speech",
            "graph",
            "self-supervised-learning",
            "health-bioscience");
    private static final Set<String> TITLES = Set.of(
            "Computer Vision",
            "Reinforcement Learning",
            "Natural Language Processing",
            "Generative Models",
            "Unsupervised Learning",
            "Audio and Speech",
            "Graph",
            "Self-Supervised Learning",
            "Health and Bioscience");
    private static final Set<String> SHORT_TITLES =
            Set.of("CV", "RL", "NLP", "Generative", "Unsupervised", "Audio", "Graph", "Self-Supervised", "Health");

    private ModelzooMetadata() {}

    private static @Nullable ObjectNode document(LiveModel popular, long index, Account account) {
        Entry entry = Entry.begin(account);
        ModelzooModel own = popular.model().getModelzoo();
        if (own == null) {
            return entry.json();
        }
        describe(own, popular, entry);
        return entry.text("long_desc", own.getLongDescription())
                .orNull("papers", papers(own.getPapers(), entry))
                .number("id", own.getId())
                .json();
    }

    private static @Nullable ObjectNode listed(LiveModel popular, long index, Account account) {
        // What is left out is counted once, at the model's own document.
        Entry entry = Entry.begin(new Account());
        ModelzooModel own = popular.model().getModelzoo();
        if (own == null) {
            return entry.json();
        }
        entry.text("slug", own.getSlug());
        describe(own, popular, entry);
        return entry.json();
    }

    private static void describe(ModelzooModel own, LiveModel popular, Entry entry) {
        entry.text("title", own.getTitle())
                .orNull("description", own.getDescription() == null ? null : new TextNode(own.getDescription()))
                .orNull("stars", popular.stars() == null ? null : new LongNode(popular.stars()))
                .addressOrNull("link", own.getLink())
                .oneOf(FRAMEWORKS, "framework", own.getFramework());
        if (!own.getCategoryEntries().isEmpty()) {
            ArrayNode categories = entry.json().putArray("categories");
            own.getCategoryEntries().forEach(category -> add(category, categories, entry));
        }
    }

    private static void add(ModelzooCategory category, ArrayNode categories, Entry entry) {
        new Entry(categories.addObject(), "categories.", entry.account())
                .number("id", category.getId())
                .oneOf(SLUGS, "slug", category.getSlug())
                .oneOf(TITLES, "title", category.getTitle())
                .oneOf(SHORT_TITLES, "short_title", category.getShortTitle());
    }

    /** Addresses by title; null where the hub names none. */
    private static @Nullable JsonNode papers(@Nullable String stored, Entry entry) {
        JsonNode given = StoredJson.object(stored);
        if (!given.isObject()) {
            if (stored != null) {
                entry.account().leftOut("papers");
            }
            return null;
        }
        Entry papers = new Entry(JsonNodeFactory.instance.objectNode(), "papers.", entry.account());
        given.properties().forEach(paper -> {
            String address = paper.getValue().textValue();
            if (Entry.isAddress(address)) {
                papers.text(paper.getKey(), address);
            } else {
                entry.account().leftOut("papers");
            }
        });
        return papers.json();
    }
}
