package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.service.AiServices;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalog decides whether AI services send a schema. */
@ExtendWith(OpenRouterServerExtension.class)
class CapabilitiesFromCatalogTest {

    private static final String MODELS = """
            {"data":[
              {"id":"acme/able","supported_parameters":["max_tokens","structured_outputs"]},
              {"id":"acme/plain","supported_parameters":["max_tokens","response_format"]}]}""";

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private final OpenRouter openRouter;

    CapabilitiesFromCatalogTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .modelAliases(OpenRouterModelAliases.defaults().with("able", "acme/able"))
                .time(time)
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    record Animal(String name, int legs) {}

    interface Zoo {
        Animal describe(String animal);
    }

    @Test
    void the_reprompt_of_a_guardrail_asks_for_the_schema_again() {
        server.when(Match.path("/models")).answer(Answer.payload(MODELS));
        server.when(Match.path("/chat/completions"))
                .answer(
                        Answer.json("{\"name\":\"cow\",\"legs\":5}"),
                        Answer.text("{\"name\":\"cow\"").finishReason("length"));
        Zoo zoo = AiServices.builder(Zoo.class)
                .chatModel(openRouter
                        .chatModel()
                        .modelName("acme/able")
                        .capabilitiesFromCatalog()
                        .build())
                .outputGuardrails(new OutputGuardrail() {
                    @Override
                    public OutputGuardrailResult validate(AiMessage answer) {
                        return reprompt("wrong", "Count again");
                    }
                })
                .build();

        assertThatThrownBy(() -> zoo.describe("cow")).isInstanceOf(OpenRouterIncompleteAnswerException.class);
        assertThat(server.lastChatRequest().at("/messages/0/content").textValue())
                .isEqualTo("Count again");
    }

    @ParameterizedTest
    @CsvSource({
        "acme/able, true",
        "able, true",
        "acme/able:nitro, true",
        "acme/plain, false",
        "acme/unknown, false",
        "openrouter/auto, false",
        "@preset/zoo, false"
    })
    void a_model_that_takes_schemas_says_so(String modelName, boolean takesSchemas) {
        server.when(Match.path("/models")).answer(Answer.payload(MODELS));
        Set<Capability> expected = takesSchemas ? Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA) : Set.of();

        assertThat(openRouter
                        .chatModel()
                        .modelName(modelName)
                        .capabilitiesFromCatalog()
                        .build()
                        .supportedCapabilities())
                .isEqualTo(expected);
        assertThat(openRouter
                        .streamingChatModel()
                        .modelName(modelName)
                        .capabilitiesFromCatalog()
                        .build()
                        .supportedCapabilities())
                .isEqualTo(expected);
    }

    @Test
    void ai_services_send_their_schema_then_for_one_fetch_of_the_catalog() {
        server.when(Match.path("/models")).answer(Answer.payload(MODELS));
        server.when(Match.path("/chat/completions")).answer(Answer.json("{\"name\":\"cow\",\"legs\":4}"));
        OpenRouterChatModel model = openRouter
                .chatModel()
                .modelName("acme/able")
                .capabilitiesFromCatalog()
                .build();
        assertThat(server.requests("/models")).isEmpty();
        Zoo zoo = AiServices.create(Zoo.class, model);

        zoo.describe("cow");
        zoo.describe("cow");

        assertThat(server.lastChatRequest()
                        .at("/response_format/json_schema/name")
                        .asText())
                .isEqualTo("Animal");
        assertThat(server.requests("/models")).hasSize(1);
    }

    @Test
    void a_model_with_a_connection_of_its_own_asks_too() {
        server.when(Match.path("/models")).answer(Answer.payload(MODELS));

        assertThat(OpenRouterChatModel.builder()
                        .baseUrl(server.baseUrl())
                        .modelName("acme/able")
                        .capabilitiesFromCatalog()
                        .build()
                        .supportedCapabilities())
                .containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }

    @Test
    void nobody_asks_the_catalog_unless_told_to_and_what_is_set_wins() {
        assertThat(openRouter.chatModel().modelName("acme/able").build().supportedCapabilities())
                .isEmpty();
        assertThat(openRouter
                        .chatModel()
                        .modelName("acme/able")
                        .capabilitiesFromCatalog()
                        .supportedCapabilities(Set.of())
                        .build()
                        .supportedCapabilities())
                .isEmpty();
        assertThat(server.requests("/models")).isEmpty();
    }

    @Test
    void a_catalog_that_cannot_be_had_says_nothing_and_is_asked_again_after_a_minute() {
        server.when(Match.path("/models")).answer(Answer.error(500, "Internal Server Error"), Answer.payload(MODELS));
        OpenRouterChatModel model = openRouter
                .chatModel()
                .modelName("acme/able")
                .capabilitiesFromCatalog()
                .build();

        assertThat(model.supportedCapabilities()).isEmpty();
        assertThat(model.supportedCapabilities()).isEmpty();
        assertThat(server.requests("/models")).hasSize(1);
        time.advance(Duration.ofSeconds(61));
        assertThat(model.supportedCapabilities()).hasSize(1);
    }

    @Test
    void a_caller_that_was_interrupted_says_nothing_about_the_catalog() {
        server.when(Match.path("/models")).answer(Answer.payload(MODELS));
        OpenRouterChatModel model = openRouter
                .chatModel()
                .modelName("acme/able")
                .capabilitiesFromCatalog()
                .build();

        Thread.currentThread().interrupt();
        assertThat(model.supportedCapabilities()).isEmpty();
        assertThat(Thread.interrupted()).isTrue();

        assertThat(model.supportedCapabilities()).hasSize(1);
    }
}
