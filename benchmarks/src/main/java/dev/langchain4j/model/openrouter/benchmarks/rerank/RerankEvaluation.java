package dev.langchain4j.model.openrouter.benchmarks.rerank;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterProgress;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.benchmarks.rerank.LabelledCollection.Topic;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.DecisionScoringModel;
import dev.langchain4j.model.scoring.ScoringModel;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares rerankers on your own labelled queries: quality with intervals, cost and latency, as a table and as an HTML page. With
 * {@code OPENROUTER_API_KEY} real models rank, else a stand-in whose figures mean nothing.
 */
public final class RerankEvaluation {

    /** An endpoint, a chat model and a decision model. */
    static final String RERANKERS = "cohere/rerank-v3.5,chat:openai/gpt-4o-mini,decision:typesafe/jev-1.13";

    private static final int QUERIES = 50;

    private final LabelledCollection collection;
    private final List<Topic> topics;
    private final OpenRouter openRouter;
    private final PrintStream out;

    private RerankEvaluation(LabelledCollection collection, int queries, OpenRouter openRouter, PrintStream out) {
        this.collection = collection;
        this.topics = collection.topics().stream().limit(queries).toList();
        this.openRouter = openRouter;
        this.out = out;
    }

    /** {@code -Dlabels} is a folder or a CSV file; {@code -Drerankers}, {@code -Dqueries} and {@code -Dreport} are optional. */
    public static void main(String[] args) throws IOException {
        String labels = System.getProperty("labels");
        if (labels == null) {
            throw new IllegalArgumentException("Say where the labels are: -Dlabels=<folder or CSV file>");
        }
        List<String> rerankers =
                List.of(System.getProperty("rerankers", RERANKERS).split(","));
        Path html = Path.of(System.getProperty("report", "target/rerankers.html"));
        LabelledCollection collection = LabelledCollection.read(Path.of(labels));
        int queries = Integer.getInteger("queries", QUERIES);
        if (System.getenv("OPENROUTER_API_KEY") != null) {
            try (OpenRouter openRouter = OpenRouter.fromEnvironment()) {
                new RerankEvaluation(collection, queries, openRouter, System.out).run(rerankers, html);
            }
        } else {
            System.out.println("Offline: a stand-in ranks by common words. Set OPENROUTER_API_KEY for real models.");
            runOffline(collection, queries, rerankers, html, System.out);
        }
    }

    static void runOffline(
            LabelledCollection collection, int queries, List<String> rerankers, Path html, PrintStream out)
            throws IOException {
        try (OpenRouterServer server = OpenRouterServer.start();
                OpenRouter openRouter = OpenRouter.fromEnvironment(
                        Map.of("OPENROUTER_BASE_URL", server.baseUrl(), "OPENROUTER_API_KEY", server.apiKey()))) {
            new RerankEvaluation(collection, queries, openRouter, out).run(rerankers, html);
        }
    }

    private void run(List<String> rerankers, Path html) throws IOException {
        List<Evaluated> results = new ArrayList<>();
        try {
            add(results, "first stage", null);
            for (String reranker : rerankers) {
                add(results, reranker, model(reranker.strip()));
            }
        } finally {
            // also what was paid for before a failure
            print(results);
        }
        Files.writeString(html, EvaluationPage.of(results, topics.size()));
        out.println();
        out.println("Written: " + html);
    }

    private void add(List<Evaluated> results, String name, @Nullable ScoringModel model) {
        try (var progress = OpenRouterProgress.onConsole(name + ", queries", topics.size())) {
            results.add(evaluated(name, model, progress));
        }
    }

    private void print(List<Evaluated> results) {
        out.println("| reranker | nDCG@10 | 95 % | MRR@10 | recall@10 | $ per 1,000 queries | ms per query |");
        out.println("|---|---|---|---|---|---|---|");
        results.forEach(result -> out.println("| " + String.join(" | ", EvaluationPage.cells(result)) + " |"));
    }

    private ScoringModel model(String reranker) {
        if (reranker.startsWith("chat:")) {
            return openRouter.llmScoringModel().modelName(reranker.substring(5)).build();
        }
        if (reranker.startsWith("decision:")) {
            return DecisionScoringModel.builder()
                    .decisionModel(openRouter
                            .decisionModel()
                            .modelName(reranker.substring(9))
                            .build())
                    .build();
        }
        return openRouter.scoringModel().modelName(reranker).build();
    }

    private Evaluated evaluated(String name, @Nullable ScoringModel model, OpenRouterProgress progress) {
        List<Quality> qualities = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        BigDecimal cost = BigDecimal.ZERO;
        boolean known = true;
        for (Topic topic : topics) {
            if (model == null) {
                qualities.add(Quality.of(topic, topic.candidates()));
                millis.add(0L);
                continue;
            }
            long start = System.nanoTime();
            Response<List<Double>> scores = model.scoreAll(segments(topic), topic.query());
            millis.add((System.nanoTime() - start) / 1_000_000);
            qualities.add(Quality.of(topic, ordered(topic, scores.content())));
            BigDecimal paid = scores.tokenUsage() instanceof OpenRouterTokenUsage usage ? usage.cost() : null;
            known &= paid != null;
            cost = paid == null ? cost : cost.add(paid);
            progress.cost(cost);
            progress.done(qualities.size());
        }
        millis.sort(Comparator.naturalOrder());
        return new Evaluated(
                name,
                qualities,
                known ? cost.divide(BigDecimal.valueOf(topics.size()), MathContext.DECIMAL64) : null,
                millis.get(millis.size() / 2));
    }

    private List<TextSegment> segments(Topic topic) {
        return topic.candidates().stream()
                .map(id -> TextSegment.from(collection.passages().get(id)))
                .toList();
    }

    private static List<String> ordered(Topic topic, List<Double> scores) {
        return IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -scores.get(i)))
                .map(topic.candidates()::get)
                .toList();
    }
}
