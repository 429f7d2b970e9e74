package dev.langchain4j.openrouter.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** The builders whose setters {@link Setters} finds by name, for native images. */
class BuilderHints implements RuntimeHintsRegistrar {

    private static final String PACKAGE = "dev.langchain4j.model.openrouter.OpenRouter";

    static final String[] BUILDERS = {
        "",
        "BatchChatModel",
        "BatchEmbeddingModel",
        "Budget",
        "CacheControl",
        "ChatModel",
        "DataPolicy",
        "DecisionModel",
        "EmbeddingModel",
        "ImageModel",
        "KeyRing",
        "LlmScoringModel",
        "ProviderPreferences",
        "RateLimiter",
        "Reasoning",
        "ScoringModel",
        "SpeechModel",
        "StreamingChatModel",
        "TranscriptionModel",
        "XSearchFilter"
    };

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        for (String builder : BUILDERS) {
            hints.reflection()
                    .registerType(
                            TypeReference.of(PACKAGE + builder + "$Builder"), MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
