package io.ptmtorrent.samplehub;

import java.util.List;

/** Writes {@code cardData}: the card's front matter as the hub hands it on, which checks little. */
final class CardData {
    private static final int DEPTH = 60;

    private final ModelDocument model;
    private final Profile profile;
    private final Dice dice;

    private CardData(ModelDocument model) {
        this.model = model;
        this.profile = model.profile();
        this.dice = new Dice(model.facts().seed(), model.index(), Salt.CARD);
    }

    static void write(JsonText out, ModelDocument model) {
        new CardData(model).write(out.name("cardData"));
    }

    private void write(JsonText out) {
        Oddity oddity = profile.oddity();
        if (oddity == null) {
            map(out);
            return;
        }
        switch (oddity) {
            case CARD_NULL -> out.raw("null");
            case CARD_LIST -> out.texts(List.of("license: mit", "a list where a map should be"));
            case CARD_NUMBER -> out.number(42);
            case CARD_TEXT -> out.text("just one line of text");
            case CARD_DEEP -> out.raw("{\"x\":".repeat(DEPTH) + "[]" + "}".repeat(DEPTH));
            default -> map(out);
        }
    }

    private void map(JsonText out) {
        out.open();
        language(out);
        licence(out);
        tags(out);
        datasets(out);
        base(out);
        if (profile.library() != null) {
            out.member("library_name", profile.library());
        }
        if (profile.pipeline() != null) {
            out.member("pipeline_tag", profile.pipeline());
        }
        extras(out);
        if (profile.kind() == Kind.GAME
                || profile.kind() == Kind.SENSE
                || odd(Oddity.METRIC_TEXT)
                || odd(Oddity.METRIC_ARGS_TEXT)
                || odd(Oddity.MODEL_INDEX_NOT_LIST)) {
            ModelIndex.write(out, model);
        }
        out.close();
    }

    private void language(JsonText out) {
        if (odd(Oddity.LANGUAGE_FALSE)) {
            out.name("language").raw("[\"da\",false,\"sv\"]");
        } else if (odd(Oddity.LANGUAGE_NULL)) {
            out.name("language").raw("null");
        } else if (profile.languages().size() == 1) {
            out.member("language", profile.languages().getFirst());
        } else if (!profile.languages().isEmpty()) {
            out.name("language").texts(profile.languages());
        }
    }

    private void licence(JsonText out) {
        if (odd(Oddity.LICENCE_LIST)) {
            out.name("license").texts(List.of("cc-by-sa-4.0", "gfdl"));
        } else if (odd(Oddity.LICENCE_FREE_TEXT) || "other".equals(profile.licence())) {
            out.member("license", "other").member("license_name", "kestrel community, non-production");
            out.member("license_link", "https://example.org/licences/kestrel");
        } else if (odd(Oddity.MISSPELT_KEYS)) {
            out.member("licence", "mit").member("licenses", "MIT License").member("pipeline-tag", "text-generation");
            out.name("model_index").list().endList();
        } else if (profile.licence() != null) {
            out.member("license", profile.licence());
        }
    }

    private void tags(JsonText out) {
        if (odd(Oddity.CARD_TAGS_NULL)) {
            out.name("tags").raw("null");
        } else if (odd(Oddity.UNICODE_TAGS)) {
            out.name("tags").texts(Words.ODD_TOPICS);
        } else if (!profile.topics().isEmpty()) {
            out.name("tags").texts(profile.topics());
        }
    }

    private void datasets(JsonText out) {
        if (odd(Oddity.DATASETS_TEXT)) {
            out.member("datasets", "fieldnotes");
        } else if (!profile.datasets().isEmpty()) {
            out.name("datasets").texts(profile.datasets());
        }
    }

    private void base(JsonText out) {
        if (odd(Oddity.BASE_MODEL_LIST)) {
            out.name("base_model")
                    .texts(List.of(
                            "amberlab/Tundra-7B-chat-1", "delta-ai/Kestrel-7B-sft-2", "delta-ai/Kestrel-7B-sft-2"));
        } else if (profile.base() >= 0 && dice.percent(50)) {
            out.member("base_model", model.basePath());
        } else if (profile.base() >= 0) {
            out.name("base_model").texts(List.of(model.basePath()));
        }
    }

    private void extras(JsonText out) {
        if (odd(Oddity.EMISSIONS_OBJECT)) {
            out.name("co2_eq_emissions")
                    .open()
                    .name("emissions")
                    .raw("0.0021")
                    .member("source", "a meter")
                    .close();
            out.member("thumbnail", (String) null);
        } else if (dice.percent(2)) {
            out.name("co2_eq_emissions").raw("3.25");
        }
        if (odd(Oddity.WIDGET_OBJECT)) {
            out.name("widget").open().member("text", Words.SENTENCES.getFirst()).close();
            out.name("inference")
                    .open()
                    .name("parameters")
                    .open()
                    .name("temperature")
                    .raw("0.7")
                    .close()
                    .close();
        } else if (profile.kind() == Kind.TEXT || profile.kind() == Kind.SENSE || profile.kind() == Kind.IMAGE_MAKER) {
            out.name("widget")
                    .list()
                    .open()
                    .member("text", dice.pick(Words.SENTENCES))
                    .close()
                    .open()
                    .member("text", dice.pick(Words.SENTENCES))
                    .close()
                    .endList();
        }
        if (odd(Oddity.UNKNOWN_MEMBERS)) {
            out.name("x-garden")
                    .open()
                    .name("beds")
                    .raw("[1,2.5,null,{\"soil\":true}]")
                    .close()
                    .name("")
                    .raw("1e400");
        }
        if (odd(Oddity.ESCAPED_TEXT)) {
            out.name("note").raw("\"tab\\tquote\\\"nul\\u0000lone\\ud83dslash\\/brackets}]{[\"");
        }
    }

    private boolean odd(Oddity what) {
        return profile.is(what);
    }
}
