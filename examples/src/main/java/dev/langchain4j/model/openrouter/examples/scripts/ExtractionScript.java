package dev.langchain4j.model.openrouter.examples.scripts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;

/** The stand-in's answers in {@code StructuredExtraction}: four models of decreasing ability. */
public final class ExtractionScript {

    private static final Answer REFUSAL =
            Answer.error(404, "No endpoints found that can handle the requested parameters.");

    private static final String INVOICE = """
            {"number": "2026-0117", "date": "2026-03-02",
             "seller": {"name": "Lovelace Cycles", "address": {"street": "Graslei 7", "city": "Ghent"}},
             "buyer": {"name": "Mr Babbage", "address": {"street": "1 Dorset Street", "city": "London"}},
             "lines": [{"item": "touring bicycle", "quantity": 2, "price": 749.00},
                       {"item": "brass bell", "quantity": 3, "price": 12.50}],
             "total": 1535.50}""";

    private ExtractionScript() {}

    public static void answers(OpenRouterServer server) {
        server.when(Match.userSays("invoice")).answer(Answer.json(INVOICE));
        refuses(server, "google/gemma-4-31b-it:free", "json_schema");
        refuses(server, "nvidia/nemotron-nano-12b-v2-vl:free", "json_schema", "json_object");
        server.when(Match.model("nvidia/nemotron-nano-12b-v2-vl:free")
                        .and(Match.body(body -> format(body).isEmpty())))
                .answer(Answer.json(INVOICE.replace("\"quantity\": 3", "\"quantity\": 13")));
        server.when(Match.model("meta-llama/llama-3.1-8b-instruct"))
                .answer("The invoice is for two touring bicycles and three brass bells.");
    }

    private static void refuses(OpenRouterServer server, String model, String... formats) {
        for (String format : formats) {
            server.when(Match.model(model).and(Match.body(body -> format(body).equals(format))))
                    .answer(REFUSAL);
        }
    }

    private static String format(JsonNode body) {
        return body.path("response_format").path("type").asText();
    }
}
