package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.model.openrouter.tck.Target;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;

/** The stand-in as the check expects OpenRouter to be: every assumption holds. */
final class StandIn {

    private StandIn() {}

    static OpenRouterServer start() {
        OpenRouterServer server = OpenRouterServer.start();
        script(server);
        return server;
    }

    /** Rules that a test can override by newer ones. */
    static void script(OpenRouterServer server) {
        Target.script(server);
        server.when(body -> body.has("langchain4j_made_up_field")
                        && body.at("/provider/require_parameters").asBoolean())
                .answer(Answer.error(404, "No endpoints found that can handle the requested parameters."));
        server.when(Match.header("X-OpenRouter-Cache", "true"))
                .answer(
                        Answer.text("heron").header("X-OpenRouter-Cache-Status", "MISS"),
                        Answer.text("heron").usage(0, 0, "0").header("X-OpenRouter-Cache-Status", "HIT"));
        server.when(Match.userSays(Prompts.COUNT).and(Match.streaming()))
                .answer(Answer.stream()
                        .charge(20, 2, "0.00001")
                        .text("one, ")
                        .text("two, ")
                        .silence());
    }
}
