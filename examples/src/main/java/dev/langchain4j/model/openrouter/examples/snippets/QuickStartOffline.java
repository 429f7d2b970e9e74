package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;

public class QuickStartOffline {

    public static void main(String[] args) {
        try (OpenRouterServer server = OpenRouterServer.start()) {
            ChatModel model = OpenRouterChatModel.builder()
                    .baseUrl(server.baseUrl())
                    .apiKey(server.apiKey())
                    .modelName("gpt-4o-mini")
                    .build();
            System.out.println(model.chat("Which river runs through Paris?"));
        }
    }
}
