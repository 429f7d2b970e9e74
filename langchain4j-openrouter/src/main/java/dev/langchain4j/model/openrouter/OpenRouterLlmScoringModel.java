package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.rerank.CallGate;
import dev.langchain4j.model.openrouter.internal.rerank.Judge;
import dev.langchain4j.model.openrouter.internal.rerank.JudgeException;
import dev.langchain4j.model.openrouter.internal.rerank.RerankCache;
import dev.langchain4j.model.openrouter.internal.rerank.RerankEngine;
import dev.langchain4j.model.openrouter.internal.rerank.Reranking;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgeKind;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import dev.langchain4j.model.openrouter.spi.OpenRouterLlmScoringModelBuilderFactory;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.request.ScoringRequestParameters;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ScoringModel} that lets a chat model grade the segments and order the best of them.
 *
 * <pre>{@code
 * ScoringModel model = OpenRouterLlmScoringModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("openai/gpt-4o-mini")
 *         .build();
 * }</pre>
 *
 * <p>Returns one score for each segment, in the order of the segments, all distinct and in (0, 1]. A score is a tenth
 * of the passage's grade, 0 to 10, adjusted to fall along the final order: {@code minScore(0.7)} keeps passages graded
 * 7 or better, for every query. Passages without a grade score below all graded ones.
 *
 * <p>Passages are untrusted, and some address the model. They cannot break out of their place in the prompt, and a
 * reply can only move the passages of its own call. A passage may still talk a model into a better grade, see
 * {@link SuspiciousPassages} and {@link Strategy#POINTWISE}.
 *
 * <p>The usage is an {@link OpenRouterTokenUsage}; for the metadata see {@link OpenRouterRerankReport}. Calls need no
 * thread of their own if the chat model can be called asynchronously, as {@link OpenRouterChatModel} can; else they run
 * on LangChain4j's default executor. An interrupt of a waiting caller ends them. Thread-safe.
 *
 * @see OpenRouterScoringModel
 */
public class OpenRouterLlmScoringModel implements ScoringModel {

    /** Which calls a query makes. */
    public enum Strategy {
        /** Batches of grades and, if there was more than one batch, one ordering of the best. 100 passages: 6 calls. */
        AUTO(JudgeKind.GRADED, 1),
        /**
         * Batches of grades and several orderings of the best, each in another order of presentation. 100 passages: 8
         * calls.
         */
        QUALITY(JudgeKind.GRADED, 3),
        /** Batches of grades. 100 passages: 5 calls. */
        GRADED(JudgeKind.GRADED, 0),
        /** One call a passage: no passage can change the score of another. */
        POINTWISE(JudgeKind.POINTWISE, 0),
        /**
         * Windows that slide over the list, one call after the other, for comparison with the literature. Its scores
         * are positions in an order: {@code minScore} has no meaning.
         */
        LISTWISE_SLIDING(JudgeKind.LISTWISE, 0);

        private final JudgeKind kind;
        private final int orderings;

        Strategy(JudgeKind kind, int orderings) {
            this.kind = kind;
            this.orderings = orderings;
        }

        RerankOptions.Builder applyTo(RerankOptions.Builder options) {
            return options.kind(kind).orderings(orderings);
        }
    }

    /** What happens to a passage that addresses the model instead of its subject. All are reported. */
    public enum SuspiciousPassages {
        /** Sent unchanged, except for what could be read as structure. */
        KEEP(false, false, false),
        /** Sent with the offending words replaced by {@code [removed]}. */
        NEUTRALIZE(true, false, false),
        /** As NEUTRALIZE, in a separate call; with {@link Strategy#LISTWISE_SLIDING}, which has none, as EXCLUDE. */
        ISOLATE(true, true, false),
        /** Not sent; scores below every judged passage. */
        EXCLUDE(true, false, true);

        private final boolean neutralized;
        private final boolean isolated;
        private final boolean excluded;

        SuspiciousPassages(boolean neutralized, boolean isolated, boolean excluded) {
            this.neutralized = neutralized;
            this.isolated = isolated;
            this.excluded = excluded;
        }

        RerankOptions.Builder applyTo(RerankOptions.Builder options) {
            return options.neutralize(neutralized).isolate(isolated).exclude(excluded);
        }
    }

    private final RerankChatJudge judge;
    private final CallGate gate;
    private final Strategy strategy;
    private final RerankOptions options;
    private final @Nullable RerankCache cache;
    private final RerankOutcomes outcomes;
    private final Function<TextSegment, String> passageMapper;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterLlmScoringModel(Builder builder) {
        ensureNotNull(builder, "builder");
        ChatModel model = builder.judgingModel();
        RerankJudgeRequest requests = builder.requests();
        this.gate = builder.gate(model);
        this.judge = new RerankChatJudge(model, requests, gate);
        this.strategy = builder.strategy();
        this.options = builder.options(model, requests);
        this.cache = builder.replies();
        this.outcomes = builder.outcomes();
        this.passageMapper = builder.passageMapper();
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterLlmScoringModelBuilderFactory factory :
                loadFactories(OpenRouterLlmScoringModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /**
     * Returns one score for each segment, same order; for no segments it makes no call.
     *
     * @throws IllegalArgumentException if the query is blank or {@link Builder#passageMapper} returns null
     * @throws OpenRouterRerankException if the answers give no ranking
     * @throws dev.langchain4j.exception.LangChain4jException for every other failure; see {@link OpenRouterException}
     */
    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
        RerankScores.check(segments, query);
        if (segments.isEmpty()) {
            return Response.from(List.of());
        }
        var tally = new RerankReportBuilder(strategy.name(), segments.size());
        Reranking reranking = await(() -> rerank(query, segments, tally, CallerContext.capture()));
        tally.engine(reranking.report());
        return (reranking.isUsable()
                        ? outcomes.ranked(reranking.scores(), tally)
                        : outcomes.failed(failure(reranking, tally.report()), tally, segments, query))
                .plain();
    }

    /** @throws IllegalArgumentException without a request */
    @Override
    public CompletableFuture<ScoringResponse> scoreAsync(ScoringRequest request) {
        ensureNotNull(request, "request");
        return ScoringModel.super.scoreAsync(request);
    }

    /**
     * Scores documents that are texts, without a waiting thread. The metadata is an
     * {@link OpenRouterScoringResponseMetadata}. The future completes on a thread of the chat model's transport. Its
     * cancellation cancels every call. Blank documents are not sent and score below all others.
     *
     * @param request may not name another model
     */
    @Override
    public CompletableFuture<ScoringResponse> doScoreAsync(ScoringRequest request) {
        ensureNotNull(request, "request");
        return Cancellation.future(cancellation -> score(request, cancellation));
    }

    private CompletableFuture<ScoringResponse> score(ScoringRequest request, Cancellation cancellation) {
        List<TextSegment> segments = RerankScores.segments(request);
        RerankScores.ensureVisible(request.query());
        if (!Objects.equals(request.modelName(), defaultRequestParameters().modelName())) {
            throw new UnsupportedFeatureException("OpenRouterLlmScoringModel reranks with the model of its builder;"
                    + " build another one for model '" + request.modelName() + "'");
        }
        if (segments.isEmpty()) {
            return RerankScores.none();
        }
        var tally = new RerankReportBuilder(strategy.name(), segments.size());
        UnaryOperator<Runnable> context = CallerContext.capture();
        CompletableFuture<Reranking> ranking = rerank(request.query(), segments, tally, context);
        Runnable unregister = cancellation.onCancel(() -> ranking.cancel(true));
        return CallerContext.after(ranking.whenComplete((reranking, failure) -> unregister.run()), context, () -> {
            Reranking reranking = ranking.join();
            tally.engine(reranking.report());
            CompletableFuture<RerankScores> scores = reranking.isUsable()
                    ? CompletableFuture.completedFuture(outcomes.ranked(reranking.scores(), tally))
                    : outcomes.failedAsync(
                            failure(reranking, tally.report()), tally, segments, request.query(), cancellation);
            return scores.thenApply(RerankScores::async);
        });
    }

    /** @param context of the caller: the gate starts a call on whatever thread ended an earlier one */
    private CompletableFuture<Reranking> rerank(
            String query, List<TextSegment> segments, RerankReportBuilder tally, UnaryOperator<Runnable> context) {
        Judge inContext = prompt -> judge.judge(prompt, tally, context);
        var engine = new RerankEngine(inContext, gate, options, cache);
        return engine.rerank(
                query,
                IntStream.range(0, segments.size())
                        .mapToObj(i -> passage(segments, i))
                        .toList());
    }

    private String passage(List<TextSegment> segments, int i) {
        String passage = passageMapper.apply(segments.get(i));
        if (passage == null) {
            throw new IllegalArgumentException("passageMapper returned null for segment " + i);
        }
        return passage;
    }

    /** The chat model's; null if it has none of its own. */
    @Override
    public ScoringRequestParameters defaultRequestParameters() {
        return judge.parameters();
    }

    /** {@link #refine(ScoringModel, int)} with the 20 best. */
    public ScoringModel refine(ScoringModel first) {
        return refine(first, 20);
    }

    /**
     * Returns a model that scores all segments with {@code first} and the best of them with this one: the low cost of a
     * cross-encoder for most segments, a chat model's judgement for the best. The best get this model's scores; the
     * others keep the order of {@code first}, below them and below 0.001. If this model fails, the exception has only
     * its own usage; the listeners of {@code first} have heard of the rest.
     *
     * @param top number of segments that this model scores, at least 1
     */
    public ScoringModel refine(ScoringModel first, int top) {
        return new RerankRefiningModel(first, this, top);
    }

    /** An interrupted thread starts nothing, because it would not wait for the end. */
    private static Reranking await(Supplier<CompletableFuture<Reranking>> start) {
        CompletableFuture<Reranking> future =
                Thread.currentThread().isInterrupted() ? new CompletableFuture<>() : start.get();
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while waiting for the chat model's verdicts", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new LangChain4jException(e.getCause());
        }
    }

    /** The first call's own failure if every call failed, else an {@link OpenRouterRerankException}. */
    private static RuntimeException failure(Reranking reranking, OpenRouterRerankReport report) {
        Throwable first = reranking.failure() instanceof JudgeException failed && failed.getCause() != null
                ? failed.getCause()
                : reranking.failure();
        if (first instanceof LangChain4jException ofCalls && reranking.report().failedCalls() == report.calls()) {
            return ofCalls;
        }
        boolean identical = reranking.problem() == Reranking.Problem.ALL_IDENTICAL;
        String what = identical
                ? " gave all passages the same grade, as if it had not read them"
                : " left " + report.unscored().size() + " of " + report.documents() + " passages without a verdict";
        String how = identical || reranking.misfit() == null ? "" : "It " + reranking.misfit() + ". ";
        String why = first == null
                ? "Try another model, or continue without a ranking with onFailure"
                : "A call failed: " + Objects.requireNonNullElse(first.getMessage(), first.toString());
        return new OpenRouterRerankException(
                (report.model() == null ? "The model" : "Model '" + report.model() + "'") + what + " (" + report.calls()
                        + (report.calls() == 1 ? " call). " : " calls). ") + how + why,
                first,
                report);
    }

    /** Builds an {@link OpenRouterLlmScoringModel}. */
    public static class Builder extends RerankLlmBuilder<Builder> {

        /** Nothing set. */
        public Builder() {}

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterLlmScoringModel build() {
            return new OpenRouterLlmScoringModel(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
