package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerAssert;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parameters that are sent as headers, and data that answers carry in headers. */
@ExtendWith(OpenRouterServerExtension.class)
class RequestHeadersTest {

    private final OpenRouterServer server;

    RequestHeadersTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void the_response_cache_is_switched_by_headers() {
        chat(parameters().responseCache(OpenRouterResponseCache.on(Duration.ofMinutes(10))));
        received().receivedHeader("X-OpenRouter-Cache", "true").receivedHeader("X-OpenRouter-Cache-TTL", "600");

        chat(parameters().responseCache(OpenRouterResponseCache.refresh()));
        received().receivedHeader("X-OpenRouter-Cache", "true").receivedHeader("X-OpenRouter-Cache-Clear", "true");

        chat(parameters().responseCache(OpenRouterResponseCache.off()));
        received().receivedHeader("X-OpenRouter-Cache", "false").receivedNoHeader("X-OpenRouter-Cache-TTL");

        chat(parameters());
        received().receivedNoHeader("X-OpenRouter-Cache");
    }

    @Test
    void a_stream_sends_the_same_headers() {
        var handler = new HandlerRecorder();
        OpenRouterStreamingChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .responseCache(OpenRouterResponseCache.on())
                .routerMetadata(true)
                .anthropicBeta("a-1", "b-2")
                .providerApiKeys(Map.of("openai", "sk-1"))
                .build()
                .chat("hi", handler);
        handler.response();

        received()
                .receivedHeader("X-OpenRouter-Cache", "true")
                .receivedHeader("X-OpenRouter-Metadata", "enabled")
                .receivedHeader("x-anthropic-beta", "a-1,b-2");
        assertThat(server.requests().get(0).header("X-Provider-API-Keys").replaceAll("\\s", ""))
                .isEqualTo("{\"openai\":\"sk-1\"}");
    }

