package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterFiles;
import dev.langchain4j.model.openrouter.OpenRouterMessages;
import dev.langchain4j.model.openrouter.OpenRouterModelAliases;
import java.net.URI;

/** What OpenRouter knows about messages and LangChain4j does not; names without an author. */
record MessageSnippets(ChatModel model) {

    ChatResponse rolesAndNames() {
        // region roles-and-names
        ChatResponse response = model.chat(
                OpenRouterMessages.developer("Answer the customer, not the clerk."),
                UserMessage.from("ada", "May I bring the book back on Monday?"),
                OpenRouterMessages.named("clerk", AiMessage.from("We are closed on Mondays.")),
                UserMessage.from("ada", "When, then?"));
        // endregion
        return response;
    }

    ChatResponse effort() {
        // region effort-in-conversation
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
        memory.add(UserMessage.from("What is a prime?"));
        memory.add(model.chat(memory.messages()).aiMessage());
        memory.add(OpenRouterMessages.withReasoningEffort("high", UserMessage.from("Prove that they never end.")));
        ChatResponse proof = model.chat(memory.messages());
        // endregion
        return proof;
    }

    UserMessage files(byte[] offerA) {
        // region named-files
        UserMessage message = UserMessage.from(
                TextContent.from("Which offer is cheaper?"),
                OpenRouterFiles.pdf("offer-a.pdf", offerA),
                OpenRouterFiles.pdf("offer-b.pdf", URI.create("https://example.com/download?id=7")),
                OpenRouterFiles.stored("or_file_8Jk2"));
        // endregion
        return message;
    }

    OpenRouter bareNames() {
        // region bare-names
        OpenRouter openRouter = OpenRouter.builder()
                .apiKey(System.getenv("OPENROUTER_API_KEY"))
                .modelAliases(OpenRouterModelAliases.ofAuthor("openai"))
                .modelName("gpt-5-mini") // sent as openai/gpt-5-mini
                .build();
        // endregion
        return openRouter;
    }
}
