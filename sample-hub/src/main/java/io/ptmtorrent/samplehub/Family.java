package io.ptmtorrent.samplehub;

import java.util.List;

/**
 * An invented line of models: the word in the name, the model type and the architecture class.
 *
 * @param word as it stands in a repository name
 * @param modelType {@code config.model_type}
 * @param architecture {@code config.architectures[0]}
 */
record Family(String word, String modelType, String architecture) {
    private static final List<Family> TEXT = List.of(
            new Family("Kestrel", "llama", "LlamaForCausalLM"),
            new Family("Quillfish", "qwen2", "Qwen2ForCausalLM"),
            new Family("Tundra", "mistral", "MistralForCausalLM"),
            new Family("Gorse", "gemma2", "Gemma2ForCausalLM"),
            new Family("papyrus", "bert", "BertForMaskedLM"),
            new Family("Sedge", "t5", "T5ForConditionalGeneration"),
            new Family("ombra", "roberta", "RobertaForSequenceClassification"),
            new Family("Lodestar", "kestrel_moe", "KestrelMoeForCausalLM"));
    private static final List<Family> IMAGE = List.of(
            new Family("lumen-xl", "stable-diffusion", "StableDiffusionXLPipeline"),
            new Family("Fresco", "flux", "FluxPipeline"));
    private static final List<Family> EMBEDDING = List.of(
            new Family("nearby-minilm", "bert", "BertModel"),
            new Family("compass-embed", "xlm-roberta", "XLMRobertaModel"));
    private static final List<Family> GAME = List.of(
            new Family("ppo-MoonHopper", "ppo", "PPO"),
            new Family("q-FrozenPond", "q-learning", "QTable"),
            new Family("dqn-Bricks", "dqn", "DQN"));
    private static final List<Family> SENSE = List.of(
            new Family("hearken-small", "whisper", "WhisperForConditionalGeneration"),
            new Family("vit-fieldguide", "vit", "ViTForImageClassification"),
            new Family("wavelet-base", "wav2vec2", "Wav2Vec2ForCTC"));
    private static final List<Family> BARE = List.of(
            new Family("my-model", "custom", "CustomModel"),
            new Family("exp-run", "unknown", "Net"),
            new Family("checkpoint", "llama", "LlamaForCausalLM"));

    static Family of(Kind kind, long hash) {
        List<Family> choice = switch (kind) {
            case TEXT, ADAPTER, QUANTIZED -> TEXT;
            case IMAGE_MAKER -> IMAGE;
            case EMBEDDING -> EMBEDDING;
            case GAME -> GAME;
            case SENSE -> SENSE;
            case BARE -> BARE;
        };
        return choice.get(Dice.below(hash, choice.size()));
    }
}
