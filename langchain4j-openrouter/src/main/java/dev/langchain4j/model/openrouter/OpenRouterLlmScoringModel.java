package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.internal.rerank.CallGate;
import dev.langchain4j.model.openrouter.internal.rerank.JudgeException;
import dev.langchain4j.model.openrouter.internal.rerank.RerankCache;
import dev.langchain4j.model.openrouter.internal.rerank.RerankEngine;
import dev.langchain4j.model.openrouter.internal.rerank.Reranking;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgeKind;
import dev.langchain4j.model.openrouter.internal.rerank.prompt.RerankOptions;
import dev.langchain4j.model.openrouter.spi.OpenRouterLlmScoringModelBuilderFactory;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ScoringModel} that lets a chat model grade the segments, and put the best of them in order.
 *
 * <pre>{@code
 * ScoringModel model = OpenRouterLlmScoringModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("openai/gpt-4o-mini")
 *         .build();
 * }</pre>
 *
 * <p>Returns one score for each segment, in the order of the segments, all different and in (0, 1]. A score is the grade
 * that the passage got, 0 to 10, as a tenth, made to fall along the final order: {@code minScore(0.7)} keeps what was
 * graded 7 or better, for every query. What was not graded scores below all that was.
 *
 * <p>Passages are data from strangers, and some speak to the model. Their structure cannot break out of the prompt, and a
 * reply can only move the passages of its own call; whether a model is talked into a grade is another matter, see
 * {@link SuspiciousPassages} and {@link Strategy#POINTWISE}.
 *
 * <p>The usage is an {@link OpenRouterTokenUsage}; for the metadata see {@link OpenRouterRerankReport}. Calls run on
 * LangChain4j's default executor while the caller waits; an interrupt of the caller ends them. Thread-safe.
 *
 * @see OpenRouterScoringModel
 */
public class OpenRouterLlmScoringModel implements ScoringModel {

    /** How calls are spent. */
    public enum Strategy {
        /** Batches of grades and, where there was more than one batch, one ordering of the best. 100 passages: 6 calls. */
        AUTO(JudgeKind.GRADED, 1),
        /** Batches of grades and several orderings of the best, each in another order of presentation. 100 passages: 8 calls. */
        QUALITY(JudgeKind.GRADED, 3),
        /** Batches of grades. 100 passages: 5 calls. */
        GRADED(JudgeKind.GRADED, 0),
        /** One call a passage: nothing that a passage says can touch the score of another. */
        POINTWISE(JudgeKind.POINTWISE, 0),
        /**
         * Windows that slide over the list, one call after the other, for comparison with the literature. Its scores are
         * places in an order: {@code minScore} means nothing.
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

    /** What happens to a passage that seems to speak to the model instead of about its subject. All are reported. */
    public enum SuspiciousPassages {
        /** Sent as it is, apart from what could be taken for structure. */
        KEEP(false, false, false),
        /** Sent with the offending words replaced by {@code [removed]}. */
        NEUTRALIZE(true, false, false),
        /** As NEUTRALIZE, in a call of its own. */
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

    /** @throws IllegalArgumentException for a bad value, naming the setter */
    public OpenRouterLlmScoringModel(Builder builder) {
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
     * One score for each segment, same order; for no segments no call is made.
     *
     * @throws IllegalArgumentException if the query is blank
     * @throws OpenRouterRerankException if the answers are no ranking
     * @throws dev.langchain4j.exception.LangChain4jException for every other failure; see {@link OpenRouterException}
     */
    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
        ensureNotBlank(query, "query");
        if (segments.isEmpty()) {
            return Response.from(List.of());
        }
        var tally = new RerankReportBuilder(strategy.name(), segments.size());
        var engine = new RerankEngine(prompt -> judge.judge(prompt, tally), gate, options, cache);
        Reranking reranking =
                await(engine.rerank(query, segments.stream().map(passageMapper).toList()));
        tally.engine(reranking.report());
        return reranking.isUsable()
                ? outcomes.ranked(reranking.scores(), tally)
                : outcomes.failed(failure(reranking, tally.report()), tally, segments, query);
    }

    /** {@link #refine(ScoringModel, int)} of the 20 best. */
    public ScoringModel refine(ScoringModel first) {
        return refine(first, 20);
    }

    /**
     * A model that asks {@code first} about all segments and this one about the best of them: a cross-encoder's price for
     * most of the work and a chat model's judgement where it counts. The best get this model's scores; the others keep
     * the order of {@code first}, below them and below 0.001.
     *
     * @param top how many this model is asked about, at least 1
     */
    public ScoringModel refine(ScoringModel first, int top) {
        return new RerankRefiningModel(first, this, top);
    }

    private static Reranking await(CompletableFuture<Reranking> future) {
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

    /** Where no call was answered, the failure is the call's own; what the answers lack is something else. */
    private static RuntimeException failure(Reranking reranking, OpenRouterRerankReport report) {
        Throwable first = reranking.failure() instanceof JudgeException failed && failed.getCause() != null
                ? failed.getCause()
                : reranking.failure();
        if (first instanceof LangChain4jException ofCalls && reranking.report().failedCalls() == report.calls()) {
            return ofCalls;
        }
        String what = reranking.problem() == Reranking.Problem.ALL_IDENTICAL
                ? " gave all passages the same grade, as one does that has not read them"
                : " left " + report.unscored().size() + " of " + report.documents() + " passages without a verdict";
        return new OpenRouterRerankException(
                (report.model() == null ? "The model" : "Model '" + report.model() + "'") + what + " (" + report.calls()
                        + " calls). Try another model, or go on" + " without a ranking with onFailure",
                first,
                report);
    }

    /** Builds an {@link OpenRouterLlmScoringModel}. */
    public static class Builder extends RerankLlmBuilder<Builder> {

        /** Nothing set. */
        public Builder() {}

        /** @throws IllegalArgumentException for a bad value, naming the setter */
        public OpenRouterLlmScoringModel build() {
            return new OpenRouterLlmScoringModel(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
