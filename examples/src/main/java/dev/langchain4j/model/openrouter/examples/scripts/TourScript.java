package dev.langchain4j.model.openrouter.examples.scripts;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;

/** The stand-in's answers on the {@code Tour}. */
public final class TourScript {

    private TourScript() {}

    public static void answers(OpenRouterServer server) {
        server.when(Match.userSays("river"))
                .answer("The Seine: it enters Paris in the south-east and leaves it in the west.");
        server.when(Match.userSays("palindrome")).answer("\"Never odd or even\" reads the same from both ends.");
        server.when(Match.userSays("bicycles"))
                .answer(
                        Answer.toolCall("inStock", "{\"city\": \"Utrecht\"}")
                                .andToolCall("inStock", "{\"city\": \"Ghent\"}"),
                        Answer.text("Utrecht has 12 bicycles and Ghent has 5, so send the group to Utrecht."));
        server.when(Match.userSays("Dear bicycle shop")).answer(Answer.json("""
                {"customer": "Ada Lovelace",
                 "delivery": {"street": "12 St James's Square", "city": "London"},
                 "items": [{"name": "touring bicycle", "quantity": 2}, {"name": "bell", "quantity": 3}]}"""));
    }

    public static void busyThenFree(OpenRouterServer server) {
        server.answer(
                Answer.error(429, "Rate limit exceeded: 20 requests per minute").retryAfter(1));
        server.answer("Here I am: asked once, answered once.");
    }

    public static void tooExpensive(OpenRouterServer server) {
        server.answer(Answer.error(
                402,
                "This request requires more credits, or fewer max_tokens. You requested up to 4096 tokens, but can only"
                        + " afford 900."));
        server.answer("A short story, as long as the balance allows.");
    }

    public static void breaksInTheMiddle(OpenRouterServer server) {
        server.answer(Answer.stream()
                .text("Transfer 500 euros to Bob, ")
                .text("but only if ")
                .error(Answer.error(502, "Provider returned error")
                        .provider("DeepInfra")
                        .raw("worker ran out of memory")));
    }
}
