package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerAssert;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A retired model is refused with the name of a successor; an alias of one is refused before anything is sent. */
@ExtendWith(OpenRouterServerExtension.class)
class RetiredModelsTest {

    private static final String RETIRED = "claude-3.5-sonnet";
    private static final String SUCCESSOR = "'~anthropic/claude-sonnet-latest'";

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    RetiredModelsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = openRouter().modelName("gpt-4o").build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    static Stream<Arguments> builders() {
        return Stream.of(
                builder("chat", all -> all.chatModel().modelName(RETIRED).build()),
                builder(
                        "streamed chat",
                        all -> all.streamingChatModel().modelName(RETIRED).build()),
                builder(
                        "fallback",
                        all -> all.chatModel().fallbackModels("gpt-4o", RETIRED).build()),
                builder(
                        "embeddings",
                        all -> all.embeddingModel().modelName(RETIRED).build()),
                builder("rerank", all -> all.scoringModel().modelName(RETIRED).build()),
                builder("judge", all -> all.llmScoringModel().modelName(RETIRED).build()),
                builder("images", all -> all.imageModel().modelName(RETIRED).build()),
                builder(
                        "speech",
                        all -> all.speechModel().modelName(RETIRED).voice("a").build()),
                builder(
                        "transcription",
                        all -> all.transcriptionModel().modelName(RETIRED).build()),
                builder("endpoints", all -> all.modelCatalog().endpoints(RETIRED)));
    }

    private static Arguments builder(String name, Consumer<OpenRouter> use) {
        return Arguments.of(name, use);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("builders")
    void a_retired_alias_is_refused_where_a_model_is_built(String name, Consumer<OpenRouter> use) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> use.accept(openRouter))
                .withMessageContaining("'" + RETIRED + "'")
                .withMessageContaining(SUCCESSOR);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_retired_alias_is_refused_as_the_default_of_all_models() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openRouter().modelName(RETIRED).build())
                .withMessageContaining(SUCCESSOR);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouter.fromEnvironment(Map.of("OPENROUTER_DEFAULT_MODEL", RETIRED)))
                .withMessageStartingWith("OPENROUTER_DEFAULT_MODEL: ")
                .withMessageContaining(SUCCESSOR);
    }

    @ParameterizedTest
    @EnumSource
    void a_retired_alias_of_a_request_is_no_model(Style style) {
        ChatRequest model = request(
                OpenRouterChatRequestParameters.builder().modelName(RETIRED).build());
        ChatRequest fallback = request(OpenRouterChatRequestParameters.builder()
                .fallbackModels(RETIRED)
                .build());

        for (ChatRequest request : new ChatRequest[] {model, fallback}) {
            assertThatThrownBy(() -> style.chat(openRouter, request))
                    .isInstanceOf(ModelNotFoundException.class)
                    .hasMessageContaining(SUCCESSOR);
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_retired_alias_of_a_request_for_embeddings_is_no_model() {
        OpenRouterEmbeddingModel model = openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .build();
        EmbeddingRequest request = EmbeddingRequest.builder()
                .input("a")
                .parameters(
                        EmbeddingRequestParameters.builder().modelName(RETIRED).build())
                .build();

        assertThatThrownBy(() -> model.embed(request))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining(SUCCESSOR);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void the_catalog_finds_no_retired_model() {
        assertThat(openRouter.modelCatalog().find(RETIRED)).isEmpty();
        assertThat(openRouter.modelCatalog().find("anthropic/claude-3.5-sonnet"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void successors_answer_where_they_are_asked_for(Style style) {
        try (OpenRouter withSuccessors = openRouter()
                .modelAliases(OpenRouterModelAliases.defaults().withSuccessors())
                .modelName(RETIRED)
                .defaultRequestParameters(OpenRouterChatRequestParameters.builder()
                        .fallbackModels("mixtral-8x7b", "gpt-4o")
                        .build())
                .build()) {
            style.chat(withSuccessors, "hi");
        }

        OpenRouterServerAssert.assertThat(server)
                .receivedChat("{\"model\":\"~anthropic/claude-sonnet-latest\","
                        + "\"models\":[\"mistralai/mistral-small-2603\",\"openai/gpt-4o\"]}");
    }

    @ParameterizedTest
    @EnumSource
    void the_id_of_a_retired_model_goes_out_as_given_and_the_refusal_names_the_successor(Style style) {
        ChatRequest request = request(OpenRouterChatRequestParameters.builder()
                .modelName("anthropic/claude-3.5-sonnet:nitro")
                .build());

        assertThatThrownBy(() -> style.chat(openRouter, request))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("is not a valid model ID. Its successor is " + SUCCESSOR)
                .hasCauseInstanceOf(OpenRouterException.class);
        OpenRouterServerAssert.assertThat(server)
                .hasReceivedRequests(1)
                .receivedChat("{\"model\":\"anthropic/claude-3.5-sonnet:nitro\"}");
    }

    static Stream<Arguments> calls() {
        String id = "acme/none";
        return Stream.of(
                builder("chat", all -> all.chatModel().modelName(id).build().chat("hi")),
                builder(
                        "embeddings",
                        all -> all.embeddingModel().modelName(id).build().embed("a")),
                builder(
                        "rerank",
                        all -> all.scoringModel().modelName(id).build().score("a", "b")),
                builder(
                        "judge",
                        all -> all.llmScoringModel().modelName(id).build().score("a", "b")),
                builder("images", all -> all.imageModel().modelName(id).build().generate("a")),
                builder("endpoints", all -> all.modelCatalog().endpoints(id)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void an_id_that_openrouter_does_not_know_is_no_model(String name, Consumer<OpenRouter> use) {
        assertThatThrownBy(() -> use.accept(openRouter))
                .isInstanceOf(ModelNotFoundException.class)
                .hasCauseInstanceOf(OpenRouterException.class);
        assertThat(server.requests())
                .filteredOn(request -> !request.path().equals("/models"))
                .hasSize(1);
    }

    @Test
    void the_model_that_was_once_the_default_is_still_sent_if_it_is_asked_for() {
        try (OpenRouter asked = OpenRouter.fromEnvironment(Map.of(
                "OPENROUTER_API_KEY", server.apiKey(),
                "OPENROUTER_BASE_URL", server.baseUrl(),
                "OPENROUTER_DEFAULT_MODEL", "meta-llama/llama-3.2-3b-instruct:free"))) {
            assertThatThrownBy(() -> asked.chat("hi"))
                    .isInstanceOf(ModelNotFoundException.class)
                    .hasMessageContaining("No endpoints found for meta-llama/llama-3.2-3b-instruct:free")
                    .hasMessageContaining("meta-llama/llama-3.2-3b-instruct");
        }
        OpenRouterServerAssert.assertThat(server).receivedChat("{\"model\":\"meta-llama/llama-3.2-3b-instruct:free\"}");
    }

    private OpenRouter.Builder openRouter() {
        return OpenRouter.builder().baseUrl(server.baseUrl()).apiKey(server.apiKey());
    }

    private static ChatRequest request(OpenRouterChatRequestParameters parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(parameters)
                .build();
    }
}
