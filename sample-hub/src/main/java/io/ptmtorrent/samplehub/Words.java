package io.ptmtorrent.samplehub;

import java.util.List;

/** The invented vocabulary of the hub. */
final class Words {
    static final List<String> FIRST = List.of(
            "amber", "bram", "cinder", "delta", "elm", "fjord", "garnet", "hollow", "ivory", "jasper", "kelp", "lark",
            "maple", "north", "opal", "pine", "quartz", "rowan", "slate", "thorn", "umber", "violet", "willow",
            "zephyr");
    static final List<String> SECOND = List.of(
            "works",
            "lab",
            "forge",
            "mind",
            "field",
            "brook",
            "stack",
            "ai",
            "research",
            "hill",
            "craft",
            "nlp",
            "vision",
            "group",
            "house",
            "tensor");
    static final List<String> SIZES =
            List.of("0.5B", "1B", "3B", "7B", "8B", "13B", "27B", "70B", "base", "small", "large");
    static final List<String> ROLES = List.of(
            "Instruct",
            "chat",
            "sft",
            "dpo",
            "lora",
            "finetuned-reviews",
            "distilled",
            "merged",
            "coder",
            "math",
            "GGUF",
            "AWQ",
            "ner",
            "sentiment",
            "summaries",
            "roleplay");
    static final List<String> LICENCES = List.of(
            "apache-2.0",
            "apache-2.0",
            "apache-2.0",
            "mit",
            "mit",
            "openrail",
            "creativeml-openrail-m",
            "cc-by-4.0",
            "cc-by-nc-4.0",
            "llama3",
            "gemma",
            "other",
            "afl-3.0",
            "bsd-3-clause");
    static final List<String> LANGUAGES = List.of(
            "en",
            "en",
            "en",
            "en",
            "zh",
            "de",
            "fr",
            "es",
            "it",
            "pt",
            "ja",
            "ko",
            "ar",
            "hi",
            "vi",
            "multilingual",
            "code",
            "pl",
            "sw",
            "nb");
    static final List<String> DATASETS = List.of(
            "fieldnotes",
            "harbour/letters",
            "open-ledger",
            "amberlab/chat-turns",
            "squirrel_qa",
            "delta/code-review-v2",
            "common_birdsong",
            "imagefolder",
            "generator",
            "kelpforge/steps-10k",
            "glossary",
            "slate-hill/recipes");
    static final List<String> TOPICS = List.of(
            "finance",
            "medical",
            "legal",
            "chemistry",
            "biology",
            "climate",
            "music",
            "code",
            "art",
            "agent",
            "moe",
            "merge",
            "unsloth",
            "trl",
            "sft",
            "generated_from_trainer",
            "autotrain",
            "imatrix",
            "conversational",
            "text-generation-inference",
            "custom_code",
            "4-bit precision",
            "creative writing",
            "not-for-all-audiences");
    static final List<String> ODD_TOPICS =
            List.of("模型", "日本語", "рус, 1С", "العربية", "🦙 tag", "naïve café", "한국어 대화", "bfloat16, mixed", "ﬁne-tune");
    static final List<String> SENTENCES = List.of(
            "The harbour was quiet when the last ferry left.",
            "Explain why the moon looks larger near the horizon.",
            "A lighthouse on a cliff, oil on canvas, evening light",
            "My order arrived broken and nobody answers.",
            "Translate: the committee adjourned until Tuesday.");

    private Words() {}
}
