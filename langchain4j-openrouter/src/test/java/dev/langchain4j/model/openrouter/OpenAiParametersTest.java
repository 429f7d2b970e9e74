package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openrouter.support.FreshJvm;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parameters of {@code langchain4j-open-ai}, and of others, given with a request. */
@ExtendWith(OpenRouterServerExtension.class)
class OpenAiParametersTest {

    private final OpenRouterServer server;

    @AutoClose
    private final OpenRouter openRouter;

    OpenAiParametersTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void what_they_hold_beyond_cores_is_sent(Style style) throws Exception {
        JsonNode sent = sent(
                style,
                OpenAiChatRequestParameters.builder()
                        .temperature(0.5)
                        .maxCompletionTokens(77)
                        .reasoningEffort("low")
                        .user("user-17")
                        .seed(42)
                        .parallelToolCalls(false)
                        .serviceTier("flex")
                        .logprobs(true)
                        .topLogprobs(3)
                        .logitBias(Map.of("50256", -100))
                        .metadata(Map.of("team", "red"))
                        .customParameters(Map.of("chat_template", "x"))
                        .store(false)
                        .build());

        assertThat(sent).isEqualTo(new ObjectMapper().readTree("""
                {"temperature":0.5,"LIMIT":77,"reasoning":{"effort":"low"},"user":"user-17","seed":42,
                 "parallel_tool_calls":false,"service_tier":"flex","logprobs":true,"top_logprobs":3,
                 "logit_bias":{"50256":-100},"metadata":{"team":"red"},"chat_template":"x"}"""));
    }

    @ParameterizedTest
    @EnumSource
    void what_they_do_not_set_stays_as_the_model_has_it(Style style) {
        ChatRequestParameters none = OpenAiChatRequestParameters.builder().build();
        OpenRouterChatRequestParameters ours = OpenRouterChatRequestParameters.builder()
                .seed(1)
                .user("u")
                .metadata(Map.of("a", "b"))
                .build();

        assertThat(ours.overrideWith(none)).isEqualTo(ours);
        assertThat(ours.defaultedBy(OpenAiChatRequestParameters.builder()
                        .seed(2)
                        .serviceTier("flex")
                        .build()))
                .isEqualTo(ours.toBuilder().serviceTier("flex").build());
    }

    @Test
    void their_word_against_log_probabilities_overrides_the_number() {
        OpenRouterChatRequestParameters ours =
                OpenRouterChatRequestParameters.builder().topLogprobs(3).build();

        assertThat(ours.overrideWith(
                        OpenAiChatRequestParameters.builder().logprobs(false).build()))
                .isEqualTo(OpenRouterChatRequestParameters.builder()
                        .logprobs(false)
                        .build());
    }

    @Test
    void their_maps_override_name_by_name_and_a_null_is_not_set() {
        Map<String, Object> custom = new HashMap<>(Map.of("guidance", 2));
        custom.put("chat_template", null);
        OpenRouterChatRequestParameters ours = OpenRouterChatRequestParameters.builder()
                .logitBias(Map.of("1", 1))
                .metadata(Map.of("team", "red", "job", "mail"))
                .customParameters(Map.of("chat_template", "x"))
                .build();

        assertThat(ours.overrideWith(OpenAiChatRequestParameters.builder()
                        .logitBias(Map.of("2", 2))
                        .metadata(Map.of("team", "blue"))
                        .customParameters(custom)
                        .build()))
                .isEqualTo(OpenRouterChatRequestParameters.builder()
                        .logitBias(Map.of("1", 1, "2", 2))
                        .metadata(Map.of("team", "blue", "job", "mail"))
                        .customParameters(Map.of("chat_template", "x", "guidance", 2))
                        .build());
    }

    @Test
    void what_openrouter_cannot_do_is_refused() {
        assertThatThrownBy(() -> sent(
                        Style.PLAIN,
                        OpenAiChatRequestParameters.builder().store(true).build()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("store");
        assertThatThrownBy(() -> sent(
                        Style.PLAIN,
                        OpenAiChatRequestParameters.builder()
                                .maxOutputTokens(1)
                                .maxCompletionTokens(2)
                                .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("maxCompletionTokens", "maxOutputTokens");
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void merged_by_hand_they_keep_ours_only_if_ours_merge() {
        var theirs = OpenAiChatRequestParameters.builder().seed(7).build();
        var ours = OpenRouterChatRequestParameters.builder()
                .fallbackModels("openai/gpt-4o")
                .build();

        assertThat(List.of(ours.overrideWith(theirs), ours.defaultedBy(theirs)))
                .allSatisfy(merged -> assertThat(merged.fallbackModels()).containsExactly("openai/gpt-4o"))
                .allSatisfy(merged -> assertThat(merged.seed()).isEqualTo(7));
        assertThat(List.of(theirs.overrideWith(ours), theirs.defaultedBy(ours)))
                .allSatisfy(merged -> assertThat(OpenRouterChatRequestParameters.EMPTY
                                .overrideWith(merged)
                                .fallbackModels())
                        .isEmpty());
    }

    @Test
    void parameters_without_values_of_their_own_are_cores() {
        ChatRequestParameters own = new DefaultChatRequestParameters(
                DefaultChatRequestParameters.builder().temperature(0.5)) {};

        assertThat(OpenRouterChatRequestParameters.EMPTY.overrideWith(own).temperature())
                .isEqualTo(0.5);
    }

    @Test
    void the_module_need_not_be_there() {
        assertThat(FreshJvm.runWithout("langchain4j-open-ai", List.of(), WithoutOpenAi.class))
                .contains("0.5 without OpenAI");
    }

    static final class WithoutOpenAi {

        public static void main(String[] arguments) {
            ChatRequestParameters given =
                    ChatRequestParameters.builder().temperature(0.5).build();
            Double temperature =
                    OpenRouterChatRequestParameters.EMPTY.overrideWith(given).temperature();
            try {
                Class.forName("dev.langchain4j.model.openai.OpenAiChatRequestParameters");
            } catch (ClassNotFoundException expected) {
                System.out.println(temperature + " without OpenAI");
            }
        }
    }

    /** What was sent besides the model and the messages; the limit under one name, whichever it has on the wire. */
    private JsonNode sent(Style style, ChatRequestParameters parameters) throws Exception {
        style.chat(
                openRouter,
                ChatRequest.builder()
                        .messages(UserMessage.from("Hi"))
                        .parameters(parameters)
                        .build());
        String body = server.requests("/chat/completions")
                .get(0)
                .bodyText()
                .replace("max_completion_tokens", "LIMIT")
                .replace("max_tokens", "LIMIT");
        var sent = (com.fasterxml.jackson.databind.node.ObjectNode) new ObjectMapper().readTree(body);
        sent.remove(List.of("model", "messages", "stream", "stream_options", "usage"));
        return sent;
    }
}
