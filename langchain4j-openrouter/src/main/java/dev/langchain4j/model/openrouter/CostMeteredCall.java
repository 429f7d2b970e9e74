package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterBudget.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.ChatAnswer;
import dev.langchain4j.model.openrouter.internal.api.chat.AnswerMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import dev.langchain4j.model.openrouter.internal.api.chat.ToolCall;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call to OpenRouter, from the moment its cost is set aside until it is known: settled with the budget, told to the
 * ledgers. The first end counts.
 */
final class CostMeteredCall {

    /** For models without budget and ledger. */
    static final CostMeteredCall UNCOUNTED = new CostMeteredCall();

    private static final long NOT_YET = Long.MIN_VALUE;

    private final @Nullable CostMeter spending;
    private final @Nullable CostAttribution purpose;
    private final @Nullable CostEstimate worstCase;
    private final Reservation reservation;
    private final @Nullable CallTrace trace;
    private final AtomicBoolean ended = new AtomicBoolean();

    // Written by the thread that carries the call out, before its end.
    private volatile long start = NOT_YET;
    private long firstToken = NOT_YET;

    private CostMeteredCall() {
        this.spending = null;
        this.purpose = null;
        this.worstCase = null;
        this.reservation = Reservation.NONE;
        this.trace = null;
    }

    /** @param worstCase null without a budget */
    CostMeteredCall(
            CostMeter spending, CostAttribution purpose, @Nullable CostEstimate worstCase, Reservation reservation) {
        this.spending = spending;
        this.purpose = purpose;
        this.worstCase = worstCase;
        this.reservation = reservation;
        this.trace = new CallTrace();
    }

    /** It goes out now. */
    CostMeteredCall start() {
        if (spending != null) {
            start = spending.time().nanos();
        }
        return this;
    }

    /** For the transport to tell what it does; null if nobody asks. */
    @Nullable
    CallTrace trace() {
        return trace;
    }

    boolean awaitsFirstToken() {
        return spending != null && firstToken == NOT_YET;
    }

    void firstToken() {
        firstToken = spending.time().nanos();
    }

    void answered(ChatAnswer answer) {
        if (spending == null) {
            return;
        }
        ChatCompletion completion = answer.completion();
        String headId = answer.head().generationId();
        answered(
                completion.usage(),
                completion.model(),
                completion.provider(),
                headId == null ? completion.id() : headId,
                answer.head().cacheStatus());
    }

    void answered(EmbeddingsAnswer answer) {
        answered(answer.usage(), answer.model(), answer.provider(), answer.id(), null);
    }

    void answered(RerankAnswer answer) {
        answered(answer.usage(), answer.model(), answer.provider(), answer.id(), null);
    }

    private void answered(
            @Nullable Usage usage,
            @Nullable String model,
            @Nullable String provider,
            @Nullable String generationId,
            @Nullable String cacheStatus) {
        BigDecimal cost = usage == null ? null : usage.cost();
        end(
                cost == null ? reservation.amount() : cost,
                () -> new Ending(Outcome.ANSWERED, null, usage, model, provider, generationId, cacheStatus));
    }

    /** The call has failed, but may have been charged all the same. */
    void failed(Throwable failure) {
        ApiException api = failure instanceof ApiException found ? found : null;
        ChatCompletion partial = api == null ? null : api.partial();
        Usage usage = api == null ? null : api.usage();
        String provider = api == null ? null : api.error().provider();
        end(
                charged(usage, partial),
                () -> new Ending(
                        Outcome.FAILED,
                        name(failure),
                        usage,
                        partial == null ? null : partial.model(),
                        provider == null && partial != null ? partial.provider() : provider,
                        api == null ? null : api.generationId(),
                        null));
    }

    /** The user has cancelled the stream: OpenRouter does not say what it has cost until then. */
    void cancelled(ChatCompletion partial, @Nullable String generationId) {
        end(
                charged(partial.usage(), partial),
                () -> new Ending(
                        Outcome.CANCELLED,
                        null,
                        partial.usage(),
                        partial.model(),
                        partial.provider(),
                        generationId,
                        null));
    }

    /** The call was not sent, and will not be. */
    void notSent() {
        if (start == NOT_YET) {
            end(BigDecimal.ZERO, null);
        }
    }

    /**
     * What to count for an answer without an end: what was reported, else what had arrived of it, for an upstream bills
     * that. An answer of which nothing arrived costs nothing.
     */
    private BigDecimal charged(@Nullable Usage usage, @Nullable ChatCompletion partial) {
        if (usage != null && usage.cost() != null) {
            return usage.cost();
        }
        long bytes = partial == null ? 0 : bytes(partial);
        return bytes == 0 || worstCase == null ? BigDecimal.ZERO : worstCase.cost(spending.tokens(bytes));
    }

    private static long bytes(ChatCompletion partial) {
        AnswerMessage message =
                partial.choice() == null ? null : partial.choice().message();
        if (message == null) {
            return 0;
        }
        long bytes = bytes(message.content()) + bytes(message.reasoning());
        for (ToolCall call : message.toolCalls()) {
            bytes += bytes(call.name()) + bytes(call.arguments());
        }
        return bytes;
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : PromptSize.bytes(text);
    }

    private static String name(Throwable failure) {
        Throwable thrown = failure instanceof RuntimeException exception
                ? ExceptionMapper.toLangChain4j(exception, false)
                : failure;
        return thrown.getClass().getSimpleName();
    }

    /** @param ending null if there is nothing to tell */
    private void end(BigDecimal cost, @Nullable Supplier<Ending> ending) {
        if (spending == null || !ended.compareAndSet(false, true)) {
            return;
        }
        OpenRouterTokenUsage wasted = wasted();
        reservation.end(wasted == null || wasted.cost() == null ? cost : cost.add(wasted.cost()));
        boolean sent = trace.attempts() > 0;
        if (ending != null && sent && spending.isRecorded()) {
            spending.record(record(ending.get(), wasted));
        }
    }

    /** What answers have used that were of no use, so that the call was sent again; null if there were none. */
    private @Nullable OpenRouterTokenUsage wasted() {
        OpenRouterTokenUsage wasted = null;
        for (CallFailedException failure : trace.failures()) {
            Usage usage = failure instanceof ApiException api ? api.usage() : null;
            OpenRouterTokenUsage more = ChatResponseMapper.toTokenUsage(usage);
            wasted = wasted == null ? more : wasted.add(more);
        }
        return wasted;
    }

    private OpenRouterCostRecord record(Ending ending, @Nullable OpenRouterTokenUsage wasted) {
        OpenRouterTokenUsage usage = ChatResponseMapper.toTokenUsage(ending.usage());
        return new OpenRouterCostRecord(
                spending.time().now(),
                purpose.operation(),
                Duration.ofNanos(spending.time().nanos() - start),
                firstToken == NOT_YET ? null : Duration.ofNanos(firstToken - start),
                trace.attempts(),
                ending.generationId(),
                purpose.modelRequested(),
                ending.model(),
                ending.provider(),
                usage == null ? wasted : usage.add(wasted),
                null,
                ending.cacheStatus(),
                purpose.sessionId(),
                purpose.tags(),
                ending.outcome(),
                ending.error());
    }

    /** What is known of the call now. */
    private record Ending(
            Outcome outcome,
            @Nullable String error,
            @Nullable Usage usage,
            @Nullable String model,
            @Nullable String provider,
            @Nullable String generationId,
            @Nullable String cacheStatus) {}
}
