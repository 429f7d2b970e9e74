package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouterCacheControl.Ttl;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import dev.langchain4j.model.openrouter.internal.chat.ChatModelIds;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterMessagesTest {

    private static final List<ChatMessage> CONVERSATION = List.of(
            OpenRouterMessages.named("rules", OpenRouterMessages.developer("Be brief.")),
            OpenRouterMessages.named("glossary", SystemMessage.from("A bank is a river bank.")),
            UserMessage.from("Hello."),
            OpenRouterMessages.named("clerk", AiMessage.from("Hello to you.")),
            OpenRouterMessages.withReasoningEffort("high", UserMessage.from("ada", "Prove it.")),
            AiMessage.from("Proved."),
            UserMessage.from("Thanks."));

    @Test
    void sends_roles_names_and_the_effort_of_a_turn() {
        assertThat(RequestPayload.of(request(CONVERSATION))).isEqualTo(RequestPayload.file("message-extras.json"));
    }

    @Test
    void they_survive_a_memory_that_is_stored_as_json() {
        List<ChatMessage> stored =
                ChatMessageDeserializer.messagesFromJson(ChatMessageSerializer.messagesToJson(CONVERSATION));

        assertThat(RequestPayload.of(request(stored))).isEqualTo(RequestPayload.file("message-extras.json"));
    }

    @ParameterizedTest
    @EnumSource
    void the_effort_stays_before_its_turn_in_every_later_request(Style style, OpenRouterServer server) {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .build()) {
            memory.add(OpenRouterMessages.withReasoningEffort("low", UserMessage.from("One.")));
            memory.add(style.chat(openRouter, request(memory.messages())).aiMessage());
            JsonNode first = server.lastChatRequest().path("messages");
            memory.add(UserMessage.from("Two."));
            style.chat(openRouter, request(memory.messages()));

            JsonNode second = server.lastChatRequest().path("messages");
            assertThat(first.at("/0/configuration_update/reasoning/effort").asText())
                    .isEqualTo("low");
            assertThat(second.get(0)).isEqualTo(first.get(0));
            assertThat(second.get(1)).isEqualTo(first.get(1));
            assertThat(second.findValues("configuration_update")).hasSize(1);
        }
    }

    @Test
    void a_cache_mark_is_set_on_the_turn_and_not_on_its_effort() {
        var request = ChatRequest.builder()
                .messages(OpenRouterMessages.withReasoningEffort("low", UserMessage.from("One.")))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .cacheControl(OpenRouterCacheControl.builder()
                                .lastMessage(Ttl.ONE_HOUR)
                                .build())
                        .build())
                .build();

        JsonNode messages = RequestPayload.treeOf(request).path("messages");

        assertThat(messages.get(0).path("content").asText("missing")).isEmpty();
        assertThat(messages.at("/1/content/0/cache_control/ttl").asText()).isEqualTo("1h");
    }

    @Test
    void the_model_can_send_all_system_messages_as_developer_messages() {
        var request = ChatRequest.builder()
                .messages(SystemMessage.from("Be brief."), UserMessage.from("Hello."))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .systemMessageRole("developer")
                        .build())
                .build();

        assertThat(RequestPayload.treeOf(request).path("messages").findValuesAsText("role"))
                .containsExactly("developer", "user");
    }

    @Test
    void the_effort_counts_in_the_size_of_the_prompt() {
        var plain = request(List.of(UserMessage.from("One.")));
        var withEffort = request(List.of(OpenRouterMessages.withReasoningEffort("low", UserMessage.from("One."))));

        assertThat(size(withEffort)).isGreaterThan(size(plain));
    }

    private static long size(ChatRequest request) {
        return PromptSize.of(
                        new ChatRequestMapper(OpenRouterDataPolicy.NONE).toWire(request, ChatModelIds.of("a/b"), false))
                .bytes();
    }

    private static ChatRequest request(List<ChatMessage> messages) {
        return ChatRequest.builder().messages(messages).build();
    }
}
