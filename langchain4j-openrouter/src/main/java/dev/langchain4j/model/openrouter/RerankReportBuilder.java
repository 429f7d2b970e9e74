package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up what the requests for one query took. Shared by the threads that send them, hence synchronized. */
final class RerankReportBuilder {

    private final int documents;
    private int calls;
    private int retries;
    private @Nullable OpenRouterTokenUsage usage;
    private @Nullable Integer searchUnits;
    private @Nullable String model;
    private @Nullable String provider;
    private final List<String> generationIds = new ArrayList<>();

    RerankReportBuilder(int documents) {
        this.documents = documents;
    }

    synchronized void called() {
        calls++;
    }

    synchronized void retried() {
        retries++;
    }

    synchronized void answered(RerankAnswer answer) {
        OpenRouterTokenUsage reported = ChatResponseMapper.toTokenUsage(answer.usage());
        usage = usage == null ? reported : usage.add(reported);
        Integer units = answer.usage() == null ? null : answer.usage().searchUnits();
        if (units != null) {
            searchUnits = searchUnits == null ? units : searchUnits + units;
        }
        model = model == null ? answer.model() : model;
        provider = provider == null ? answer.provider() : provider;
        if (answer.id() != null) {
            generationIds.add(answer.id());
        }
    }

    synchronized OpenRouterRerankReport report() {
        return new OpenRouterRerankReport(
                "NATIVE",
                documents,
                calls,
                retries == 0 ? Math.min(calls, 1) : 2,
                retries,
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                0,
                true,
                searchUnits,
                usage,
                model,
                provider,
                generationIds,
                false,
                null);
    }
}
