package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import dev.langchain4j.model.openrouter.spi.OpenRouterScoringModelBuilderFactory;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.request.ScoringRequestParameters;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ScoringModel} that calls OpenRouter's {@code POST /rerank}: a cross-encoder such as
 * {@code cohere/rerank-v3.5}.
 *
 * <pre>{@code
 * ScoringModel model = OpenRouterScoringModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("cohere/rerank-v3.5")
 *         .build();
 * }</pre>
 *
 * <p>Returns one score for each segment, in the order of the segments, all finite and distinct: of equal scores the
 * earlier segment gets the next larger double. Scores are the model's own and only roughly comparable between queries,
 * so {@code maxResults} is a safer limit than {@code minScore}. Segments with the same content are sent once; segments
 * without visible content are not sent and score below all others.
 *
 * <p>The usage is an {@link OpenRouterTokenUsage}; for the metadata see {@link OpenRouterRerankReport}. Failures throw
 * the LangChain4j exception for their kind, unless {@link Builder#onFailure} is set. A single request runs on the
 * caller's thread, several on threads that end with them; an interrupt ends them all. {@code scoreAsync} needs no
 * thread of the caller. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/rerank/create-rerank">Rerank</a>
 * @see OpenRouterLlmScoringModel
 */
public class OpenRouterScoringModel implements ScoringModel {

    private static final int DEFAULT_MAX_DOCUMENTS_PER_REQUEST = 100;
    private static final int DEFAULT_MAX_CONCURRENCY = 4;

    private final RerankCalls calls;
    private final OpenRouterModelAliases aliases;
    private final CatalogSuggestions suggestions;
    private final RerankOutcomes outcomes;
    private final Function<TextSegment, OpenRouterRerankDocument> documentMapper;
    private final @Nullable Integer maxDocumentChars;
    private final DoubleUnaryOperator scoreTransform;
    private final boolean returnRawResponse;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterScoringModel(Builder builder) {
        ensureNotNull(builder, "builder");
        String modelName = SetterChecks.modelName(builder.modelName, "cohere/rerank-v3.5", "rerank");
        SetterChecks.atLeast("maxDocumentsPerRequest", builder.maxDocumentsPerRequest, 1);
        SetterChecks.atLeast("maxConcurrency", builder.maxConcurrency, 1);
        SetterChecks.atLeast("maxDocumentChars", builder.maxDocumentChars, 1);
        ConnectionSettings connection = builder.connectionSettings();
        OpenRouterApi api = connection.connect();
        OpenRouterProviderPreferences provider = connection.dataPolicy().applyTo(builder.provider);
        this.aliases = connection.aliases();
        this.calls = new RerankCalls(
                api,
                connection.costMeter(api, List.of()),
                modelName,
                aliases.resolve(modelName, api::modelIdsIfReachable),
                provider == null ? null : provider.toMap(),
                builder.customParameters,
                builder.maxDocumentsPerRequest == null
                        ? DEFAULT_MAX_DOCUMENTS_PER_REQUEST
                        : builder.maxDocumentsPerRequest,
                builder.maxConcurrency == null ? DEFAULT_MAX_CONCURRENCY : builder.maxConcurrency);
        this.suggestions = connection.suggestions(api);
        this.outcomes = builder.outcomes();
        Function<TextSegment, String> text = builder.segmentText(builder.documentMapper, "documentMapper");
        this.documentMapper = builder.documentMapper == null
                ? segment -> OpenRouterRerankDocument.text(text.apply(segment))
                : builder.documentMapper;
        this.maxDocumentChars = builder.maxDocumentChars;
        this.scoreTransform = builder.scoreTransform == null ? DoubleUnaryOperator.identity() : builder.scoreTransform;
        this.returnRawResponse = builder.returnRawResponse;
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterScoringModelBuilderFactory factory : loadFactories(OpenRouterScoringModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /**
     * Returns one score for each segment, same order; for no segments it sends no request.
     *
     * @throws IllegalArgumentException if the query is blank, {@link Builder#documentMapper} returns null, or
     *     {@link Builder#scoreTransform} throws or returns no finite number
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
        RerankScores.check(segments, query);
        if (segments.isEmpty()) {
            return Response.from(List.of());
        }
        RerankDocuments documents = RerankDocuments.of(segments, documentMapper, maxDocumentChars);
        var tally = new RerankReportBuilder("NATIVE", segments.size(), returnRawResponse);
        List<Double> scores;
        try {
            scores = scores(documents, calls.scores(query, documents, tally));
        } catch (RuntimeException failure) {
            RuntimeException told = suggestions.addTo(tally.toLangChain4j(failure), calls.model());
            return outcomes.failed(told, tally, segments, query).plain();
        }
        return outcomes.ranked(scores, tally).plain();
    }

    /** @throws IllegalArgumentException without a request */
    @Override
    public CompletableFuture<ScoringResponse> scoreAsync(ScoringRequest request) {
        ensureNotNull(request, "request");
        return ScoringModel.super.scoreAsync(request);
    }

    /**
     * Scores documents that are texts, without a waiting thread. The metadata is an
     * {@link OpenRouterScoringResponseMetadata}. The requests run in parallel on threads of OkHttp's dispatcher; the
     * future completes on one of them, in the context of its caller. Its cancellation cancels every request. Blank
     * documents are not sent and score below all others.
     *
     * @param request its model, if it names one, replaces {@link Builder#modelName}
     */
    @Override
    public CompletableFuture<ScoringResponse> doScoreAsync(ScoringRequest request) {
        ensureNotNull(request, "request");
        UnaryOperator<Runnable> context = CallerContext.capture();
        return Cancellation.future(cancellation -> {
            List<TextSegment> segments = RerankScores.segments(request);
            RerankScores.ensureVisible(request.query());
            if (segments.isEmpty()) {
                return RerankScores.none();
            }
            RerankDocuments documents = RerankDocuments.of(segments, documentMapper, maxDocumentChars);
            var tally = new RerankReportBuilder("NATIVE", segments.size(), returnRawResponse);
            CompletableFuture<List<Double>> scores = withModel(
                    request.modelName(),
                    context,
                    ofModel -> Futures.recovered(
                            scoresAsync(ofModel, request.query(), documents, tally, context, cancellation),
                            failure -> Futures.failed(
                                    suggestions.addToAsync(tally.toLangChain4j(failure), ofModel.model()))));
            return Futures.recovered(
                            scores.thenApply(known -> outcomes.ranked(known, tally)),
                            failure -> outcomes.failedAsync(failure, tally, segments, request.query(), cancellation))
                    .thenApply(RerankScores::async);
        });
    }

    /** Fails if the name is none of a model, which is known only after a look at the catalog. */
    private <T> CompletableFuture<T> withModel(
            @Nullable String name, UnaryOperator<Runnable> context, Function<RerankCalls, CompletableFuture<T>> work) {
        CompletableFuture<?> ids =
                name == null || aliases.knows(name) ? null : CallerContext.offload(calls.api()::modelIdsIfReachable);
        return Futures.of(() ->
                CallerContext.after(ids, context, () -> work.apply(calls.withModel(name, this::modelId))));
    }

    private CompletableFuture<List<Double>> scoresAsync(
            RerankCalls ofModel,
            String query,
            RerankDocuments documents,
            RerankReportBuilder tally,
            UnaryOperator<Runnable> context,
            Cancellation cancellation) {
        return Futures.of(() -> CallerContext.after(
                        ofModel.costMeter().lookUp(),
                        context,
                        () -> ofModel.scoresAsync(query, documents, tally, cancellation)))
                .thenApply(known -> scores(documents, known));
    }

    private String modelId(String name) {
        return aliases.resolveOfRequest(name, calls.api()::modelIdsIfReachable);
    }

    /** The model that was set. */
    @Override
    public ScoringRequestParameters defaultRequestParameters() {
        return ScoringRequestParameters.builder().modelName(calls.modelName()).build();
    }

    private List<Double> scores(RerankDocuments documents, double[] ofDistinct) {
        return distinct(documents.spread(transformed(ofDistinct)));
    }

    private double[] transformed(double[] scores) {
        double[] transformed = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            try {
                transformed[i] = scoreTransform.applyAsDouble(scores[i]);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("scoreTransform threw " + e + " for " + scores[i], e);
            }
            if (!Double.isFinite(transformed[i])) {
                throw new IllegalArgumentException("scoreTransform must return finite numbers, but returned "
                        + transformed[i] + " for " + scores[i]);
            }
        }
        return transformed;
    }

    /**
     * ReRankingContentAggregator keeps scores in a hash map and would shuffle equal ones. Scores are only raised, so
     * that a minimum score that lets one of them pass lets all of them pass.
     */
    private static List<Double> distinct(double[] scores) {
        Double[] distinct = new Double[scores.length];
        double below = Double.NEGATIVE_INFINITY;
        Integer[] lastFirst = new Integer[scores.length];
        Arrays.setAll(lastFirst, i -> i);
        Arrays.sort(
                lastFirst,
                Comparator.comparingDouble((Integer i) -> scores[i]).thenComparing(Comparator.reverseOrder()));
        for (int i : lastFirst) {
            below = Math.max(scores[i], Math.nextUp(below));
            distinct[i] = below;
        }
        return Collections.unmodifiableList(Arrays.asList(distinct));
    }

    /** Builds an {@link OpenRouterScoringModel}. */
    public static class Builder extends RerankBuilder<Builder> {

        private static final Set<String> OWNED = Set.of("model", "query", "documents", "top_n", "provider");

        private @Nullable Integer maxDocumentsPerRequest;
        private @Nullable Integer maxDocumentChars;
        private @Nullable Function<TextSegment, OpenRouterRerankDocument> documentMapper;
        private @Nullable DoubleUnaryOperator scoreTransform;
        private Map<String, Object> customParameters = Map.of();
        private boolean returnRawResponse;

        /** Nothing set. */
        public Builder() {}

        /**
         * The rerank model, required: an id such as {@code cohere/rerank-v3.5}, or an alias.
         *
         * @see <a href="https://openrouter.ai/models?output_modalities=rerank">Rerank models</a>
         */
        public Builder modelName(@Nullable String modelName) {
            this.modelName = modelName;
            return this;
        }

        /**
         * Maximum segments in one request; more go in several requests. Default: 100, which is one search unit at
         * Cohere.
         */
        public Builder maxDocumentsPerRequest(@Nullable Integer maxDocumentsPerRequest) {
            this.maxDocumentsPerRequest = maxDocumentsPerRequest;
            return this;
        }

        /** Parallel requests of one query. Default: 4. */
        public Builder maxConcurrency(@Nullable Integer maxConcurrency) {
            this.maxConcurrency = maxConcurrency;
            return this;
        }

        /**
         * Maximum characters of a text; longer texts are cut. Unset: sent whole; providers split long documents, score
         * the parts and may bill each.
         */
        public Builder maxDocumentChars(@Nullable Integer maxDocumentChars) {
            this.maxDocumentChars = maxDocumentChars;
            return this;
        }

        /**
         * Maps a segment to a document, for images or if {@code metadataKeys} is not enough. Called on the caller's
         * thread. Unset: the segment's text. If image URLs come from the metadata of untrusted documents, their authors
         * choose what the provider fetches.
         */
        public Builder documentMapper(@Nullable Function<TextSegment, OpenRouterRerankDocument> documentMapper) {
            this.documentMapper = documentMapper;
            return this;
        }

        /**
         * Applied to every score of the model, for models that return logits: {@code x -> 1 / (1 + Math.exp(-x))}.
         * Unset: scores stay unchanged.
         */
        public Builder scoreTransform(@Nullable DoubleUnaryOperator scoreTransform) {
            this.scoreTransform = scoreTransform;
            return this;
        }

        /**
         * Fields to add to the body of each request, by their wire name, if they have no setter here. A null is not
         * set.
         */
        public Builder customParameters(@Nullable Map<String, Object> customParameters) {
            this.customParameters = SetterChecks.customParameters(OWNED, customParameters);
            return this;
        }

        /**
         * Whether {@link OpenRouterRerankReport#rawResponses()} keeps the bodies of the responses, which contain the
         * documents. Unset: false.
         */
        public Builder returnRawResponse(@Nullable Boolean returnRawResponse) {
            this.returnRawResponse = Boolean.TRUE.equals(returnRawResponse);
            return this;
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterScoringModel build() {
            return new OpenRouterScoringModel(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
