package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterProgress;
import dev.langchain4j.model.openrouter.OpenRouterRerankEvaluation;
import dev.langchain4j.model.scoring.DecisionScoringModel;
import dev.langchain4j.model.scoring.ScoringModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which reranker is best on your data: an endpoint, a chat model and a decision model on the labelled queries in
 * {@code -Dlabels}, or else on a few clicks that come with this example.
 */
final class RerankEvaluation {

    private static final String RERANKERS = "cohere/rerank-v3.5,chat:openai/gpt-4o-mini,decision:typesafe/jev-1.13";

    private final OpenRouter openRouter;
    private final Screen screen;

    private RerankEvaluation(OpenRouter openRouter, Screen screen) {
        this.openRouter = openRouter;
        this.screen = screen;
    }

    static void run(Connection connection, Screen screen) {
        run(
                connection,
                screen,
                System.getProperty("labels"),
                rerankers(System.getProperty("rerankers", RERANKERS)),
                Path.of(System.getProperty("report", "target/rerankers.html")));
    }

    static void run(Connection connection, Screen screen, @Nullable String labels, List<String> rerankers, Path html) {
        screen.title(
                "Which reranker is best on your data?",
                connection.isLive()
                        ? "Live: your key, real models; each query costs money, once for each reranker."
                        : "Offline: a stand-in on this machine ranks by common words, so the figures mean nothing.");
        RerankEvaluation example = new RerankEvaluation(connection.openRouter(), screen);
        OpenRouterRerankEvaluation evaluation = labels != null ? read(Path.of(labels)) : shipped();
        example.compare(evaluation, rerankers);
        screen.step(3, "Write the page", "evaluation.write(html)");
        evaluation.write(html);
        screen.good("written", html.toString());
        screen.line();
    }

    private static List<String> rerankers(String names) {
        List<String> rerankers = Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (rerankers.isEmpty()) {
            throw new IllegalArgumentException("rerankers must name at least one reranker, such as "
                    + "'cohere/rerank-v3.5', but is '" + names + "'");
        }
        return rerankers;
    }

    private static OpenRouterRerankEvaluation read(Path labels) {
        return OpenRouterRerankEvaluation.read(labels, queries());
    }

    private static int queries() {
        String queries = System.getProperty("queries", "50");
        try {
            return Integer.parseInt(queries);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("queries must be a whole number, but is '" + queries + "'", e);
        }
    }

    private static OpenRouterRerankEvaluation shipped() {
        try {
            Path clicks = Files.createTempFile("clicks", ".csv");
            try {
                return read(Files.writeString(clicks, Shipped.text("clicks.csv")));
            } finally {
                Files.delete(clicks);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compare(OpenRouterRerankEvaluation evaluation, List<String> rerankers) {
        screen.step(1, "Rank the candidates of " + evaluation.queries() + " queries", "evaluation.add(name, reranker)");
        try {
            for (String reranker : rerankers) {
                add(evaluation, reranker);
            }
        } finally {
            // also what was paid for before a failure
            screen.step(2, "Compare", "evaluation.table()");
            List<List<String>> rows = evaluation
                    .table()
                    .lines()
                    .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                            .map(String::strip)
                            .toList())
                    .toList();
            screen.table(rows.get(0), rows.subList(2, rows.size()));
        }
    }

    private void add(OpenRouterRerankEvaluation evaluation, String name) {
        try (OpenRouterProgress progress = screen.progress(name + ", queries", evaluation.queries())) {
            OpenRouterCostListener costs = new OpenRouterCostListener(progress);
            evaluation.add(name, reranker(name, costs), progress::done);
        }
    }

    private ScoringModel reranker(String name, OpenRouterCostListener costs) {
        if (name.startsWith("chat:")) {
            return openRouter
                    .llmScoringModel()
                    .modelName(name.substring(5))
                    .costListener(costs)
                    .build();
        }
        if (name.startsWith("decision:")) {
            return new DecisionScoringModel(openRouter
                    .decisionModel()
                    .modelName(name.substring(9))
                    .costListener(costs)
                    .build());
        }
        return openRouter.scoringModel().modelName(name).costListener(costs).build();
    }
}
