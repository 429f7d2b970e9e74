package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import java.time.Duration;

class TestingRecipes {

    static void recipes(OpenRouterServer server) {
        // region recipes
        // the token limit cuts the answer off: FinishReason.LENGTH
        server.answer(Answer.text("Half an ans").finishReason("length"));

        // the model refuses: ContentFilteredException
        server.answer(Answer.text("").messageFields("{\"refusal\": \"I will not help with that.\"}"));

        // the server is slow: TimeoutException of a model with timeout(...)
        server.answer(Answer.text("late").afterDelay(Duration.ofMinutes(1)));

        // OpenRouter has used a fallback model; the stand-in itself uses none
        server.answer(Answer.text("Hello").model("anthropic/claude-haiku-4.5").provider("Anthropic"));

        // a decision model says no
        server.answer(Answer.yesNo(0.2));
        // endregion
    }

    static void streams(OpenRouterServer server) {
        // region stream-recipes
        // cut off by the token limit; a stream has only the steps that it is given, so no usage without usage(...)
        server.answer(Answer.stream()
                .text("Half an ans")
                .finish("length")
                .usage(12, 3, "0.00001")
                .done());

        // silent in the middle: TimeoutException of a model with streamIdleTimeout(...)
        server.answer(Answer.stream().text("Half an ans").silence());
        // endregion
    }

    static void judge(OpenRouterServer server) {
        // region judge
        SimulatedJudge judge =
                new SimulatedJudge((query, passage) -> passage.contains("night bus") ? 3 : 0, Noise.TYPICAL, 1);
        server.when(SimulatedJudge.prompts()).answer(judge.asAnswer());
        // endregion
    }

    static OpenRouter impatient(OpenRouterServer server) {
        // region impatient
        OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .timeout(Duration.ofMillis(500))
                .streamIdleTimeout(Duration.ofMillis(500))
                .maxRetries(2)
                .build();
        // endregion
        return openRouter;
    }
}
