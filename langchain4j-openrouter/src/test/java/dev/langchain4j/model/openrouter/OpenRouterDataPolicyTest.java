package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerAssert;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterDataPolicyTest {

    private static final OpenRouterDataPolicy STRICT = OpenRouterDataPolicy.builder()
            .denyDataCollection(true)
            .zeroDataRetention(true)
            .build();

    private final OpenRouterServer server;

    OpenRouterDataPolicyTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void is_sent_with_every_plain_request_beside_what_it_asks_for() {
        plain(STRICT)
                .chat(request(
                        OpenRouterProviderPreferences.builder().sort("price").build()));

        OpenRouterServerAssert.assertThat(server)
                .receivedChat("{\"provider\":{\"data_collection\":\"deny\",\"zdr\":true,\"sort\":\"price\"}}");
    }

    @Test
    void is_sent_with_every_streamed_request() {
        var handler = new HandlerRecorder();
        streaming(STRICT).chat(request(null), handler);
        handler.response();

        OpenRouterServerAssert.assertThat(server)
                .receivedChat("{\"provider\":{\"data_collection\":\"deny\",\"zdr\":true}}");
    }

    @Test
    void no_plain_request_can_loosen_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(STRICT)
                        .chat(request(OpenRouterProviderPreferences.builder()
                                .dataCollection("allow")
                                .build())))
                .withMessage("provider.data_collection must be deny, because dataPolicy has denyDataCollection,"
                        + " but the request says allow");
        OpenRouterServerAssert.assertThat(server).hasReceivedNothing();
    }

    @Test
    void no_streamed_request_can_loosen_it_by_the_open_door_either() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> streaming(STRICT)
                        .chat(request(OpenRouterProviderPreferences.of(Map.of("zdr", false))), new HandlerRecorder()))
                .withMessageContaining("zeroDataRetention");
        OpenRouterServerAssert.assertThat(server).hasReceivedNothing();
    }

    @ParameterizedTest
    @EnumSource
    void no_header_of_a_request_turns_the_cache_of_answers_on(Style style) {
        try (OpenRouter openRouter = strict().build()) {
            ChatRequest keeping = ChatRequest.builder()
                    .messages(UserMessage.from("hi"))
                    .parameters(OpenRouterChatRequestParameters.builder()
                            .customHeaders(Map.of("x-openrouter-cache", "true"))
                            .build())
                    .build();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> style.chat(openRouter, keeping))
                    .withMessageContaining("X-OpenRouter-Cache must be false");
        }
        OpenRouterServerAssert.assertThat(server).hasReceivedNothing();
    }

    @ParameterizedTest
    @EnumSource
    void no_header_of_the_connection_does_either(Style style) {
        try (OpenRouter openRouter =
                strict().customHeaders(Map.of("X-OPENROUTER-CACHE", "true")).build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> style.chat(openRouter, "hi"))
                    .withMessageContaining("X-OpenRouter-Cache must be false");
        }
        OpenRouterServerAssert.assertThat(server).hasReceivedNothing();
    }

    @ParameterizedTest
    @EnumSource
    void no_preset_does_either(Style style) {
        try (OpenRouter openRouter = strict().build()) {
            style.chat(openRouter, "hi");
        }

        OpenRouterServerAssert.assertThat(server).receivedHeader("X-OpenRouter-Cache", "false");
    }

    @Test
    void no_custom_parameter_takes_its_place() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterChatRequestParameters.builder()
                        .customParameters(Map.of("provider", Map.of("data_collection", "allow")))
                        .build())
                .withMessageContaining("use provider instead");
    }

    @Test
    void a_fallback_model_and_a_weaker_form_of_json_are_held_to_it() {
        server.answer(Answer.error(404, "No endpoints found that can handle the requested parameters."))
                .answer(Answer.json("{}"));
        try (OpenRouter openRouter = strict().build()) {
            openRouter
                    .chatModel()
                    .fallbackModels("openai/gpt-4o-mini")
                    .structuredOutputFallback(OpenRouterStructuredOutput.INSTRUCTIONS)
                    .responseFormat(ResponseFormat.builder()
                            .type(ResponseFormatType.JSON)
                            .jsonSchema(JsonSchema.builder()
                                    .rootElement(JsonObjectSchema.builder().build())
                                    .build())
                            .build())
                    .build()
                    .chat("hi");
        }

        assertThat(server.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.body().at("/provider/data_collection").textValue())
                    .isEqualTo("deny");
            assertThat(request.body().at("/provider/zdr").booleanValue()).isTrue();
        });
    }

    @Test
    void reranking_is_held_to_it() {
        try (OpenRouter openRouter = strict().build()) {
            openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .build()
                    .scoreAll(List.of(TextSegment.from("a"), TextSegment.from("b")), "a");
            assertHeld("/rerank");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> openRouter
                            .scoringModel()
                            .modelName("cohere/rerank-v3.5")
                            .provider(loose())
                            .build())
                    .withMessageContaining("zeroDataRetention");
        }
    }

    @Test
    void embeddings_are_held_to_it() {
        try (OpenRouter openRouter = strict().build()) {
            openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build()
                    .embed("a");
            assertHeld("/embeddings");
            assertThat(server.requests("/embeddings").get(0).header("X-OpenRouter-Cache"))
                    .isEqualTo("false");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> openRouter
                            .embeddingModel()
                            .modelName("openai/text-embedding-3-small")
                            .provider(loose())
                            .build()
                            .embed("a"))
                    .withMessageContaining("zeroDataRetention");
        }
    }

    @Test
    void reranking_by_a_chat_model_is_held_to_it() {
        try (OpenRouter openRouter = strict().build()) {
            openRouter
                    .llmScoringModel()
                    .modelName("openai/gpt-4o")
                    .build()
                    .scoreAll(List.of(TextSegment.from("a"), TextSegment.from("b")), "a");
            assertHeld("/chat/completions");
            server.reset();

            assertThatThrownBy(() -> openRouter
                            .llmScoringModel()
                            .modelName("openai/gpt-4o")
                            .provider(loose())
                            .build()
                            .scoreAll(List.of(TextSegment.from("a"), TextSegment.from("b")), "a"))
                    .hasStackTraceContaining("zeroDataRetention");
            OpenRouterServerAssert.assertThat(server).hasReceivedNothing();
        }
    }

    @Test
    void a_model_of_a_connection_can_only_tighten_it() {
        var denying = OpenRouterDataPolicy.builder().denyDataCollection(true).build();
        var retaining = OpenRouterDataPolicy.builder().zeroDataRetention(true).build();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .dataPolicy(denying)
                .build()) {
            openRouter.chatModel().dataPolicy(null).build().chat("hi");
            OpenRouterServerAssert.assertThat(server).receivedChat("{\"provider\":{\"data_collection\":\"deny\"}}");

            openRouter.chatModel().dataPolicy(retaining).build().chat("hi");
            OpenRouterServerAssert.assertThat(server)
                    .receivedChat("{\"provider\":{\"data_collection\":\"deny\",\"zdr\":true}}");
        }
    }

    @Test
    void only_allowed_base_urls_are_used() {
        var european = OpenRouterDataPolicy.builder()
                .allowedBaseUrls(OpenRouterDataPolicy.EU)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(european))
                .withMessageStartingWith("baseUrl '" + server.baseUrl() + "' is not among the allowedBaseUrls");
        try (OpenRouter openRouter = OpenRouter.builder().dataPolicy(european).build()) {
            assertThat(openRouter.toString()).contains(OpenRouterDataPolicy.EU);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> openRouter
                            .chatModel()
                            .baseUrl(OpenRouterDataPolicy.US)
                            .build());
        }
    }

    @Test
    void an_allowed_base_url_may_end_with_a_slash() {
        var local = OpenRouterDataPolicy.builder()
                .allowedBaseUrls(server.baseUrl() + "/")
                .build();

        assertThat(plain(local).chat("hi")).isNotEmpty();
    }

    private void assertHeld(String path) {
        assertThat(server.requests(path))
                .isNotEmpty()
                .allSatisfy(
                        request -> assertThat(request.body().path("provider").toString())
                                .contains("\"data_collection\":\"deny\"", "\"zdr\":true"));
    }

    private static OpenRouterProviderPreferences loose() {
        return OpenRouterProviderPreferences.of(Map.of("zdr", false));
    }

    private OpenRouter.Builder strict() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .dataPolicy(STRICT);
    }

    private OpenRouterChatModel plain(OpenRouterDataPolicy policy) {
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .dataPolicy(policy)
                .build();
    }

    private OpenRouterStreamingChatModel streaming(OpenRouterDataPolicy policy) {
        return OpenRouterStreamingChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .dataPolicy(policy)
                .build();
    }

    private static ChatRequest request(OpenRouterProviderPreferences provider) {
        return ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .provider(provider)
                        .build())
                .build();
    }
}
