package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Usage and result of a ranking, for metadata and listeners. Indexes are positions in the caller's list, ascending.
 *
 * @param calls calls made, failed ones included, cached ones not
 * @param rounds longest chain of calls that had to wait for each other
 * @param retries listwise calls repeated because the reply was incomplete
 * @param reasks graded calls repeated for the passages that a reply left out
 * @param repaired replies with every verdict, but not in the requested form
 * @param partial replies with only some verdicts
 * @param weighed grades that are means weighted by probability
 * @param failedCalls calls that ended with an exception, refusals included
 * @param unscored passages without a verdict: left out by the judge or beyond the limit of calls
 * @param suspicious passages that address the judge
 * @param refused passages that a content guardrail refused
 * @param agreement of the listwise verdicts on the best, from -1 to 1: see {@link Agreement#tau}; null for less than
 *     two
 * @param swinging passages whose position differs strongly between these verdicts
 * @param usage sum over all calls, billed failures included
 * @param model the model that answered first
 * @param generationIds of all calls that reported one, in order of arrival
 * @param calibrated whether scores mean grades and so can be compared with a threshold
 * @param cacheHits calls saved by the cache
 */
public record RerankReport(
        int calls,
        int rounds,
        int retries,
        int reasks,
        int repaired,
        int partial,
        int weighed,
        int failedCalls,
        List<Integer> unscored,
        List<Integer> suspicious,
        List<Integer> refused,
        @Nullable Double agreement,
        List<Integer> swinging,
        JudgeUsage usage,
        @Nullable String model,
        List<String> generationIds,
        boolean calibrated,
        int cacheHits) {

    /** That of a ranking without a judge. */
    public static final RerankReport NONE = new RerankReport(
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of(),
            JudgeUsage.NONE,
            null,
            List.of(),
            true,
            0);

    public RerankReport {
        unscored = List.copyOf(unscored);
        suspicious = List.copyOf(suspicious);
        refused = List.copyOf(refused);
        swinging = List.copyOf(swinging);
        generationIds = List.copyOf(generationIds);
    }
}
