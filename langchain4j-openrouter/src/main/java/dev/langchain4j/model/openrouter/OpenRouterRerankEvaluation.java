package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.internal.evaluation.Evaluated;
import dev.langchain4j.model.openrouter.internal.evaluation.EvaluationPage;
import dev.langchain4j.model.openrouter.internal.evaluation.LabelledCollection;
import dev.langchain4j.model.openrouter.internal.evaluation.LabelledCollection.Topic;
import dev.langchain4j.model.openrouter.internal.evaluation.Quality;
import dev.langchain4j.model.openrouter.internal.report.Folders;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares rerankers on your own labelled queries: nDCG@10, MRR@10 and recall@10 as {@code trec_eval} defines them,
 * with intervals of 95 % by the bootstrap over queries, the cost that OpenRouter reported, and the time. Any
 * {@link ScoringModel} can take part. Not thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/rerank/submit-a-rerank-request">Rerank</a>
 */
public final class OpenRouterRerankEvaluation {

    private static final String FALLBACK = "openrouter.rerank.fallback";

    private final LabelledCollection labels;
    private final List<Evaluated> results = new ArrayList<>();

    private OpenRouterRerankEvaluation(LabelledCollection labels) {
        this.labels = labels;
        List<Quality> found = labels.topics().stream()
                .map(topic -> Quality.of(topic, topic.candidates()))
                .toList();
        results.add(new Evaluated("first stage", found, BigDecimal.ZERO, 0));
    }

