package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterRouterMetadata.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterRouterMetadata.Endpoint;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenRouterChatResponseMetadataTest {

    private static final OpenRouterChatResponseMetadata FULL = OpenRouterChatResponseMetadata.builder()
            .id("gen-1")
            .modelName("openai/gpt-5.2")
            .tokenUsage(OpenRouterTokenUsage.builder().cost(BigDecimal.ONE).build())
            .finishReason(FinishReason.STOP)
            .provider("OpenAI")
            .nativeFinishReason("completed")
            .generationId("gen-1")
            .created(Instant.ofEpochSecond(1755600000))
            .serviceTier("flex")
            .systemFingerprint("fp")
            .citations(List.of(new OpenRouterCitation("https://example.com", null, null, null, null)))
            .annotations(List.of(Map.of("type", "url_citation")))
            .refusal("no")
            .logprobs(Map.of("content", List.of()))
            .audio(new OpenRouterChatResponseMetadata.Audio("a", "b", "said aloud", null))
            .cacheStatus("HIT")
            .cacheAge(Duration.ofSeconds(30))
            .cacheTtl(Duration.ofSeconds(270))
            .cacheSourceId("gen-0")
            .structuredOutput(OpenRouterStructuredOutput.JSON_SCHEMA)
            .affordableTokens(900)
            .routerMetadata(OpenRouterRouterMetadata.from(Map.of("attempt", 1)))
            .emptyAnswer(true)
            .rawResponse("{}")
            .build();

    @Test
    void a_rebuild_keeps_every_field() {
        assertThat(FULL.toBuilder().build()).usingRecursiveComparison().isEqualTo(FULL);
        assertThat(FULL).hasNoNullFieldsOrProperties();
        assertThat(FULL.toBuilder().build()).isEqualTo(FULL).hasSameHashCodeAs(FULL);
    }

    @Test
    void does_not_change_with_the_lists_and_maps_that_it_was_built_of() {
        List<Object> parts = new ArrayList<>(List.of("part"));
        Map<String, Object> annotation = new HashMap<>(Map.of("content", parts));
        List<Object> tokens = new ArrayList<>(List.of("token"));
        Map<String, Object> logprobs = new HashMap<>(Map.of("content", tokens));
        OpenRouterChatResponseMetadata metadata = OpenRouterChatResponseMetadata.builder()
                .annotations(List.of(annotation))
                .logprobs(logprobs)
                .build();

        List.of(parts, tokens).forEach(List::clear);
        List.of(annotation, logprobs).forEach(Map::clear);

        assertThat(metadata.annotations()).containsExactly(Map.of("content", List.of("part")));
        assertThat(metadata.logprobs()).isEqualTo(Map.of("content", List.of("token")));
    }

    @Test
    void its_routing_does_not_change_with_the_lists_and_maps_that_it_was_built_of() {
        List<Endpoint> endpoints = new ArrayList<>(List.of(new Endpoint("OpenAI", null, true)));
        List<Attempt> attempts = new ArrayList<>(List.of(new Attempt("OpenAI", null, 200)));
        Map<String, Object> step = new HashMap<>(Map.of("type", "plugin"));
        Map<String, Object> params = new HashMap<>(Map.of("version", "2"));
        var routing = new OpenRouterRouterMetadata(
                null, null, null, null, 1, null, 1, endpoints, attempts, List.of(step), params, null);

        List.of(endpoints, attempts).forEach(List::clear);
        List.of(step, params).forEach(Map::clear);

        assertThat(routing.endpoints()).hasSize(1);
        assertThat(routing.attempts()).hasSize(1);
        assertThat(routing.pipeline()).containsExactly(Map.of("type", "plugin"));
        assertThat(routing.params()).isEqualTo(Map.of("version", "2"));
    }

    @Test
    void takes_a_plain_usage_from_the_framework() {
        OpenRouterChatResponseMetadata rebuilt =
                FULL.toBuilder().tokenUsage(new TokenUsage(1, 2)).build();

        assertThat(rebuilt.tokenUsage().totalTokenCount()).isEqualTo(3);
        assertThat(rebuilt.tokenUsage().cost()).isNull();
        assertThat(rebuilt.provider()).isEqualTo("OpenAI");
    }

    @Test
    void the_text_form_tells_nothing_that_the_model_said() {
        assertThat(FULL.toString()).contains("OpenAI", "gen-1").doesNotContain("said aloud", "{}", "refusal");
        assertThat(FULL.audio().toString()).doesNotContain("said aloud");
    }
}
