package io.ptmtorrent.samplehub;

import java.util.ArrayList;
import java.util.List;

/** The tags of a model: topics of its owner and what the hub derives from card and files. */
final class Tags {
    private static final int MOST_SEEN = 2_074;
    private static final int MANY = 120;

    private Tags() {}

    static List<String> of(ModelFacts facts, HubState state, Profile profile) {
        List<String> tags = new ArrayList<>(24);
        addIf(tags, "", profile.library());
        tags.add(profile.kind() == Kind.QUANTIZED ? "gguf" : profile.kind() == Kind.BARE ? "pytorch" : "safetensors");
        tags.add(profile.family().modelType());
        addIf(tags, "", profile.pipeline());
        tags.addAll(profile.topics());
        tags.addAll(profile.languages());
        profile.datasets().forEach(dataset -> tags.add("dataset:" + dataset));
        addPapers(tags, facts.seed(), profile);
        addBase(tags, facts, profile);
        addIf(tags, "license:", profile.licence());
        addOdd(tags, profile);
        for (int i = 0; i < state.tagged(profile.index()); i++) {
            tags.add("collection:season-" + (i + 1));
        }
        tags.add(profile.pipeline() == null ? "region:eu" : "endpoints_compatible");
        tags.add("region:us");
        return tags;
    }

    private static void addPapers(List<String> tags, long seed, Profile profile) {
        Dice dice = new Dice(seed, profile.index(), Salt.CARD);
        if (dice.percent(30)) {
            tags.add("arxiv:2" + (1 + dice.below(6)) + "0" + (1 + dice.below(9)) + "." + (10_000 + dice.below(9_999)));
        }
        if (dice.percent(3)) {
            tags.add("doi:10.57967/hf/" + (9_000 + dice.below(1_000)));
        }
    }

    private static void addBase(List<String> tags, ModelFacts facts, Profile profile) {
        if (profile.base() >= 0) {
            String base = facts.names().basePath(profile.base());
            tags.add("base_model:" + base);
            tags.add("base_model:" + profile.relation() + ":" + base);
        }
    }

    private static void addOdd(List<String> tags, Profile profile) {
        if (profile.is(Oddity.UNICODE_TAGS)) {
            tags.addAll(Words.ODD_TOPICS);
        }
        if (profile.is(Oddity.MANY_TAGS)) {
            int count = Oddity.extreme(profile.index()) ? MOST_SEEN : MANY;
            for (int i = 0; i < count; i++) {
                tags.add("speech-corpus-" + i);
            }
        }
    }

    private static void addIf(List<String> tags, String prefix, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            tags.add(prefix + value);
        }
    }
}
