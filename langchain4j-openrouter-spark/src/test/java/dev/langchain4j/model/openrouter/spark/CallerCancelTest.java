package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A task that ends cancels its calls: they must not go on, paid for and written down by nobody. */
@ExtendWith(OpenRouterServerExtension.class)
class CallerCancelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private final OpenRouterServer server;

    CallerCancelTest(OpenRouterServer server) {
        this.server = server;
    }

    private record City(String name) {}

    private static Stream<BulkTask> tasks() {
        return Stream.of(
                new EmbedTask(model -> model.modelName("openai/text-embedding-3-small"), 1),
                new ExtractTask(City.class, "Read it.", model -> model.modelName("openai/gpt-4o-mini")),
                new ScoreTask("capital", model -> model.modelName("cohere/rerank-v3.5"), 1),
                new DecideTask(
                        questions -> questions.question("city", YesNoQuestion.from("Is it a city?")),
                        model -> model.modelName("typesafe/jev-1.13")));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void a_cancellation_reaches_the_call(BulkTask task) {
        server.when(Match.path("/models").negate()).answer(Answer.text("late").afterDelay(Duration.ofMinutes(5)));
        List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .costListener(new OpenRouterCostListener(records::add))
                .build()) {
            CompletableFuture<List<Outcome>> call = task.open(openRouter).call(List.of(new Document("k", "Paris")));
            await().atMost(PATIENCE)
                    .until(() -> server.requests().stream()
                            .anyMatch(request -> !request.path().endsWith("/models")));

            call.cancel(true);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(records).hasSize(1));
        }
    }
}
