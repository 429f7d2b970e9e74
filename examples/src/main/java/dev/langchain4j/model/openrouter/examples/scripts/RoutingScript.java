package dev.langchain4j.model.openrouter.examples.scripts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openrouter.examples.Shipped;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.util.ArrayList;
import java.util.List;

/** The offline endpoints of {@code RoutingAndFallback}, and their answers. */
public final class RoutingScript {

    private RoutingScript() {}

    public static void answers(OpenRouterServer server, String model) {
        server.when(Match.path("/models/" + model + "/endpoints"))
                .answer(Answer.payload(Shipped.text("endpoints.json")));
        server.when(Match.path("/endpoints/zdr")).answer(Answer.payload(Shipped.text("endpoints-zdr.json")));
        server.when(Match.model(model))
                .answer(Answer.text("St Michael's Bridge, with a view of three towers.")
                        .provider("DeepInfra"));
        server.when(Match.body(RoutingScript::paysNextToNothing))
                .answer(Answer.error(404, "No endpoints found that match your max_price")
                        .availability("constraint_filtered", false)
                        .excludedBy("max_price"));
    }

    private static boolean paysNextToNothing(JsonNode body) {
        return body.at("/provider/max_price/completion").asDouble(1) < 0.01;
    }

    /** Like OpenRouter: {@code model} first, then {@code models} in their order, until one works. */
    public static void openAiIsDown(OpenRouterServer server) {
        server.when(Match.path("/chat/completions")).answer(Answer.computed(RoutingScript::firstThatIsUp));
    }

    private static Answer firstThatIsUp(RecordedRequest request) {
        List<String> models =
                new ArrayList<>(List.of(request.body().path("model").asText()));
        request.body().path("models").forEach(model -> models.add(model.asText()));
        return models.stream()
                .filter(model -> !model.startsWith("openai/"))
                .findFirst()
                .<Answer>map(model -> Answer.text("The bridge of St Michael crosses the Leie.")
                        .model(model))
                .orElseGet(() -> Answer.error(502, "Provider returned error")
                        .provider("OpenAI")
                        .raw("The server is overloaded"));
    }
}
