package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.TokenWindowChatMemory;
import dev.langchain4j.model.openai.OpenAiTokenCountEstimator;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpenRouterTokenCountEstimatorTest {

    private static final String ENGLISH = """
            All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience
            and should act towards one another in a spirit of brotherhood. Everyone is entitled to all the rights and
            freedoms set forth in this Declaration, without distinction of any kind.
            """;
    private static final String GERMAN = """
            Die Würde des Menschen ist unantastbar. Sie zu achten und zu schützen ist Verpflichtung aller staatlichen
            Gewalt. Das Deutsche Volk bekennt sich darum zu unverletzlichen und unveräußerlichen Menschenrechten als
            Grundlage jeder menschlichen Gemeinschaft, des Friedens und der Gerechtigkeit in der Welt.
            """;
    private static final String CHINESE = "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。";
    private static final String CODE = """
            private static int lastUserMessage(List<ChatMessage> messages) {
                int last = messages.size() - 1;
                while (last >= 0 && !(messages.get(last) instanceof UserMessage)) {
                    last--;
                }
                return last;
            }
            """;

    private static final OpenRouterTokenCountEstimator GPT = new OpenRouterTokenCountEstimator("openai/gpt-4o");

    static Stream<String> texts() {
        return Stream.of(ENGLISH, GERMAN, CHINESE, CODE, Payloads.text("catalog/endpoints.json"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void an_estimate_is_about_what_openais_tokenizer_counts(String text) {
        int counted = new OpenAiTokenCountEstimator("gpt-4o").estimateTokenCountInText(text);

        assertThat(GPT.estimateTokenCountInText(text)).isCloseTo(counted, Percentage.withPercentage(25));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, openai/gpt-4o",
        "openai/gpt-4o:nitro, openai/gpt-4o",
        "~openai/gpt-latest, openai/gpt-4o",
        "openai/gpt-4.1, openai/gpt-4o",
        "openai/gpt-4, openai/gpt-4-turbo",
        "openai-labs/gpt-4o, acme/unknown",
        "@preset/terse, acme/unknown"
    })
    void every_name_of_a_model_has_a_family(String name, String sameAs) {
        String text = ENGLISH + CHINESE;

        assertThat(new OpenRouterTokenCountEstimator(name).estimateTokenCountInText(text))
                .isEqualTo(new OpenRouterTokenCountEstimator(sameAs).estimateTokenCountInText(text));
    }

    @Test
    void families_differ() {
        int gpt = GPT.estimateTokenCountInText(CHINESE);

        assertThat(new OpenRouterTokenCountEstimator("anthropic/claude-sonnet-5").estimateTokenCountInText(CHINESE))
                .isGreaterThan(gpt);
        assertThat(new OpenRouterTokenCountEstimator("openai/gpt-4-turbo").estimateTokenCountInText(CHINESE))
                .isGreaterThan(gpt);
    }

    @Test
    void the_catalogs_tokenizer_decides_where_the_author_does_not() throws Exception {
        var tuned = OpenRouterModelInfo.from(dev.langchain4j.model.openrouter.internal.api.ModelList.of(
                        "{\"data\":[{\"id\":\"acme/tuned\",\"architecture\":{\"tokenizer\":\"Llama3\"}}]}".getBytes())
                .models()
                .get(0));

        assertThat(OpenRouterTokenCountEstimator.of(tuned).estimateTokenCountInText(CHINESE))
                .isEqualTo(new OpenRouterTokenCountEstimator("meta-llama/llama-3.1-8b-instruct")
                        .estimateTokenCountInText(CHINESE));
    }

    @Test
    void a_message_counts_its_text_its_calls_and_its_attachments() {
        int text = GPT.estimateTokenCountInText(ENGLISH);
        var call = ToolExecutionRequest.builder()
                .id("c-1")
                .name("look")
                .arguments("{\"text\":\"" + ENGLISH.strip() + "\"}")
                .build();

        assertThat(GPT.estimateTokenCountInMessage(SystemMessage.from(ENGLISH))).isCloseTo(text, within(5));
        assertThat(GPT.estimateTokenCountInMessage(UserMessage.from(ENGLISH))).isCloseTo(text, within(5));
        assertThat(GPT.estimateTokenCountInMessage(AiMessage.from(call))).isCloseTo(text, within(20));
        assertThat(GPT.estimateTokenCountInMessage(
                        AiMessage.builder().text(ENGLISH).thinking(ENGLISH).build()))
                .isCloseTo(2 * text, within(5));
        assertThat(GPT.estimateTokenCountInMessage(ToolExecutionResultMessage.from("c-1", "look", ENGLISH)))
                .isCloseTo(text, within(5));
        assertThat(GPT.estimateTokenCountInMessage(
                        UserMessage.from(TextContent.from("?"), ImageContent.from("https://example.com/cat.png"))))
                .isCloseTo(1000, within(10));
    }

    @Test
    void messages_add_up() {
        List<ChatMessage> messages = List.of(SystemMessage.from("be brief"), UserMessage.from(ENGLISH));

        assertThat(GPT.estimateTokenCountInMessages(messages))
                .isEqualTo(3
                        + messages.stream()
                                .mapToInt(GPT::estimateTokenCountInMessage)
                                .sum());
        assertThat(GPT.estimateTokenCountInText("")).isZero();
    }

    @Test
    void a_memory_drops_what_does_not_fit() {
        int three = 3 + 3 * GPT.estimateTokenCountInMessage(UserMessage.from(ENGLISH));
        ChatMemory memory = TokenWindowChatMemory.withMaxTokens(three, GPT);

        for (int i = 0; i < 5; i++) {
            memory.add(UserMessage.from(ENGLISH));
        }

        assertThat(memory.messages()).hasSize(3);
    }

    @Test
    void a_short_name_that_is_no_alias_is_refused() {
        assertThatThrownBy(() -> new OpenRouterTokenCountEstimator("gpt-40"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gpt-40");
    }
}
