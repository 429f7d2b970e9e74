package dev.langchain4j.openrouter.spring;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.core.ResolvableType;

/** The builders whose setters {@link Setters} finds by name, and the records that it reads, for native images. */
class BuilderHints implements RuntimeHintsRegistrar {

    private static final String PACKAGE = "dev.langchain4j.model.openrouter.OpenRouter";

    private static final String BUILDER_OF_DATABASE = "dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc$Builder";

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
        hints.reflection()
                .registerTypeIfPresent(classLoader, BUILDER_OF_DATABASE, MemberCategory.INVOKE_PUBLIC_METHODS);
        for (Class<?> group : groups()) {
            hints.reflection().registerType(group, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }

    /** A native image knows the components of a record only if it has all their accessors. */
    static Set<Class<?>> groups() {
        Set<Class<?>> groups = new LinkedHashSet<>();
        add(OpenRouterProperties.class, groups);
        add(JdbcProperties.class, groups);
        return groups;
    }

    private static void add(Type type, Set<Class<?>> groups) {
        ResolvableType resolved = ResolvableType.forType(type);
        for (ResolvableType argument : resolved.getGenerics()) {
            add(argument.getType(), groups);
        }
        Class<?> group = resolved.toClass();
        if (group.isRecord() && groups.add(group)) {
            for (RecordComponent component : group.getRecordComponents()) {
                add(component.getGenericType(), groups);
            }
        }
    }
}