    /**
     * Reads labelled queries, and evaluates the order in which the candidates are listed.
     *
     * @param labels a CSV file with the columns {@code query}, {@code passage} and {@code label}, where a label is 0 to
     *     3, or 1 for a click and 0 for none; or a folder in the format of TREC: {@code queries.tsv},
     *     {@code passages.tsv}, {@code qrels.txt} and, if there is a first stage, {@code run.txt}, else BM25 finds the
     *     candidates
     * @param queries how many of the queries to use, the first ones, at least 1
     * @throws UncheckedIOException if a file cannot be read, or is not in UTF-8
     * @throws IllegalArgumentException if there are no labels, or a row is wrong; the message names it
     */
    public static OpenRouterRerankEvaluation read(Path labels, int queries) {
        ensureNotNull(labels, "labels");
        SetterChecks.atLeast("queries", queries, 1);
        try {
            LabelledCollection read = LabelledCollection.read(labels).first(queries);
            if (read.topics().isEmpty()) {
                throw new IllegalArgumentException("There is no labelled query in " + labels);
            }
            return new OpenRouterRerankEvaluation(read);
        } catch (CharacterCodingException e) {
            throw new UncheckedIOException("The labels " + labels + " are not in UTF-8", e);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("There is no file or folder " + e.getFile(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("The labels " + labels + " cannot be read", e);
        }
    }

    /** Number of queries that each reranker gets. */
    public int queries() {
        return labels.topics().size();
    }

    /**
     * Ranks the candidates of every query, one query after the other. The table says how many queries a fallback of the
     * reranker ranked, see {@link OpenRouterRerankFailurePolicy}, and how many had a failed call. Its cost is without
     * failed calls; one that was refused, for example with a 429, costs nothing.
     *
     * @param name what the table calls it
     * @throws IllegalStateException if the reranker does not give a number for each passage
     * @throws RuntimeException whatever the reranker throws; the results of others stay
     */
    public OpenRouterRerankEvaluation add(String name, ScoringModel reranker) {
        return add(name, reranker, done -> {});
    }

    /**
     * Ranks the candidates of every query, one query after the other. The table says how many queries a fallback of the
     * reranker ranked, see {@link OpenRouterRerankFailurePolicy}, and how many had a failed call. Its cost is without
     * failed calls; one that was refused, for example with a 429, costs nothing.
     *
     * @param name what the table calls it
     * @param done called after each query with the number of those that are done, such as
     *     {@link OpenRouterProgress#done}
     * @throws IllegalStateException if the reranker does not give a number for each passage
     * @throws RuntimeException whatever the reranker throws; the results of others stay
     */
    public OpenRouterRerankEvaluation add(String name, ScoringModel reranker, LongConsumer done) {
        ensureNotBlank(name, "name");
        ensureNotNull(reranker, "reranker");
        ensureNotNull(done, "done");
        List<Quality> qualities = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        @Nullable BigDecimal cost = BigDecimal.ZERO;
        int fallbacks = 0;
        int incomplete = 0;
        for (Topic topic : labels.topics()) {
            long start = System.nanoTime();
            Response<List<Double>> scores = scores(reranker, topic);
            millis.add((System.nanoTime() - start) / 1_000_000);
            if (scores == null) {
                throw new IllegalStateException(name + " returned null");
            }
            qualities.add(Quality.of(topic, ordered(name, topic, scores.content())));
            BigDecimal paid = paid(scores);
            cost = cost == null || paid == null ? null : cost.add(paid);
            fallbacks += Boolean.TRUE.equals(scores.metadata().get(FALLBACK)) ? 1 : 0;
            incomplete += hasFailedCall(scores.metadata()) ? 1 : 0;
            done.accept(qualities.size());
        }
        millis.sort(Comparator.naturalOrder());
        results.add(new Evaluated(
                name
                        + note(fallbacks, "by a fallback")
                        + note(cost == null ? 0 : incomplete, "without the cost of a failed call"),
                qualities,
                cost == null ? null : cost.divide(BigDecimal.valueOf(queries()), MathContext.DECIMAL64),
                millis.get(millis.size() / 2)));
        return this;
    }

    private String note(int affected, String how) {
        return affected == 0 ? "" : " (" + affected + " of " + queries() + " " + how + ")";
    }

    /** Every answer has an id. */
    private static boolean hasFailedCall(Map<String, Object> metadata) {
        return metadata.get("openrouter.rerank.calls") instanceof Integer calls
                && metadata.get("openrouter.rerank.generationIds") instanceof List<?> ids
                && ids.size() < calls;
    }

    /** Null if it is unknown. A query that a cache answered without a call cost nothing. */
    private static @Nullable BigDecimal paid(Response<?> scores) {
        if (scores.tokenUsage() instanceof OpenRouterTokenUsage usage) {
            return usage.cost();
        }
        boolean free = scores.tokenUsage() == null
                && Integer.valueOf(0).equals(scores.metadata().get("openrouter.rerank.calls"))
                && Boolean.FALSE.equals(scores.metadata().get(FALLBACK));
        return free ? BigDecimal.ZERO : null;
    }

    private Response<List<Double>> scores(ScoringModel reranker, Topic topic) {
        List<TextSegment> candidates = topic.candidates().stream()
                .map(id -> TextSegment.from(labels.passages().get(id)))
                .toList();
        // A query without candidates costs nothing.
        return candidates.isEmpty()
                ? Response.from(
                        List.of(),
                        OpenRouterTokenUsage.builder().cost(BigDecimal.ZERO).build())
                : reranker.scoreAll(candidates, topic.query());
    }

    private static List<String> ordered(String name, Topic topic, List<Double> scores) {
        if (scores.size() != topic.candidates().size()) {
            throw new IllegalStateException(name + " gave " + scores.size() + " scores for "
                    + topic.candidates().size() + " passages");
        }
        for (int i = 0; i < scores.size(); i++) {
            Double score = scores.get(i);
            if (score == null || score.isNaN()) {
                throw new IllegalStateException(name + " gave no number as score for passage " + i);
            }
        }
        return IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -scores.get(i)))
                .map(topic.candidates()::get)
                .toList();
    }

    /** The results as a table in Markdown, a row for each reranker, in their order. */
    public String table() {
        String head = row(EvaluationPage.COLUMNS) + "|" + "---|".repeat(EvaluationPage.COLUMNS.size()) + "\n";
        return results.stream()
                .map(result -> row(EvaluationPage.cells(result)))
                .collect(Collectors.joining("", head, ""));
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").replaceAll("\\R", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** The results as one HTML page, without script or network: quality against cost as a chart, and the table. */
    public String html() {
        return EvaluationPage.of(results, queries());
    }

    /**
     * Writes the page, and replaces an older one. Makes its folder if that is missing.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void write(Path html) {
        ensureNotNull(html, "html");
        try {
            Folders.makeFor(html);
            Files.writeString(html, html());
        } catch (IOException e) {
            throw new UncheckedIOException("The page cannot be written to " + html, e);
        }
    }
}
