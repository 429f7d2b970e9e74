package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;

public class QuickStart {

    public static void main(String[] args) {
        try (OpenRouter openRouter = OpenRouter.fromEnvironment()) {
            ChatModel model = openRouter.chatModel().modelName("gpt-4o-mini").build();
            System.out.println(model.chat("Which river runs through Paris?"));
        }
    }
}
