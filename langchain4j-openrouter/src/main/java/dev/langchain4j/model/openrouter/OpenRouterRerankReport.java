package dev.langchain4j.model.openrouter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage and result of one reranking. {@code Response.metadata()} has the same data: each component under its name with
 * the prefix {@code openrouter.rerank.}, {@code usage} as {@code costUsd}, without null values. Indexes are positions
 * in the list of segments, ascending.
 *
 * @param strategy {@code NATIVE} for {@link OpenRouterScoringModel}, else {@link OpenRouterLlmScoringModel.Strategy}
 * @param documents number of documents to rank
 * @param calls calls sent, failed ones included, cached ones not
 * @param rounds the longest chain of calls that had to wait for each other
 * @param retries calls repeated because their answer could not be used; retries of the connection are not counted
 * @param reasks calls repeated for the passages that a reply left out
 * @param repaired replies with every verdict, but not in the requested form
 * @param partial replies with only some of the verdicts
 * @param weighed grades that are means weighted by probability: see
 *     {@link OpenRouterLlmScoringModel.Builder#useLogprobs}
 * @param unscored documents without a verdict, which rank below the others
 * @param suspicious documents that address the model
 * @param refused documents that a content guardrail refused
 * @param agreement how far the orderings of the best agree: the mean of Kendall's tau over each two of them, 1 for
 *     equal ones, 0 for chance, -1 for reversed ones; null if there are less than two. Low values mean that the model
 *     guesses
 * @param swinging documents whose positions in two orderings differ by more than half of the ordered list: the model is
 *     unsure about them, or one of them has manipulated it
 * @param cacheHits calls that a cache saved
 * @param calibrated whether scores of different queries can be compared, as {@code minScore} requires
 * @param searchUnits the billing unit of some rerank models
 * @param usage of all calls of this model together, also of answers that could not be used; null if OpenRouter reported
 *     none. A fallback counts in a report of its own, and in the usage of the result
 * @param model the model that answered
 * @param provider the provider that answered
 * @param generationIds of all answers that have one, for {@code OpenRouter.generation(id)}
 * @param fallback whether the scores come from a fallback: see {@link OpenRouterRerankFailurePolicy}
 * @param failure why there is no ranking; null if there is one
 * @param rawResponses the bodies of the responses of {@code POST /rerank} as received; empty unless
 *     {@link OpenRouterScoringModel.Builder#returnRawResponse} is set
 */
public record OpenRouterRerankReport(
        String strategy,
        int documents,
        int calls,
        int rounds,
        int retries,
        int reasks,
        int repaired,
        int partial,
        int weighed,
        List<Integer> unscored,
        List<Integer> suspicious,
        List<Integer> refused,
        @Nullable Double agreement,
        List<Integer> swinging,
        int cacheHits,
        boolean calibrated,
        @Nullable Integer searchUnits,
        @Nullable OpenRouterTokenUsage usage,
        @Nullable String model,
        @Nullable String provider,
        List<String> generationIds,
        boolean fallback,
        @Nullable RuntimeException failure,
        List<String> rawResponses) {

    private static final String PREFIX = "openrouter.rerank.";

    /** Copies the lists. */
    public OpenRouterRerankReport {
        unscored = List.copyOf(unscored);
        suspicious = List.copyOf(suspicious);
        refused = List.copyOf(refused);
        swinging = List.copyOf(swinging);
        generationIds = List.copyOf(generationIds);
        rawResponses = List.copyOf(rawResponses);
    }

    /** Without the bodies of the responses, which contain the documents. */
    @Override
    public String toString() {
        return "OpenRouterRerankReport" + withoutRaw();
    }

    Map<String, Object> toMetadata() {
        Map<String, Object> metadata = withoutRaw();
        put(metadata, PREFIX + "rawResponses", rawResponses.isEmpty() ? null : rawResponses);
        return metadata;
    }

    private Map<String, Object> withoutRaw() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        put(metadata, PREFIX + "strategy", strategy);
        put(metadata, PREFIX + "documents", documents);
        put(metadata, PREFIX + "calls", calls);
        put(metadata, PREFIX + "rounds", rounds);
        put(metadata, PREFIX + "retries", retries);
        put(metadata, PREFIX + "reasks", reasks);
        put(metadata, PREFIX + "repaired", repaired);
        put(metadata, PREFIX + "partial", partial);
        put(metadata, PREFIX + "weighed", weighed);
        put(metadata, PREFIX + "unscored", unscored);
        put(metadata, PREFIX + "suspicious", suspicious);
        put(metadata, PREFIX + "refused", refused);
        put(metadata, PREFIX + "agreement", agreement);
        put(metadata, PREFIX + "swinging", swinging);
        put(metadata, PREFIX + "cacheHits", cacheHits);
        put(metadata, PREFIX + "calibrated", calibrated);
        put(metadata, PREFIX + "searchUnits", searchUnits);
        put(metadata, PREFIX + "costUsd", usage == null ? null : usage.cost());
        put(metadata, PREFIX + "model", model);
        put(metadata, PREFIX + "provider", provider);
        put(metadata, PREFIX + "generationIds", generationIds);
        put(metadata, PREFIX + "fallback", fallback);
        put(metadata, PREFIX + "failure", failure);
        return metadata;
    }

    private static void put(Map<String, Object> metadata, String name, @Nullable Object value) {
        if (value != null) {
            metadata.put(name, value);
        }
    }
}
