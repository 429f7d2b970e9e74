package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.memory.ChatMemoryAccess;
import java.util.List;
import java.util.Map;

class AiServiceSnippets {

    // region sessions
    interface Helpdesk extends ChatMemoryAccess {

        String answer(@MemoryId String customer, @UserMessage String question);
    }

    static Helpdesk helpdesk(ChatModel model, Object tools) {
        return AiServices.builder(Helpdesk.class)
                .chatModel(model)
                .tools(tools)
                .chatMemoryProvider(customer -> MessageWindowChatMemory.builder()
                        .id(customer)
                        .maxMessages(20)
                        .build())
                .chatRequestTransformer((request, customer) -> request.toBuilder()
                        .parameters(OpenRouterChatRequestParameters.builder()
                                .overrideWith(request.parameters())
                                .sessionId(customer.toString())
                                .build())
                        .build())
                .build();
    }
    // endregion

    // region refused-turn
    static String answer(Helpdesk helpdesk, String customer, String question) {
        ChatMemory memory = helpdesk.getChatMemory(customer);
        List<ChatMessage> before = memory == null ? List.of() : List.copyOf(memory.messages());
        try {
            return helpdesk.answer(customer, question);
        } catch (OpenRouterBudgetExceededException e) {
            helpdesk.getChatMemory(customer).set(before);
            return "That is all for today.";
        }
    }
    // endregion

    // region tag-of-a-tenant
    interface Support {

        String answer(@UserMessage String question, ChatRequestParameters parameters);
    }

    static String answer(Support support, String tenant, String question) {
        return support.answer(
                question,
                OpenRouterChatRequestParameters.builder()
                        .metadata(Map.of("tenant", tenant))
                        .build());
    }
    // endregion
}
