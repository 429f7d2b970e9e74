package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OpenRouterPromptCacheDiffTest {

    private static final ChatMessage SYSTEM = SystemMessage.from("Be terse.");
    private static final ChatMessage QUESTION = UserMessage.from("secret question");
    private static final ChatMessage ANSWER = AiMessage.from("answer");
    private static final ChatMessage NEXT = UserMessage.from("next");
    private static final ToolSpecification NOW =
            ToolSpecification.builder().name("now").build();
    private static final ToolSpecification THEN =
            ToolSpecification.builder().name("then").build();

    @Test
    void a_conversation_that_goes_on_keeps_its_prefix_although_the_mark_moves() {
        UnaryOperator<OpenRouterChatRequestParameters.Builder> marked =
                parameters -> parameters.cacheControl(OpenRouterCacheControl.builder()
                        .tools(OpenRouterCacheControl.Ttl.FIVE_MINUTES)
                        .lastMessage(OpenRouterCacheControl.Ttl.FIVE_MINUTES)
                        .build());

        var diff = OpenRouterPromptCacheDiff.between(
                request(marked, SYSTEM, QUESTION), request(marked, SYSTEM, QUESTION, ANSWER, NEXT));

        assertThat(diff.reasons()).isEmpty();
        assertThat(diff.prefixKept()).isTrue();
        assertThat(diff.sharedMessages()).isEqualTo(2);
    }

    @Test
    void a_changed_system_message_is_found_without_repeating_it() {
        var diff = between(
                List.of(SystemMessage.from("It is 10:00."), QUESTION),
                List.of(SystemMessage.from("It is 10:01."), QUESTION));

        assertThat(diff.reasons()).singleElement().asString().startsWith("messages[0] (system) differs after ");
        assertThat(diff.reasons().toString()).doesNotContain("10:0", "secret");
        assertThat(diff.sharedMessages()).isZero();
    }

    @Test
    void a_difference_is_counted_in_the_text_of_its_message() {
        assertThat(between(List.of(UserMessage.from("What is a hat?")), List.of(UserMessage.from("What is a hut?")))
                        .reasons())
                .containsExactly("messages[0] (user) differs after 11 of 14 characters of its text:"
                        + " what follows is not read from the cache");
        assertThat(between(List.of(picture("a")), List.of(picture("b"))).reasons())
                .containsExactly(
                        "messages[0] (user) differs, but not in its text: what follows is not read from the cache");
    }

    private static UserMessage picture(String name) {
        return UserMessage.from(
                TextContent.from("What is it?"), ImageContent.from("https://example.com/" + name + ".png"));
    }

    @Test
    void messages_that_the_memory_has_dropped_are_counted() {
        var diff = between(List.of(SYSTEM, QUESTION, ANSWER, NEXT), List.of(SYSTEM, NEXT));

        assertThat(diff.reasons()).singleElement().asString().contains("was messages[3]: 2 older messages are gone");
    }

    @Test
    void tools_are_compared_first() {
        assertThat(tools(List.of(NOW, THEN), List.of(THEN, NOW))).contains("same in another order");
        assertThat(tools(List.of(NOW), List.of(NOW, THEN))).contains("There are 2 tools and were 1");
        assertThat(tools(List.of(NOW), List.of(THEN))).contains("tools[0] differs");
    }

    @Test
    void another_model_or_session_has_another_cache() {
        var diff = OpenRouterPromptCacheDiff.between(
                request(parameters -> parameters.modelName("a/b").sessionId("1"), QUESTION),
                request(parameters -> parameters.modelName("c/d").sessionId("2"), QUESTION));

        assertThat(diff.reasons()).hasSize(2);
        assertThat(diff.reasons().get(0)).startsWith("The model is c/d and was a/b");
        assertThat(diff.reasons().get(1)).startsWith("sessionId differs");
    }

    @Test
    void other_fallbacks_and_another_preset_are_named() {
        var diff = OpenRouterPromptCacheDiff.between(
                request(parameters -> parameters.fallbackModels("a/b").preset("one"), QUESTION),
                request(parameters -> parameters.fallbackModels("c/d").preset("two"), QUESTION));

        assertThat(diff.reasons())
                .containsExactly(
                        "fallbackModels differ: another model has its own cache",
                        "preset differs: it can change the request to the provider");
    }

    @Test
    void a_model_that_needs_marks_and_has_none_is_named() {
        UnaryOperator<OpenRouterChatRequestParameters.Builder> claude =
                parameters -> parameters.modelName("anthropic/claude-sonnet-4.6");

        assertThat(OpenRouterPromptCacheDiff.between(request(claude, QUESTION), request(claude, QUESTION))
                        .reasons())
                .singleElement()
                .asString()
                .contains("set cacheControl");
    }

    private static String tools(List<ToolSpecification> before, List<ToolSpecification> after) {
        return OpenRouterPromptCacheDiff.between(
                        request(parameters -> parameters.toolSpecifications(before), QUESTION),
                        request(parameters -> parameters.toolSpecifications(after), QUESTION))
                .reasons()
                .get(0);
    }

    private static OpenRouterPromptCacheDiff between(List<ChatMessage> before, List<ChatMessage> after) {
        return OpenRouterPromptCacheDiff.between(
                request(parameters -> parameters, before.toArray(ChatMessage[]::new)),
                request(parameters -> parameters, after.toArray(ChatMessage[]::new)));
    }

    private static ChatRequest request(
            UnaryOperator<OpenRouterChatRequestParameters.Builder> parameters, ChatMessage... messages) {
        var builder = OpenRouterChatRequestParameters.builder().toolSpecifications(NOW);
        return ChatRequest.builder()
                .messages(messages)
                .parameters(parameters.apply(builder).build())
                .build();
    }
}
