package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.scoring.response.ScoringResponseMetadata;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an asynchronous reranking: model, usage with the cost, and the whole report. Immutable.
 *
 * @see OpenRouterScoringModel#doScoreAsync
 * @see OpenRouterLlmScoringModel#doScoreAsync
 * @see <a href="https://openrouter.ai/docs/api/api-reference/rerank/create-rerank">Rerank</a>
 */
public final class OpenRouterScoringResponseMetadata extends ScoringResponseMetadata {

    private final OpenRouterRerankReport report;

    OpenRouterScoringResponseMetadata(OpenRouterRerankReport report, Builder<?> common) {
        super(common);
        this.report = report;
    }

    /**
     * Tokens and cost of all calls, those of a fallback included; null if OpenRouter reported none. Use this rather
     * than the usage of the {@link #report()}, which a fallback does not count in.
     */
    @Override
    public @Nullable OpenRouterTokenUsage tokenUsage() {
        return OpenRouterTokenUsage.from(super.tokenUsage());
    }

    /** What {@code Response.metadata()} of the plain call holds, typed. */
    public OpenRouterRerankReport report() {
        return report;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpenRouterScoringResponseMetadata that
                && super.equals(that)
                && report.equals(that.report);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), report);
    }

    @Override
    public String toString() {
        return "OpenRouterScoringResponseMetadata{modelName=" + modelName() + ", tokenUsage=" + tokenUsage()
                + ", report=" + report + "}";
    }
}
