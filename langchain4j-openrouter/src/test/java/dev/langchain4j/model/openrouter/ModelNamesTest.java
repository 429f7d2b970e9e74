package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerAssert;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Aliases are resolved wherever a request names a model. */
@ExtendWith(OpenRouterServerExtension.class)
class ModelNamesTest {

    private final OpenRouterServer server;

    ModelNamesTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void fallback_models_are_sent_as_ids() {
        model("gpt-4o", "llama-3.1-8b", "openai/gpt-4o-mini").chat("hi");

        OpenRouterServerAssert.assertThat(server)
                .receivedChat("{\"model\":\"openai/gpt-4o\","
                        + "\"models\":[\"meta-llama/llama-3.1-8b-instruct\",\"openai/gpt-4o-mini\"]}");
    }

    @Test
    void an_unknown_fallback_model_is_refused_when_the_model_is_built() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model("gpt-4o", "gpt-4oo"))
                .withMessageContaining("'gpt-4oo'");
    }

    @Test
    void an_unknown_fallback_model_of_a_request_is_no_model() {
        var request = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .fallbackModels("gpt-4oo")
                        .build())
                .build();

        assertThatThrownBy(() -> model("gpt-4o").chat(request))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessageContaining("'gpt-4oo'");
    }

    @Test
    void the_catalog_is_asked_once_for_many_uses_of_names_that_are_none() {
        try (OpenRouter openRouter = openRouter("openai/gpt-4o")) {
            for (String name : List.of("gpt-4oo", "gpt-4ooo", "gpt-4oo")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> openRouter.chatModel().modelName(name).build())
                        .withMessageContaining(name);
                assertThatThrownBy(() -> openRouter
                                .embeddingModel()
                                .modelName(name)
                                .build()
                                .embed("x"))
                        .hasMessageContaining(name);
            }
        }
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(1);
    }

    @Test
    void an_unknown_name_is_told_although_the_catalog_cannot_be_asked() {
        Supplier<String> vault = () -> {
            throw new IllegalStateException("no vault");
        };
        OpenRouter.Builder connection =
                OpenRouter.builder().baseUrl(server.baseUrl()).apiKey(vault);

        try (OpenRouter openRouter = connection.modelName("openai/gpt-4o").build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> openRouter.chatModel().modelName("gpt-4oo").build())
                    .withMessageContaining("'gpt-4oo'");
            var request = ChatRequest.builder()
                    .messages(UserMessage.from("hi"))
                    .modelName("gpt-4oo")
                    .build();
            assertThatThrownBy(() -> openRouter.chatModel().build().chat(request))
                    .isInstanceOf(ModelNotFoundException.class)
                    .hasMessageContaining("'gpt-4oo'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_unknown_id_is_told_with_those_that_come_close_where_the_catalog_is_at_hand(Style style) {
        try (OpenRouter openRouter = openRouter("openai/gpt-4o-minni:nitro")) {
            openRouter.modelCatalog().models();
            server.reset();

            assertThatThrownBy(() -> style.chat(openRouter, "hi"))
                    .isInstanceOf(ModelNotFoundException.class)
                    .hasMessageContaining("Closest ids: openai/gpt-4o-mini, openai/gpt-4o, ")
                    .hasCauseInstanceOf(OpenRouterException.class);
        }
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(1);
    }

    @ParameterizedTest
    @EnumSource
    void the_catalog_is_fetched_once_for_an_id_that_no_model_has(Style style) {
        try (OpenRouter openRouter = openRouter("openai/gpt-4o-minni")) {
            assertThatThrownBy(() -> style.chat(openRouter, "hi"))
                    .isInstanceOf(ModelNotFoundException.class)
                    .hasMessageContaining("Closest ids: openai/gpt-4o-mini, openai/gpt-4o, ");
        }
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(2);
    }

    @Test
    void a_model_without_a_default_says_that_its_name_is_missing_and_gives_one_of_its_kind() {
        try (OpenRouter openRouter = openRouter("openai/gpt-4o")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> openRouter.embeddingModel().build())
                    .withMessageContaining("modelName must be set")
                    .withMessageContaining("openai/text-embedding-3-small");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> openRouter.scoringModel().build())
                    .withMessageContaining("modelName must be set")
                    .withMessageContaining("cohere/rerank-v3.5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> openRouter.decisionModel().build())
                    .withMessageContaining("modelName must be set")
                    .withMessageContaining("decisions");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> openRouter.speechModel().build())
                    .withMessageContaining("modelName must be set");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_typo_in_an_id_is_answered_with_the_closest_ids_by_every_kind_of_model(boolean budget) {
        try (OpenRouter openRouter = budget ? onABudget("openai/gpt-4o") : openRouter("openai/gpt-4o")) {
            Map<String, Runnable> calls = Map.of(
                    "openai/text-embedding-3-small",
                    () -> openRouter
                            .embeddingModel()
                            .modelName("openai/text-embeding-3-small")
                            .build()
                            .embed("x"),
                    "cohere/rerank-v3.5",
                    () -> openRouter
                            .scoringModel()
                            .modelName("cohere/rerank-v35")
                            .build()
                            .score("a", "b"),
                    "openai/gpt-4o-mini",
                    () -> openRouter
                            .llmScoringModel()
                            .modelName("openai/gpt-4o-mni")
                            .build()
                            .score("a", "b"),
                    "openai/gpt-4o",
                    () -> openRouter.modelCatalog().endpoints("opnai/gpt-4o"),
                    "google/gemini-2.5-flash-image",
                    () -> openRouter
                            .imageModel()
                            .modelName("google/gemini-2.5-flash-imag")
                            .build()
                            .generate("a cat"),
                    "mistralai/voxtral-mini-tts-2603",
                    () -> openRouter
                            .speechModel()
                            .modelName("mistralai/voxtral-mini-tts")
                            .build()
                            .synthesize("Hello"),
                    "openai/whisper-large-v3",
                    () -> openRouter
                            .transcriptionModel()
                            .modelName("openai/whisper-large-v33")
                            .build()
                            .transcribeToText(Audio.builder()
                                    .base64Data("UklGRg==")
                                    .mimeType("audio/wav")
                                    .build()),
                    "typesafe/jev-1.13",
                    () -> openRouter
                            .decisionModel()
                            .modelName("typesafe/jev-1.3")
                            .build()
                            .decide(DecisionRequest.builder()
                                    .input("The app shows error 500 since noon")
                                    .question("urgent", YesNoQuestion.from("Is it urgent?"))
                                    .build()),
                    "anthropic/claude-sonnet-5",
                    () -> openRouter
                            .batchChatModel()
                            .modelName("anthropic/claude-sonet-5")
                            .build()
                            .submit(new BatchRequest<>(List.of(ChatRequest.builder()
                                    .messages(UserMessage.from("hi"))
                                    .build()))));

            calls.forEach((closest, call) -> assertThatThrownBy(call::run)
                    .as(closest)
                    .hasMessageContaining("Closest ids: ")
                    .hasMessageContaining(closest));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_a_budget_cannot_price_names_the_ids_that_come_close(Style style) {
        try (OpenRouter openRouter = onABudget("openai/gpt-4o-minni:nitro")) {
            assertThatThrownBy(() -> style.chat(openRouter, "hi"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("as the catalog does not list it. Check the id, or ")
                    .hasMessageContaining(" Closest ids: openai/gpt-4o-mini, openai/gpt-4o, ");
        }
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(1);
    }

    @Test
    void a_call_that_a_budget_cannot_price_names_the_successor_of_a_retired_model() {
        try (OpenRouter openRouter = onABudget("anthropic/claude-3-opus")) {
            assertThatThrownBy(() -> openRouter.chat("hi"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageEndingWith(" Its successor is '~anthropic/claude-opus-latest'.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai/gpt-4o", "google/gemma-4-31b-it-20260402", "google/gemma-4-31b-it-20260402:nitro"})
    void a_listed_model_with_a_preset_is_not_said_to_be_unlisted(String model) {
        try (OpenRouter openRouter = onABudget(model + "@preset/coding")) {
            assertThatThrownBy(() -> openRouter.chat("hi"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("its price is unknown. You can set ")
                    .hasMessageNotContaining("Closest");
        }
    }

    @Test
    void no_endpoints_for_a_name_that_no_model_has_is_answered_with_the_closest_ids() {
        server.when(Match.path("/chat/completions"))
                .answer(Answer.error(404, "No endpoints found for openai/gpt-4o-minni."));
        try (OpenRouter openRouter = openRouter("openai/gpt-4o-minni")) {
            assertThatThrownBy(() -> openRouter.chat("hi"))
                    .isInstanceOf(ModelNotFoundException.class)
                    .hasMessageContaining("Closest ids: openai/gpt-4o-mini, openai/gpt-4o, ")
                    .satisfies(failure -> assertThat(OpenRouterException.find(failure))
                            .isPresent()
                            .isEqualTo(OpenRouterException.in(failure)));
        }
    }

    /** If all models fail, OpenRouter answers with the error of the last one. */
    @ParameterizedTest
    @EnumSource
    void no_endpoints_for_a_fallback_model_are_answered_with_ids_close_to_that_one(Style style) {
        for (String sentence : List.of(".", "", " in your region.", ". Try another one.")) {
            server.when(Match.path("/chat/completions"))
                    .answer(Answer.error(404, "No endpoints found for google/gemini-2.5-flsh:nitro" + sentence));
            try (OpenRouter openRouter = openRouter("anthropic/claude-3-opus")) {
                ChatRequest request = ChatRequest.builder()
                        .messages(UserMessage.from("hi"))
                        .parameters(OpenRouterChatRequestParameters.builder()
                                .fallbackModels("google/gemini-2.5-flsh:nitro")
                                .build())
                        .build();

                assertThatThrownBy(() -> style.chat(openRouter, request))
                        .isInstanceOf(ModelNotFoundException.class)
                        .hasMessageContaining("Closest ids: google/gemini-2.5-flash")
                        .hasMessageNotContaining("successor");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"this model.", "your request", "the model anthropic/claude-3-opus."})
    void no_endpoints_that_are_not_told_by_an_id_are_those_of_the_requested_model(String words) {
        server.when(Match.path("/chat/completions")).answer(Answer.error(404, "No endpoints found for " + words));
        try (OpenRouter openRouter = openRouter("anthropic/claude-3-opus")) {
            assertThatThrownBy(() -> openRouter.chat("hi"))
                    .isInstanceOf(ModelNotFoundException.class)
                    .hasMessageContaining("Its successor is");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_name_of_a_preset_behind_an_id_is_no_part_of_it(Style style) {
        for (String id : List.of("openai/gpt-4o-minni", "openai/gpt-4o-mini")) {
            server.when(Match.path("/chat/completions"))
                    .answer(Answer.error(404, "No endpoints found for " + id + "."));
            try (OpenRouter openRouter = openRouter(id + "@preset/coding")) {
                Throwable failure = catchThrowable(() -> style.chat(openRouter, "hi"));

                if (id.endsWith("minni")) {
                    assertThat(failure).hasMessageContaining("Closest ids: openai/gpt-4o-mini, openai/gpt-4o, ");
                } else {
                    assertThat(failure).hasMessageNotContaining("Closest");
                }
            }
        }
    }

    /** OpenRouter's status and words for images. */
    @ParameterizedTest
    @EnumSource
    void no_other_id_is_suggested_for_a_model_of_another_endpoint(Style style) {
        server.when(Match.path("/chat/completions"))
                .answer(Answer.error(
                        404,
                        "acme/paint is an image generation model and cannot be used with the chat/completions endpoint."
                                + " Use the /api/v1/images endpoint instead."));
        try (OpenRouter openRouter = openRouter("acme/paint")) {
            assertThatThrownBy(() -> style.chat(openRouter, "hi"))
                    .isInstanceOf(ModelNotFoundException.class)
                    .hasMessageEndingWith(" Call this model with OpenRouterImageModel.");
        }
        OpenRouterServerAssert.assertThat(server).hasReceivedRequests(1);
    }

    private OpenRouter openRouter(String modelName) {
        return connection(modelName).build();
    }

    private OpenRouter onABudget(String modelName) {
        return connection(modelName)
                .budget(OpenRouterBudget.builder().limit(BigDecimal.TEN).build())
                .build();
    }

    private OpenRouter.Builder connection(String modelName) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(modelName);
    }

    private OpenRouterChatModel model(String name, String... fallbacks) {
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(name)
                .fallbackModels(fallbacks)
                .build();
    }
}
