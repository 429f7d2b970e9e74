package dev.langchain4j.model.openrouter.examples.scripts;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;

/** The stand-in's answers in {@code ToolsAgent}: a model that once confuses an order number with a parcel number. */
public final class ToolsScript {

    private ToolsScript() {}

    public static void answers(OpenRouterServer server) {
        server.when(Match.userSays("4711"))
                .answer(
                        Answer.toolCall("order", "{\"number\": \"4711\"}")
                                .andToolCall("order", "{\"number\": \"4712\"}"),
                        Answer.toolCall("arrival", "{\"parcel\": \"NL-2093\"}")
                                .andToolCall("arrival", "{\"parcel\": \"4712\"}"),
                        Answer.toolCall("arrival", "{\"parcel\": \"NL-2094\"}"),
                        Answer.toolCall("hold", "{\"parcel\": \"NL-2094\", \"until\": \"MONDAY\"}"),
                        Answer.text(
                                "Your bicycle (4711) comes on Thursday, before you leave. The bell (4712) would have come"
                                        + " on Saturday; it is held and comes on Monday."));
    }
}
