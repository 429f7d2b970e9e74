package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerAssert;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Aliases, wherever a request names models. */
@ExtendWith(OpenRouterServerExtension.class)
class ModelNamesTest {

    private final OpenRouterServer server;

    ModelNamesTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void fallback_models_are_sent_as_ids() {
        model("gpt-4o", "claude-3.5-sonnet", "openai/gpt-4o-mini").chat("hi");

        OpenRouterServerAssert.assertThat(server)
                .receivedChat("{\"model\":\"openai/gpt-4o\","
                        + "\"models\":[\"anthropic/claude-3.5-sonnet\",\"openai/gpt-4o-mini\"]}");
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

    private OpenRouterChatModel model(String name, String... fallbacks) {
        return OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(name)
                .fallbackModels(fallbacks)
                .build();
    }
}
