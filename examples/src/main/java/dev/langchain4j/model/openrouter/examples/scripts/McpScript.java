package dev.langchain4j.model.openrouter.examples.scripts;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;

/** The stand-in's answers in {@code ToolsOverMcp}: a model that once misspells a port, and then asks for the list. */
public final class McpScript {

    private McpScript() {}

    public static void answers(OpenRouterServer server) {
        server.when(Match.userSays("high water"))
                .answer(
                        Answer.toolCall("high_water", "{\"port\": \"Ostende\"}")
                                .andToolCall("high_water", "{\"port\": \"Vlissingen\"}"),
                        Answer.toolCall("ports", "{}"),
                        Answer.toolCall("high_water", "{\"port\": \"Ostend\"}"),
                        Answer.text("High water is at 12:21 in Ostend and at 13:04 in Vlissingen."));
    }
}
