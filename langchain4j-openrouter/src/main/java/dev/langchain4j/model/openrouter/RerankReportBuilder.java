package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankMisfitException;
import dev.langchain4j.model.openrouter.internal.rerank.RerankReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the requests for one query and writes the report. Shared by the threads that send them, so it is
 * synchronized.
 */
final class RerankReportBuilder {

    private final String strategy;
    private final int documents;
    private final boolean keepRaw;
    private int calls;
    private int retries;
    private @Nullable OpenRouterTokenUsage usage;
    private @Nullable Integer searchUnits;
    private @Nullable String model;
    private @Nullable String provider;
    private final Set<String> generationIds = new LinkedHashSet<>();
    private final List<ApiException> failures = new ArrayList<>();
    private final List<String> rawResponses = new ArrayList<>();
    private RerankReport ofEngine = RerankReport.NONE;
    private @Nullable RuntimeException failure;
    private boolean fallback;

    RerankReportBuilder(String strategy, int documents) {
        this(strategy, documents, false);
    }

    /** @param keepRaw whether the report keeps the bodies of the answers */
    RerankReportBuilder(String strategy, int documents, boolean keepRaw) {
        this.strategy = strategy;
        this.documents = documents;
        this.keepRaw = keepRaw;
    }

    boolean keepsRaw() {
        return keepRaw;
    }

    synchronized void called() {
        calls++;
    }

    synchronized void retried() {
        retries++;
    }

    /** Adds an answer of the rerank endpoint. */
    synchronized void answered(RerankAnswer answer) {
        used(OpenRouterTokenUsage.reported(answer.usage()), answer.provider(), answer.id());
        Integer units = answer.usage() == null ? null : answer.usage().searchUnits();
        if (units != null) {
            searchUnits = searchUnits == null ? units : searchUnits + units;
        }
        model = model == null ? answer.model() : model;
        if (answer.raw() != null) {
            rawResponses.add(answer.raw().get());
        }
    }

    /** A request to the rerank endpoint failed. Several can, in parallel, but only the first is thrown. */
    synchronized void requestFailed(RuntimeException failure) {
        if (failure instanceof ApiException api) {
            failures.add(api);
        }
    }

    /** Adds the data of a chat model's answer that the engine's report leaves out. */
    synchronized void answered(ChatResponse response) {
        used(
                OpenRouterTokenUsage.from(response.tokenUsage()),
                response.metadata() instanceof OpenRouterChatResponseMetadata metadata ? metadata.provider() : null,
                null);
    }

    /** Adds the data of a failed call. A prompt can have several; the engine hears of one. */
    synchronized void callFailed(OpenRouterException failure) {
        ChatResponse partial = failure.partialResponse();
        if (partial != null) {
            answered(partial);
        }
        if (failure.generationId() != null) {
            generationIds.add(failure.generationId());
        }
    }

    /**
     * The failure of the rerank endpoint as LangChain4j's, with the usage of all requests. Adds that of the failed
     * ones, so it is called once.
     */
    synchronized RuntimeException toLangChain4j(RuntimeException failure) {
        failures.stream().filter(other -> other != failure).forEach(this::used);
        RuntimeException told = failure instanceof RerankMisfitException misfit
                ? toLangChain4j(misfit)
                : ExceptionMapper.toLangChain4j(failure, usage);
        failures.stream().filter(thrown -> thrown == failure).forEach(this::used); // last: told has its usage already
        return told;
    }

    private InternalServerException toLangChain4j(RerankMisfitException misfit) {
        String message = misfit.getMessage();
        var error = ApiError.unexplained(message);
        return new InternalServerException(
                message, new OpenRouterException(message, error, misfit.generationId(), null, null, usage));
    }

    private void used(ApiException failure) {
        used(OpenRouterTokenUsage.reported(failure.usage()), failure.error().provider(), failure.generationId());
    }

    private void used(@Nullable OpenRouterTokenUsage reported, @Nullable String by, @Nullable String generationId) {
        usage = OpenRouterTokenUsage.sum(usage, reported);
        provider = provider == null ? by : provider;
        if (generationId != null) {
            generationIds.add(generationId);
        }
    }

    /** Adds the engine's own report: its calls replace those counted here. */
    synchronized void engine(RerankReport report) {
        ofEngine = report;
        calls = report.calls();
        retries = report.retries();
        model = report.model();
        generationIds.addAll(report.generationIds());
    }

    /** @param fallback whether other scores replace the missing ones */
    synchronized RerankReportBuilder failed(RuntimeException failure, boolean fallback) {
        this.failure = failure;
        this.fallback = fallback;
        return this;
    }

    synchronized OpenRouterRerankReport report() {
        return new OpenRouterRerankReport(
                strategy,
                documents,
                calls,
                rounds(),
                retries,
                ofEngine.reasks(),
                ofEngine.repaired(),
                ofEngine.partial(),
                ofEngine.weighed(),
                ofEngine.unscored(),
                ofEngine.suspicious(),
                ofEngine.refused(),
                ofEngine.agreement(),
                ofEngine.swinging(),
                ofEngine.cacheHits(),
                ofEngine.calibrated() && !fallback,
                searchUnits,
                usage,
                model,
                provider,
                List.copyOf(generationIds),
                fallback,
                failure,
                rawResponses);
    }

    /** Without an engine all requests are parallel, and so are the repeated ones. */
    private int rounds() {
        if (ofEngine != RerankReport.NONE) {
            return ofEngine.rounds();
        }
        return retries == 0 ? Math.min(calls, 1) : 2;
    }
}
