package dev.langchain4j.model.openrouter.benchmarks.rerank;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.decision.response.DecisionResponse;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.OpenRouterRerankReport;
import dev.langchain4j.model.openrouter.internal.evaluation.LabelledCollection;
import dev.langchain4j.model.openrouter.internal.evaluation.LabelledCollection.Topic;
import dev.langchain4j.model.openrouter.internal.evaluation.Quality;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.DecisionScoringModel;
import dev.langchain4j.model.scoring.ScoringModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reranks the candidates of a labelled collection with every strategy, and by a decision model, and prints the quality
 * and the cost of the orders. The judge is simulated: it knows the labels and sees them with noise, so the figures show
 * how well a strategy uses a judge's verdicts, not how good the verdicts of a model are.
 */
public final class RerankByLabels {

    private static final Map<String, Noise> JUDGES = new LinkedHashMap<>();

    static {
        JUDGES.put("ideal", Noise.IDEAL);
        JUDGES.put("typical", Noise.TYPICAL);
        JUDGES.put("noisy", Noise.NOISY);
    }

    private final LabelledCollection collection;
    private final Map<String, Topic> topics = new HashMap<>();
    private final PrintStream out;

    private RerankByLabels(LabelledCollection collection, PrintStream out) {
        this.collection = collection;
        this.out = out;
        collection.topics().forEach(topic -> topics.put(topic.id(), topic));
    }

    /** The folder with the labels, then the strategies; none for all of them. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0 || args[0].isBlank() || args[0].startsWith("${")) {
            throw new IllegalArgumentException("Say where the labels are: -Dlabels=<folder>");
        }
        List<Strategy> strategies = args.length == 1
                ? List.of(Strategy.values())
                : Arrays.stream(args).skip(1).map(Strategy::valueOf).toList();
        run(Path.of(args[0]), strategies, System.out);
    }

    static void run(Path folder, List<Strategy> strategies, PrintStream out) throws IOException {
        boolean cranfield = Files.exists(folder.resolve(CranfieldFolder.LABELS));
        LabelledCollection collection = cranfield ? CranfieldFolder.read(folder) : LabelledCollection.read(folder);
        new RerankByLabels(collection, out).run(strategies);
    }

    private void run(List<Strategy> strategies) {
        out.printf(
                Locale.ROOT,
                "%d queries, %d passages, %d candidates a query%n%n",
                topics.size(),
                collection.passages().size(),
                collection.topics().stream()
                        .mapToInt(topic -> topic.candidates().size())
                        .max()
                        .orElse(0));
        out.println("| judge | strategy | nDCG@10 | MRR@10 | calls | rounds | tokens in | tokens out |");
        out.println("|---|---|---|---|---|---|---|---|");
        bound("first stage", Topic::candidates);
        bound("best possible", RerankByLabels::byLabel);
        JUDGES.forEach((name, noise) -> {
            strategies.forEach(strategy -> measure(name, noise, strategy));
            measureDecisions(name, noise);
        });
    }

    private static List<String> byLabel(Topic topic) {
        return topic.candidates().stream()
                .sorted(Comparator.comparing((String passage) -> -topic.label(passage)))
                .toList();
    }

    private void bound(String name, Function<Topic, List<String>> ranking) {
        List<Quality> reached = collection.topics().stream()
                .map(topic -> Quality.of(topic, ranking.apply(topic)))
                .toList();
        out.printf(
                Locale.ROOT,
                "| | %s | %.4f | %.4f | | | | |%n",
                name,
                mean(reached, Quality::ndcg),
                mean(reached, Quality::mrr));
    }

    private void measure(String judge, Noise noise, Strategy strategy) {
        List<OpenRouterRerankReport> reports = new ArrayList<>();
        OpenRouterLlmScoringModel model = OpenRouterLlmScoringModel.builder()
                .chatModel(new JudgingChatModel(new SimulatedJudge(this::label, noise, 1)))
                .strategy(strategy)
                .nonceSecret("the same prompts in every run")
                .listener(reports::add)
                .build();
        List<Quality> reached = collection.topics().stream()
                .map(topic -> Quality.of(topic, reranked(topic, model)))
                .toList();
        out.printf(
                Locale.ROOT,
                "| %s | `%s` | %.4f | %.4f | %.1f | %.1f | %.0f | %.0f |%n",
                judge,
                strategy,
                mean(reached, Quality::ndcg),
                mean(reached, Quality::mrr),
                mean(reports, OpenRouterRerankReport::calls),
                mean(reports, OpenRouterRerankReport::rounds),
                mean(reports, report -> report.usage().inputTokenCount()),
                mean(reports, report -> report.usage().outputTokenCount()));
    }

    /** LangChain4j's scoring by a decision model: its calls come one after the other, except asynchronously. */
    private void measureDecisions(String judge, Noise noise) {
        List<TokenUsage> usages = new ArrayList<>();
        var decisions = new JudgingDecisionModel(new SimulatedJudge(this::label, noise, 1));
        DecisionModel counting = request -> {
            DecisionResponse response = decisions.doDecide(request);
            usages.add(response.tokenUsage());
            return response;
        };
        var model = new DecisionScoringModel(counting);
        List<Quality> reached = collection.topics().stream()
                .map(topic -> Quality.of(topic, reranked(topic, model)))
                .toList();
        double queries = reached.size();
        out.printf(
                Locale.ROOT,
                "| %s | decision model | %.4f | %.4f | %.1f | %.1f | %.0f | %.0f |%n",
                judge,
                mean(reached, Quality::ndcg),
                mean(reached, Quality::mrr),
                usages.size() / queries,
                usages.size() / queries,
                usages.stream().mapToInt(TokenUsage::inputTokenCount).sum() / queries,
                usages.stream().mapToInt(TokenUsage::outputTokenCount).sum() / queries);
    }

    private List<String> reranked(Topic topic, ScoringModel model) {
        // The judge finds the labels by the ids, so each passage begins with its id.
        List<TextSegment> segments = topic.candidates().stream()
                .map(id -> TextSegment.from(id + " " + collection.passages().get(id)))
                .toList();
        List<Double> scores =
                model.scoreAll(segments, topic.id() + " " + topic.query()).content();
        return IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -scores.get(i)))
                .map(topic.candidates()::get)
                .toList();
    }

    private int label(String query, String passage) {
        return topics.get(firstWord(query)).label(firstWord(passage));
    }

    private static String firstWord(String text) {
        return text.split("\\s", 2)[0];
    }

    private static <T> double mean(List<T> items, Function<T, Number> measure) {
        return items.stream()
                .mapToDouble(item -> measure.apply(item).doubleValue())
                .average()
                .orElse(Double.NaN);
    }
}
