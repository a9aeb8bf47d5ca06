package io.ptmtorrent.samplehub;

import org.jspecify.annotations.Nullable;

/** Writes those members of a row that take more than a line; absent members are not written at all. */
final class FieldText {
    private static final String CHAT_TEMPLATE = """
            {%- for message in messages %}{%- if message.role == 'system' %}{{ '<|sys|>' + message.content }}\
            {%- elif message.role == 'user' %}{{ '<|ask|>' + message.content + '<|end|>' }}{%- else %}\
            {{ '<|reply|>' + message.content + eos_token }}{%- endif %}{%- endfor %}\
            {%- if add_generation_prompt %}{{ '<|reply|>' }}{%- endif %}""";
    private static final long FAR_TOO_MANY = 9_007_199_254_740_993L;

    private FieldText() {}

    static void author(JsonText out, ModelDocument model) {
        String owner = ModelFacts.owner(model.path());
        unlessNull(out, "author", owner.isEmpty() ? null : owner);
    }

    static void gated(JsonText out, ModelDocument model) {
        String gated = model.facts().gated(model.state(), model.index());
        if ("false".equals(gated)) {
            out.name("gated").bool(false);
        } else {
            out.member("gated", gated);
        }
    }

    static void tags(JsonText out, ModelDocument model) {
        if (model.profile().is(Oddity.ROW_TAGS_NULL)) {
            out.name("tags").raw("null");
        } else {
            out.name("tags").texts(model.tags());
        }
    }

    static void maskToken(JsonText out, ModelDocument model) {
        unlessNull(out, "mask_token", "fill-mask".equals(model.profile().pipeline()) ? "[MASK]" : null);
    }

    static void widget(JsonText out, ModelDocument model) {
        if (model.profile().pipeline() != null) {
            out.name("widgetData").list();
            Words.SENTENCES.forEach(text -> out.open().member("text", text).close());
            out.endList();
        }
    }

    static void modelIndex(JsonText out, ModelDocument model) {
        if (model.profile().kind() == Kind.GAME) {
            ModelIndex.write(out, model);
        } else {
            out.name("model-index").raw("null");
        }
    }

    static void config(JsonText out, ModelDocument model) {
        Profile profile = model.profile();
        if (profile.is(Oddity.CONFIG_ABSENT) || profile.kind() == Kind.QUANTIZED || profile.kind() == Kind.BARE) {
            return;
        }
        out.name("config");
        if (profile.is(Oddity.CONFIG_ODD)) {
            out.open()
                    .member("architectures", "NotAList")
                    .name("model_type")
                    .raw("null")
                    .close();
            return;
        }
        out.open()
                .name("architectures")
                .list()
                .text(profile.family().architecture())
                .endList();
        out.member("model_type", profile.family().modelType());
        tokenizer(out.name("tokenizer_config").open(), model);
        out.close().close();
    }

    static void card(JsonText out, ModelDocument model) {
        if (model.profile().hasCard() || model.profile().oddity() != null) {
            CardData.write(out, model);
        }
    }

    static void transformers(JsonText out, ModelDocument model) {
        if ("transformers".equals(model.profile().library())) {
            String pipeline = model.profile().pipeline();
            out.name("transformersInfo")
                    .open()
                    .member("auto_model", pipeline == null ? "AutoModel" : "AutoModelForCausalLM");
            unlessNull(out, "pipeline_tag", pipeline);
            out.member("processor", "AutoTokenizer").close();
        }
    }

    static void safetensors(JsonText out, ModelDocument model) {
        Profile profile = model.profile();
        if (profile.is(Oddity.SAFETENSORS_ODD)) {
            out.name("safetensors")
                    .open()
                    .name("parameters")
                    .raw("{\"F8_E4M3\":-1,\"BF16\":1.5e3,\"\":null}")
                    .member("total", "many")
                    .close();
        } else if (profile.is(Oddity.HUGE_NUMBERS)) {
            out.name("safetensors")
                    .open()
                    .name("parameters")
                    .open()
                    .member("BF16", FAR_TOO_MANY)
                    .close();
            out.name("total").raw("12345678901234567890123").close();
        } else if (profile.kind() != Kind.QUANTIZED && profile.kind() != Kind.BARE && profile.kind() != Kind.GAME) {
            out.name("safetensors")
                    .open()
                    .name("parameters")
                    .open()
                    .member("BF16", profile.parameters())
                    .close();
            out.member("total", profile.parameters()).close();
        }
    }

    static void gguf(JsonText out, ModelDocument model) {
        Profile profile = model.profile();
        if (profile.kind() == Kind.QUANTIZED) {
            out.name("gguf").open().member("total", profile.parameters());
            out.member("architecture", profile.family().modelType()).member("context_length", 32_768);
            out.member("chat_template", CHAT_TEMPLATE)
                    .member("bos_token", "<s>")
                    .member("eos_token", "</s>")
                    .close();
        }
    }

    static void baseModels(JsonText out, ModelDocument model) {
        if (model.profile().base() >= 0) {
            out.name("baseModels")
                    .open()
                    .member("relation", model.profile().relation())
                    .name("models")
                    .list();
            out.open()
                    .member("_id", model.baseId())
                    .member("id", model.basePath())
                    .close()
                    .endList()
                    .close();
        }
    }

    static void children(JsonText out, ModelDocument model) {
        int count = model.index() < 200 ? 200 - model.index() : 0;
        out.name("childrenModelCount").open().member("adapter", count).member("merge", 0);
        out.member("quantized", count / 2).member("finetune", count / 3).close();
    }

    static void siblings(JsonText out, ModelDocument model) {
        out.name("siblings").list();
        model.files()
                .forEach(file ->
                        out.open().name("rfilename").foreign(file.path()).close());
        out.endList();
    }

    static void usedStorage(JsonText out, ModelDocument model) {
        out.member(
                "usedStorage",
                model.files().stream()
                        .filter(FileSpec::large)
                        .mapToLong(FileSpec::size)
                        .sum());
    }

    static void nothing(JsonText out, ModelDocument model) {
        // The hub leaves these members out for nearly every model.
    }

    static void unlessNull(JsonText out, String name, @Nullable String value) {
        if (value != null) {
            out.member(name, value);
        }
    }

    private static void tokenizer(JsonText out, ModelDocument model) {
        out.member("bos_token", "<s>").member("eos_token", "</s>").member("pad_token", "<pad>");
        if ("text-generation".equals(model.profile().pipeline())) {
            out.member("chat_template", CHAT_TEMPLATE);
        }
    }
}