    @ParameterizedTest
    @EnumSource
    void every_call_says_what_kind_of_answer_it_can_read(EveryCall call) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .build()) {
            catchThrowable(() -> call.on(openRouter)); // the stand-in knows no batch_1
        }

        String kind = switch (call) {
            case STREAM, PUBLISHER -> "text/event-stream";
            case SPEECH -> "audio/*, application/json";
            default -> "application/json";
        };
        assertThat(server.requests(call.path()))
                .isNotEmpty()
                .extracting(request -> request.header("Accept"))
                .containsOnly(kind);
    }

    @Test
    void a_custom_header_wins_over_a_typed_one() {
        chat(parameters().routerMetadata(true).customHeaders(Map.of("x-openrouter-metadata", "disabled")));

        received().receivedHeader("X-OpenRouter-Metadata", "disabled");
    }

    @Test
    void an_application_may_ask_for_answers_that_are_not_compressed() {
        chat(parameters().customHeaders(Map.of("accept-encoding", "identity")));
        received().receivedHeader("Accept-Encoding", "identity");

        chat(parameters());
        received().receivedHeader("Accept-Encoding", "gzip");
    }

    @Test
    void what_the_response_cache_says_is_on_the_metadata() {
        server.answer(Answer.text("kept")
                .header("X-OpenRouter-Cache-Status", "HIT")
                .header("X-OpenRouter-Cache-Age", "30")
                .header("X-OpenRouter-Cache-TTL", "270")
                .header("X-OpenRouter-Cache-Source-Id", "gen-1"));

        var metadata = (OpenRouterChatResponseMetadata) chat(parameters()).metadata();

        assertThat(metadata.cacheStatus()).isEqualTo("HIT");
        assertThat(metadata.cacheAge()).isEqualTo(Duration.ofSeconds(30));
        assertThat(metadata.cacheTtl()).isEqualTo(Duration.ofSeconds(270));
        assertThat(metadata.cacheSourceId()).isEqualTo("gen-1");
    }

    @Test
    void a_cache_header_that_is_no_number_is_not_reported() {
        server.answer(Answer.text("kept").header("X-OpenRouter-Cache-Age", "long"));

        assertThat(((OpenRouterChatResponseMetadata) chat(parameters()).metadata()).cacheAge())
                .isNull();
    }

    @Test
    void nothing_is_kept_by_the_cache_where_nothing_may_be_retained() {
        var model = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .dataPolicy(
                        OpenRouterDataPolicy.builder().zeroDataRetention(true).build())
                .responseCache(OpenRouterResponseCache.on())
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.chat("hi"))
                .withMessageStartingWith("responseCache");
        received().hasReceivedNothing();
    }

    @Test
    void keys_of_providers_are_not_shown() {
        assertThat(parameters()
                        .providerApiKeys(Map.of("openai", "sk-s3cret"))
                        .build()
                        .toString())
                .contains("openai")
                .doesNotContain("s3cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parameters()
                        .providerApiKeys(Map.of("openai", "sk-s3cret\n"))
                        .build())
                .withMessageStartingWith("providerApiKeys")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void router_metadata_is_read_and_what_it_lacks_is_null() {
        var metadata = OpenRouterRouterMetadata.from(Map.of(
                "requested",
                "~anthropic/claude-sonnet-latest",
                "strategy",
                "latest",
                "attempt",
                2,
                "is_byok",
                false,
                "endpoints",
                Map.of(
                        "total",
                        3,
                        "available",
                        List.of(Map.of("provider", "Anthropic", "model", "anthropic/claude", "selected", true))),
                "attempts",
                List.of(Map.of("provider", "Amazon Bedrock", "model", "anthropic/claude", "status", 529)),
                "pipeline",
                List.of(Map.of("type", "plugin", "name", "web")),
                "generation_time",
                1250));

        assertThat(metadata.generationTime()).isEqualTo(Duration.ofMillis(1250));
        assertThat(metadata.strategy()).isEqualTo("latest");
        assertThat(metadata.region()).isNull();
        assertThat(metadata.byok()).isFalse();
        assertThat(metadata.totalEndpoints()).isEqualTo(3);
        assertThat(metadata.endpoints())
                .containsExactly(new OpenRouterRouterMetadata.Endpoint("Anthropic", "anthropic/claude", true));
        assertThat(metadata.attempts())
                .containsExactly(new OpenRouterRouterMetadata.Attempt("Amazon Bedrock", "anthropic/claude", 529));
        assertThat(metadata.pipeline()).containsExactly(Map.of("type", "plugin", "name", "web"));
        assertThat(OpenRouterRouterMetadata.from(null)).isNull();
        assertThat(OpenRouterRouterMetadata.from(Map.of("endpoints", "none", "attempts", 3))
                        .endpoints())
                .isEmpty();
    }

    @Test
    void router_metadata_may_be_told_as_text_and_no_impossible_number_is_believed() {
        var metadata = OpenRouterRouterMetadata.from(Map.of(
                "attempt",
                "2",
                "is_byok",
                "true",
                "endpoints",
                Map.of("total", 4_294_967_297L, "available", List.of(Map.of("selected", "true"))),
                "generation_time",
                "1250.7"));

        assertThat(metadata.attempt()).isEqualTo(2);
        assertThat(metadata.byok()).isTrue();
        assertThat(metadata.totalEndpoints()).isNull();
        assertThat(metadata.endpoints()).allMatch(OpenRouterRouterMetadata.Endpoint::selected);
        assertThat(metadata.generationTime()).isEqualTo(Duration.ofMillis(1250));
    }

    private static OpenRouterChatRequestParameters.Builder parameters() {
        return OpenRouterChatRequestParameters.builder();
    }

    private ChatResponse chat(OpenRouterChatRequestParameters.Builder parameters) {
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build()
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("hi"))
                        .parameters(parameters.build())
                        .build());
    }

    private OpenRouterServerAssert received() {
        return OpenRouterServerAssert.assertThat(server);
    }
}
