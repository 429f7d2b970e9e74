package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.rerank.RerankReport;
import org.jspecify.annotations.Nullable;

/** What the engine's own report leaves out of the answers for one query. Shared by its calls, hence synchronized. */
final class RerankJudgeTally {

    private @Nullable OpenRouterTokenUsage usage;
    private @Nullable String provider;

    synchronized void answered(ChatResponse response) {
        OpenRouterTokenUsage reported = OpenRouterTokenUsage.from(response.tokenUsage());
        usage = usage == null ? reported : usage.add(reported);
        if (provider == null && response.metadata() instanceof OpenRouterChatResponseMetadata metadata) {
            provider = metadata.provider();
        }
    }

    synchronized OpenRouterRerankReport report(int documents, RerankReport report) {
        return new OpenRouterRerankReport(
                report.strategy().name(),
                documents,
                report.calls(),
                report.rounds(),
                report.retries(),
                report.reasks(),
                report.repaired(),
                report.partial(),
                report.weighed(),
                report.unscored(),
                report.suspicious(),
                report.refused(),
                report.agreement(),
                report.swinging(),
                report.cacheHits(),
                report.calibrated(),
                null,
                usage,
                report.model(),
                provider,
                report.generationIds(),
                false,
                null);
    }
}
