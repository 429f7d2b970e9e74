package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBatchEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterDataPolicy;
import dev.langchain4j.model.openrouter.OpenRouterDecisionModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterKeyRing;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterProviderPreferences;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.OpenRouterReasoning;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterXSearchFilter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A property has the name of the setter that it sets, so that the library's documentation holds for both. */
class OpenRouterPropertiesTest {

    private static final List<String> GROUPS = List.of(
            "chatModel",
            "streamingChatModel",
            "scoringModel",
            "llmScoringModel",
            "embeddingModel",
            "batchChatModel",
            "batchEmbeddingModel",
            "decisionModel");

    static Stream<Arguments> groups() {
        return Stream.of(
                Arguments.of(OpenRouterProperties.class, OpenRouter.Builder.class),
                Arguments.of(OpenRouterProperties.RateLimiter.class, OpenRouterRateLimiter.Builder.class),
                Arguments.of(OpenRouterProperties.KeyRing.class, OpenRouterKeyRing.Builder.class),
                Arguments.of(OpenRouterProperties.DataPolicy.class, OpenRouterDataPolicy.Builder.class),
                Arguments.of(ChatProperties.class, OpenRouterChatModel.Builder.class),
                Arguments.of(ProviderProperties.class, OpenRouterProviderPreferences.Builder.class),
                Arguments.of(XSearchFilterProperties.class, OpenRouterXSearchFilter.Builder.class),
                Arguments.of(ReasoningProperties.class, OpenRouterReasoning.Builder.class),
                Arguments.of(OpenRouterProperties.Scoring.class, OpenRouterScoringModel.Builder.class),
                Arguments.of(OpenRouterProperties.LlmScoring.class, OpenRouterLlmScoringModel.Builder.class),
                Arguments.of(OpenRouterProperties.Embedding.class, OpenRouterEmbeddingModel.Builder.class),
                Arguments.of(OpenRouterProperties.BatchEmbedding.class, OpenRouterBatchEmbeddingModel.Builder.class),
                Arguments.of(OpenRouterProperties.Decision.class, OpenRouterDecisionModel.Builder.class));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void has_the_setters_names(Class<?> properties, Class<?> builder) {
        Set<String> setters =
                Arrays.stream(builder.getMethods()).map(Method::getName).collect(Collectors.toSet());

        assertThat(Arrays.stream(properties.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(name -> name.equals("keys") ? "key" : name) // the setter takes one
                        .filter(name -> !GROUPS.contains(name)))
                .isSubsetOf(setters);
    }

    @Test
    void is_explained_to_editors() throws IOException {
        String metadata;
        try (InputStream file =
                OpenRouterProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            metadata = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(metadata)
                .contains("\"langchain4j.openrouter.chat-model.fallback-models\"")
                .contains("Ids or aliases, tried in this order if the model fails.")
                .contains("\"langchain4j.openrouter.streaming-chat-model.provider.data-collection\"");
    }
}
