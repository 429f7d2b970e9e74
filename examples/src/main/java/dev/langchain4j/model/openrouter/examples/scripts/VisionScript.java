package dev.langchain4j.model.openrouter.examples.scripts;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;

/**
 * The stand-in's answers in {@code VisionAndPdf}; the first answer to the PDF carries the parsed text, and its price.
 */
public final class VisionScript {

    private static final String PARSED = """
            {"annotations": [{"type": "file", "file": {"hash": "5f0c7a", "name": "invoice.pdf", "content": [
                {"type": "text", "text": "# Invoice 2026-117"},
                {"type": "text", "text": "Due: 17 June 2026"}]}}]}""";

    private VisionScript() {}

    public static void answers(OpenRouterServer server) {
        server.when(Match.userSays("busiest")).answer("Saturday: 48 bicycles.");
        server.when(Match.userSays("due"))
                .answer(Answer.text("On 17 June 2026.").messageFields(PARSED).usage(541, 9, "0.00208655"));
        server.when(Match.userSays("pay")).answer(Answer.text("Ada Lovelace.").usage(563, 4, "0.00008685"));
        server.when(Match.userSays("whole invoice")).answer(Answer.json("""
                {"number": "2026-117",
                 "items": [{"name": "Touring bicycle, 28 inch", "quantity": 2, "price": 640.00},
                           {"name": "Brass bell", "quantity": 3, "price": 12.50},
                           {"name": "Rear rack", "quantity": 2, "price": 45.00}],
                 "vatPercent": 21, "toPay": 1703.08}""").usage(668, 74, "0.0001446"));
    }
}
