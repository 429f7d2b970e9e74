package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl.Ttl;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatCacheBreakpointsTest {

    private static final String FIVE_MINUTES = "{\"type\":\"ephemeral\"}";
    private static final String HOUR = "{\"ttl\":\"1h\",\"type\":\"ephemeral\"}";

    @Test
    void nothing_is_marked_unasked() {
        assertThat(request(null, system("s"), user("u")).findValues("cache_control"))
                .isEmpty();
    }

    @Test
    void tools_system_messages_and_the_last_message_are_marked_where_asked() {
        JsonNode request = request(
                OpenRouterCacheControl.builder()
                        .tools(Ttl.ONE_HOUR)
                        .systemMessages(Ttl.ONE_HOUR)
                        .lastMessage(Ttl.FIVE_MINUTES)
                        .build(),
                system("one"),
                system("two"),
                user("question"),
                AiMessage.from("answer"),
                user("next"));

        assertThat(request.toPrettyString()).isEqualTo(RequestPayload.file("cache-marks.json"));
    }

    @Test
    void automatic_caching_is_one_field_of_the_request() {
        JsonNode request = request(OpenRouterCacheControl.automatic(), system("s"), user("u"));

        assertThat(request.path("cache_control").toString()).isEqualTo(FIVE_MINUTES);
        assertThat(request.findValues("cache_control")).hasSize(1);
    }

    @Test
    void the_attribute_of_langchain4j_marks_user_messages_answers_and_tool_results() {
        JsonNode request = request(
                null,
                marked("question", "ephemeral"),
                AiMessage.builder()
                        .text("answer")
                        .toolExecutionRequests(List.of(ToolExecutionRequest.builder()
                                .id("c")
                                .name("now")
                                .build()))
                        .attributes(Map.of("cache_control", "1h"))
                        .build(),
                ToolExecutionResultMessage.builder()
                        .id("c")
                        .toolName("now")
                        .text("noon")
                        .attributes(Map.of("cache_control", Map.of("type", "ephemeral")))
                        .build(),
                marked("other", "persistent"));

        assertThat(request.at("/messages/0/content/0/cache_control").toString()).isEqualTo(HOUR);
        assertThat(request.at("/messages/1/content/0/cache_control").toString()).isEqualTo(HOUR);
        assertThat(request.at("/messages/2/content/0/cache_control").toString()).isEqualTo(FIVE_MINUTES);
        assertThat(request.at("/messages/3/content").textValue()).isEqualTo("other");
    }

    @Test
    void the_static_part_of_several_system_messages_is_kept_and_what_follows_it_is_not() {
        JsonNode request = request(
                null,
                OpenRouterMessages.cached(Ttl.ONE_HOUR, SystemMessage.from("the handbook")),
                SystemMessage.from("It is noon."),
                OpenRouterMessages.cached(Ttl.FIVE_MINUTES, UserMessage.from("question")));

        assertThat(request.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(request.at("/messages/0/content/0/text").asText()).isEqualTo("the handbook");
        assertThat(request.at("/messages/0/content/0/cache_control").toString()).isEqualTo(HOUR);
        assertThat(request.at("/messages/1/role").asText()).isEqualTo("system");
        assertThat(request.at("/messages/1/content").textValue()).isEqualTo("It is noon.");
        assertThat(request.at("/messages/2/content/0/cache_control").toString()).isEqualTo(FIVE_MINUTES);
    }

    @Test
    void a_mark_before_that_of_the_system_messages_lasts_as_long() {
        JsonNode request = request(
                OpenRouterCacheControl.builder().systemMessages(Ttl.ONE_HOUR).build(),
                OpenRouterMessages.cached(Ttl.FIVE_MINUTES, SystemMessage.from("one")),
                SystemMessage.from("two"),
                user("question"));

        assertThat(request.at("/messages/0/content/0/cache_control").toString()).isEqualTo(HOUR);
        assertThat(request.at("/messages/1/content/0/cache_control").toString()).isEqualTo(HOUR);
        assertThat(request.findValues("cache_control")).hasSize(2);
    }

    @Test
    void a_system_message_with_its_own_mark_and_that_of_the_settings_has_one() {
        JsonNode request = request(
                OpenRouterCacheControl.builder()
                        .tools(Ttl.FIVE_MINUTES)
                        .systemMessages(Ttl.FIVE_MINUTES)
                        .build(),
                OpenRouterMessages.cached(Ttl.FIVE_MINUTES, SystemMessage.from("one")),
                marked("a", "ephemeral"),
                marked("b", "ephemeral"));

        assertThat(request.findValues("cache_control")).hasSize(4);
    }

    @Test
    void of_more_than_four_marks_those_of_messages_go_before_those_of_system_messages() {
        JsonNode request = request(
                null,
                OpenRouterMessages.cached(Ttl.FIVE_MINUTES, SystemMessage.from("one")),
                OpenRouterMessages.cached(Ttl.FIVE_MINUTES, SystemMessage.from("two")),
                marked("a", "ephemeral"),
                marked("b", "ephemeral"),
                marked("c", "ephemeral"));

        assertThat(request.findValues("cache_control")).hasSize(4);
        assertThat(request.at("/messages/0/content/0").has("cache_control")).isTrue();
        assertThat(request.at("/messages/1/content/0").has("cache_control")).isTrue();
        assertThat(request.at("/messages/2/content").isTextual()).isTrue();
    }

    @Test
    void of_more_than_four_marks_the_oldest_of_messages_go() {
        ChatMessage[] messages = IntStream.range(0, 6)
                .mapToObj(i -> i == 0 ? system("s") : marked("m" + i, "ephemeral"))
                .toArray(ChatMessage[]::new);

        JsonNode request = request(
                OpenRouterCacheControl.builder()
                        .tools(Ttl.FIVE_MINUTES)
                        .systemMessages(Ttl.FIVE_MINUTES)
                        .build(),
                messages);

        assertThat(request.findValues("cache_control")).hasSize(4);
        assertThat(request.at("/tools/1").has("cache_control")).isTrue();
        assertThat(request.at("/messages/0/content/0").has("cache_control")).isTrue();
        assertThat(request.at("/messages/3/content").isTextual()).isTrue();
        assertThat(request.at("/messages/4/content/0").has("cache_control")).isTrue();
        assertThat(request.at("/messages/5/content/0").has("cache_control")).isTrue();
    }

    @Test
    void automatic_caching_counts_as_one_of_the_four() {
        ChatMessage[] messages = IntStream.range(0, 5)
                .mapToObj(i -> marked("m" + i, "ephemeral"))
                .toArray(ChatMessage[]::new);

        JsonNode request = request(OpenRouterCacheControl.automatic(), messages);

        assertThat(request.path("messages").findValues("cache_control")).hasSize(3);
        assertThat(request.has("cache_control")).isTrue();
    }

    @Test
    void a_mark_before_one_of_an_hour_is_of_an_hour_too() {
        JsonNode request = request(
                OpenRouterCacheControl.builder()
                        .systemMessages(Ttl.FIVE_MINUTES)
                        .automatic(Ttl.ONE_HOUR)
                        .build(),
                system("s"),
                user("u"));

        assertThat(request.at("/messages/0/content/0/cache_control").toString()).isEqualTo(HOUR);
    }

    @Test
    void a_mark_stands_on_the_last_text_that_is_not_blank() {
        var lastMessage =
                OpenRouterCacheControl.builder().lastMessage(Ttl.FIVE_MINUTES).build();
        var picture = ImageContent.from(
                Image.builder().url("https://example.com/a.png").build());

        JsonNode request = request(
                lastMessage, user("before"), UserMessage.from(List.of(TextContent.from("what is this"), picture)));
        JsonNode onlyPicture = request(lastMessage, user("before"), UserMessage.from(List.of(picture)));

        assertThat(request.at("/messages/1/content/0").has("cache_control")).isTrue();
        assertThat(onlyPicture.at("/messages/0/content/0").has("cache_control")).isTrue();
    }

    private static SystemMessage system(String text) {
        return SystemMessage.from(text);
    }

    private static UserMessage user(String text) {
        return UserMessage.from(text);
    }

    private static UserMessage marked(String text, String mark) {
        return UserMessage.builder()
                .addContent(TextContent.from(text))
                .attributes(Map.of("cache_control", mark))
                .build();
    }

    private static JsonNode request(@Nullable OpenRouterCacheControl control, ChatMessage... messages) {
        return RequestPayload.treeOf(ChatRequest.builder()
                .messages(messages)
                .parameters(OpenRouterChatRequestParameters.builder()
                        .cacheControl(control)
                        .toolSpecifications(
                                ToolSpecification.builder().name("now").build(),
                                ToolSpecification.builder().name("then").build())
                        .build())
                .build());
    }
}
