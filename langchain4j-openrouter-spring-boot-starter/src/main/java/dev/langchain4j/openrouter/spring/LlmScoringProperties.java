package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * A chat model that reranks.
 *
 * @param modelName Id or alias of a chat model.
 * @param provider Providers that may serve it.
 * @param reasoning How much it thinks.
 * @param metadataKeys Metadata that the model reads above the text of a segment, in this order.
 * @param onFailure What to do if ranking fails.
 * @param strategy How it grades and orders the passages.
 * @param criteria Further criteria for relevance, in words.
 * @param batchSize Maximum passages in a call.
 * @param refineTop Number of best passages that further calls order.
 * @param refinePermutations Number of orderings of the best.
 * @param gradeMax The highest grade; the lowest is 0.
 * @param useLogprobs Whether a grade is the mean weighted by the log probabilities of the model.
 * @param maxInputTokensPerCall Maximum tokens of a prompt, estimated.
 * @param maxPassageChars Maximum characters of a passage; longer ones are cut.
 * @param maxQueryChars Maximum characters of a query; longer ones are cut.
 * @param temperature From 0 to 2.
 * @param seed Sent with every call.
 * @param maxConcurrency Maximum parallel calls.
 * @param requestsPerMinute Maximum calls in a minute.
 * @param maxCallsPerQuery Maximum calls for a query.
 * @param maxReasks How often the missing verdicts of an incomplete reply are asked for again.
 * @param suspiciousPassages What happens to passages that address the model.
 * @param nonceSecret Makes the markers around passages unguessable and the same in every process.
 */
public record LlmScoringProperties(
        @Nullable String modelName,
        @NestedConfigurationProperty @Nullable ProviderProperties provider,
        @NestedConfigurationProperty @Nullable ReasoningProperties reasoning,
        @Nullable List<String> metadataKeys,
        @Nullable OnFailure onFailure,
        OpenRouterLlmScoringModel.@Nullable Strategy strategy,
        @Nullable String criteria,
        @Nullable Integer batchSize,
        @Nullable Integer refineTop,
        @Nullable Integer refinePermutations,
        @Nullable Integer gradeMax,
        @Nullable Boolean useLogprobs,
        @Nullable Integer maxInputTokensPerCall,
        @Nullable Integer maxPassageChars,
        @Nullable Integer maxQueryChars,
        @Nullable Double temperature,
        @Nullable Integer seed,
        @Nullable Integer maxConcurrency,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer maxCallsPerQuery,
        @Nullable Integer maxReasks,
        OpenRouterLlmScoringModel.@Nullable SuspiciousPassages suspiciousPassages,
        @Nullable String nonceSecret) {

    /** Does not show the secret. */
    @Override
    public String toString() {
        return "LlmScoringProperties[modelName=" + modelName + "]";
    }
}
