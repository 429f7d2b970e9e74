package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.embedding.DimensionAwareEmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingBatches;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.guard.EmbeddingListenerGuard;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import dev.langchain4j.model.openrouter.spi.OpenRouterEmbeddingModelBuilderFactory;
import dev.langchain4j.model.output.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * An {@code EmbeddingModel} that calls OpenRouter's embeddings.
 *
 * <pre>{@code
 * EmbeddingModel model = OpenRouterEmbeddingModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("openai/text-embedding-3-small")
 *         .build();
 * }</pre>
 *
 * <p>Returns one vector per input, in the order of the inputs. Many inputs are sent in batches, several in parallel.
 * The call waits for all of them; the first batch that finally fails cancels the others
 * ({@link OpenRouterException#usage()} has the usage of the finished ones). Tokens and cost are in the
 * {@link OpenRouterTokenUsage}, the rest in the {@link OpenRouterEmbeddingResponseMetadata}. Every failure throws: also
 * a missing or surplus vector, and a vector of another length or with NaN; the message names the input by its position.
 * A vector of zeros logs a warning. Calls block, and an interrupt ends them at once; {@code embedAsync} needs no thread
 * of the caller. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/embeddings/create-embeddings">Embeddings</a>
 */
public class OpenRouterEmbeddingModel extends DimensionAwareEmbeddingModel {

    private final OpenRouterApi api;
    private final OpenRouterModelAliases aliases;
    private final EmbeddingRequestParameters parameters;
    private final EmbeddingMapper mapper;
    private final EmbeddingBatches batches;
    private final EmbeddingCalls calls;
    private final CatalogSuggestions suggestions;
    private final Set<ContentType> supportedContentTypes;

    /** Has the supported content types instead; null if they are set, or are not to be read there. */
    private final @Nullable CatalogFacts catalog;

    private final List<EmbeddingModelListener> listeners;
    private final Logger log;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterEmbeddingModel(Builder builder) {
        ensureNotNull(builder, "builder");
        builder.check();
        this.parameters = builder.parameters.build();
        String modelName =
                SetterChecks.modelName(parameters.modelName(), "openai/text-embedding-3-small", "embeddings");
        ConnectionSettings connection = builder.connectionSettings();
        this.api = connection.connect();
        this.aliases = connection.aliases();
        this.mapper = new EmbeddingMapper(builder.encodingFormat, connection.dataPolicy());
        this.batches = new EmbeddingBatches(builder.maxSegmentsPerBatch, builder.maxTokensPerBatch);
        this.supportedContentTypes =
                builder.supportedContentTypes == null ? Set.of(ContentType.TEXT) : builder.supportedContentTypes;
        this.catalog = builder.capabilitiesFromCatalog && builder.supportedContentTypes == null
                ? connection.catalogFacts(connection.catalog(api))
                : null;
        this.log = connection.log();
        this.listeners = EmbeddingListenerGuard.all(builder.listeners, OpenRouterCostListener.class, connection.log());
        this.calls = new EmbeddingCalls(
                api, connection.costMeter(api, builder.listeners), builder.maxConcurrency, builder.returnRawResponse);
        this.suggestions = connection.suggestions(api);
        aliases.resolve(modelName, api::modelIdsIfReachable);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterEmbeddingModelBuilderFactory factory :
                loadFactories(OpenRouterEmbeddingModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /**
     * One vector per segment, in their order.
     *
     * @throws IllegalArgumentException for null among the segments: LangChain4j would leave it out, and the vectors
     *     after it would stand at the places of other segments
     */
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> textSegments) {
        ensureNotNull(textSegments, "textSegments")
                .forEach(segment -> ensureNotNull(segment, "A segment of textSegments"));
        return super.embedAll(textSegments);
    }

    /** @throws IllegalArgumentException without a request */
    @Override
    public EmbeddingResponse embed(EmbeddingRequest request) {
        ensureNotNull(request, "request");
        return super.embed(request);
    }

    /** @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException} */
    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        ensureNotNull(request, "request");
        EmbeddingsRequest all = mapper.toWire(request, modelId(request.modelName()));
        return response(request, all, suggestions.call(() -> calls.answers(wire(all)), all.model()));
    }

    /**
     * Embeds without a waiting thread: the batches run in parallel on threads of OkHttp's dispatcher. The future
     * completes on one of them, in the context of its caller. Its cancellation cancels every batch.
     */
    @Override
    public CompletableFuture<EmbeddingResponse> doEmbedAsync(EmbeddingRequest request) {
        ensureNotNull(request, "request");
        UnaryOperator<Runnable> context = CallerContext.capture();
        return Cancellation.future(cancellation -> {
            CompletableFuture<?> lookUp = aliases.knows(request.modelName())
                    ? calls.lookUp()
                    : CallerContext.offload(api::modelIdsIfReachable);
            return CallerContext.after(lookUp, context, () -> embedAsync(request, cancellation));
        });
    }

    /** Completing the future from outside, for example by a timeout, cancels the call. */
    @Override
    public CompletableFuture<EmbeddingResponse> embedAsync(EmbeddingRequest request) {
        ensureNotNull(request, "request");
        return Cancellation.future(cancellation -> {
            UnaryOperator<Runnable> context = CallerContext.capture();
            CompletableFuture<?> lookUp =
                    catalog == null ? null : catalog.lookUp(); // LangChain4j checks the content first
            return CallerContext.after(lookUp, context, () -> cancellation.passedOnTo(() -> super.embedAsync(request)));
        });
    }

    private CompletableFuture<EmbeddingResponse> embedAsync(EmbeddingRequest request, Cancellation cancellation) {
        EmbeddingsRequest all = mapper.toWire(request, modelId(request.modelName()));
        return suggestions
                .callAsync(calls.answersAsync(wire(all), cancellation), all.model())
                .thenApply(answers -> response(request, all, answers));
    }

    private List<EmbeddingsRequest> wire(EmbeddingsRequest all) {
        List<EmbeddingsRequest> wire = new ArrayList<>();
        int first = 0;
        for (List<List<ContentPart>> inputs : batches.of(all.inputs())) {
            wire.add(all.with(first, inputs));
            first += inputs.size();
        }
        return wire;
    }

    private EmbeddingResponse response(
            EmbeddingRequest request, EmbeddingsRequest all, List<EmbeddingsAnswer> answers) {
        EmbeddingResponse response = mapper.toResponse(answers, all.model());
        learnDimension(request.parameters(), response.embeddings().get(0));
        warnOfZeros(response.embeddings(), all.model());
        return response;
    }

    /** A vector of zeros is valid, but similar to nothing: a model hardly intends it. */
    private void warnOfZeros(List<Embedding> embeddings, String modelId) {
        List<Integer> zeros = IntStream.range(0, embeddings.size())
                .filter(i -> isZero(embeddings.get(i).vector()))
                .boxed()
                .toList();
        if (!zeros.isEmpty()) {
            log.warn(
                    "Model {} returned vectors of zeros for {} inputs, the first is input {}",
                    modelId,
                    zeros.size(),
                    zeros.get(0));
        }
    }

    private static boolean isZero(float[] vector) {
        for (float number : vector) {
            if (number != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The budget's reservation for a request, and its reasons, all batches together. It sends nothing except, if
     * needed, the request for the catalog.
     *
     * @throws dev.langchain4j.exception.InvalidRequestException if the price is unknown
     */
    public OpenRouterBudget.DryRun dryRun(EmbeddingRequest request) {
        ensureNotNull(request, "request");
        EmbeddingRequestParameters merged = parameters.overrideWith(request.parameters());
        EmbeddingRequest asked = EmbeddingRequest.builder()
                .inputs(request.inputs())
                .parameters(merged)
                .build();
        return calls.dryRun(wire(mapper.toWire(asked, modelId(asked.modelName()))));
    }

    private String modelId(String name) {
        return aliases.resolveOfRequest(name, api::modelIdsIfReachable);
    }

    /** Any answer to the model's own parameters shows the dimension, so no extra call is needed. */
    private void learnDimension(EmbeddingRequestParameters asked, Embedding embedding) {
        if (dimension == null && asked.dimensions() == null && modelName().equals(asked.modelName())) {
            dimension = embedding.dimension();
        }
    }

    /** {@code dimensions}, if set; otherwise the dimension of the first answer. */
    @Override
    protected @Nullable Integer knownDimension() {
        return parameters.dimensions();
    }

    /** The name that was set, an id or an alias. */
    @Override
    public String modelName() {
        return parameters.modelName();
    }

    @Override
    public EmbeddingRequestParameters defaultRequestParameters() {
        return parameters;
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        return OpenRouterEmbeddingRequestParameters.ALL;
    }

    @Override
    public Set<ContentType> supportedContentTypes() {
        return catalog == null ? supportedContentTypes : catalog.contentTypes(modelName(), Builder.SENDABLE);
    }

    /** The listeners, each wrapped so that its exceptions are logged and lose no answer. */
    @Override
    public List<EmbeddingModelListener> listeners() {
        return listeners;
    }

    /** {@link ModelProvider#OTHER}: LangChain4j has no constant for OpenRouter. */
    @Override
    public ModelProvider provider() {
        return ModelProvider.OTHER;
    }

    /** Builds an {@link OpenRouterEmbeddingModel}. Each setter takes null for "not set". */
    public static class Builder extends EmbeddingBuilder<Builder> {

        private static final Set<ContentType> SENDABLE =
                Set.of(ContentType.TEXT, ContentType.IMAGE, ContentType.AUDIO, ContentType.VIDEO, ContentType.PDF);
        private static final Set<String> ENCODINGS = Set.of("base64", "float");
        private static final int DEFAULT_MAX_SEGMENTS_PER_BATCH = 256;
        private static final int DEFAULT_MAX_TOKENS_PER_BATCH = 100_000;
        private static final int DEFAULT_MAX_CONCURRENCY = 4;

        private String encodingFormat = "base64";
        private int maxSegmentsPerBatch = DEFAULT_MAX_SEGMENTS_PER_BATCH;
        private int maxTokensPerBatch = DEFAULT_MAX_TOKENS_PER_BATCH;
        private int maxConcurrency = DEFAULT_MAX_CONCURRENCY;
        private @Nullable Set<ContentType> supportedContentTypes;
        private boolean capabilitiesFromCatalog;
        private boolean returnRawResponse;
        private List<EmbeddingModelListener> listeners = List.of();

        /** Nothing set. */
        public Builder() {}

        /**
         * Whether inputs are queries or documents, sent as {@code search_query} or {@code search_document}; a request
         * can override it. {@link #customParameters} takes other values of {@code input_type}. Unset: not sent.
         */
        public Builder inputType(@Nullable EmbeddingInputType inputType) {
            parameters.inputType(inputType);
            return this;
        }

        /**
         * Encoding of vectors on the wire: {@code base64} is a third of the size of {@code float}, and no number has to
         * be parsed. The values are the same. If a model returns no vectors as base64, the request is repeated once
         * with {@code float}, unless the first answer was charged; later calls then use {@code float}. Default: base64.
         */
        public Builder encodingFormat(@Nullable String encodingFormat) {
            this.encodingFormat = encodingFormat == null ? "base64" : encodingFormat;
            return this;
        }

        /** Maximum inputs in one HTTP request. Default: 256. */
        public Builder maxSegmentsPerBatch(@Nullable Integer maxSegmentsPerBatch) {
            this.maxSegmentsPerBatch =
                    maxSegmentsPerBatch == null ? DEFAULT_MAX_SEGMENTS_PER_BATCH : maxSegmentsPerBatch;
            return this;
        }

        /**
         * Maximum tokens in one HTTP request, estimated at four bytes each; a larger input is sent alone. Default:
         * 100,000.
         */
        public Builder maxTokensPerBatch(@Nullable Integer maxTokensPerBatch) {
            this.maxTokensPerBatch = maxTokensPerBatch == null ? DEFAULT_MAX_TOKENS_PER_BATCH : maxTokensPerBatch;
            return this;
        }

        /** Parallel batches of one call. Default: 4. */
        public Builder maxConcurrency(@Nullable Integer maxConcurrency) {
            this.maxConcurrency = maxConcurrency == null ? DEFAULT_MAX_CONCURRENCY : maxConcurrency;
            return this;
        }

        /**
         * Content that the model embeds: {@link ContentType#TEXT}, and for some models {@link ContentType#IMAGE},
         * {@link ContentType#AUDIO}, {@link ContentType#VIDEO} and {@link ContentType#PDF}, the last three as base64.
         * Other content is refused before it is sent. Default: text, or what the catalog lists with
         * {@link #capabilitiesFromCatalog()}.
         */
        public Builder supportedContentTypes(@Nullable Set<ContentType> supportedContentTypes) {
            this.supportedContentTypes = SetterChecks.set("supportedContentTypes", supportedContentTypes);
            return this;
        }

        /** Like {@link #supportedContentTypes(Set)}. */
        public Builder supportedContentTypes(ContentType... supportedContentTypes) {
            return supportedContentTypes(SetterChecks.set("supportedContentTypes", supportedContentTypes));
        }

        /**
         * Reads the {@link #supportedContentTypes} from the catalog if they are not set: those of text, image, audio,
         * video and PDF that the model accepts. The first call fetches the catalog (free of charge, about a megabyte),
         * later ones at most once an hour; models of one {@link OpenRouter} share it. Text, if the catalog cannot be
         * fetched or does not list the model. Unset: false.
         *
         * @see <a href="https://openrouter.ai/docs/guides/overview/models">Models</a>
         */
        public Builder capabilitiesFromCatalog(@Nullable Boolean capabilitiesFromCatalog) {
            this.capabilitiesFromCatalog = Boolean.TRUE.equals(capabilitiesFromCatalog);
            return this;
        }

        /** Like {@link #capabilitiesFromCatalog(Boolean)} with true. */
        public Builder capabilitiesFromCatalog() {
            return capabilitiesFromCatalog(true);
        }

        /**
         * Whether {@link OpenRouterEmbeddingResponseMetadata#rawResponses()} keeps the bodies of the responses, which
         * are larger than the vectors. Unset: false.
         */
        public Builder returnRawResponse(@Nullable Boolean returnRawResponse) {
            this.returnRawResponse = Boolean.TRUE.equals(returnRawResponse);
            return this;
        }

        /** Called on every request, answer and error; once per call, whatever the number of batches and attempts. */
        public Builder listeners(@Nullable List<EmbeddingModelListener> listeners) {
            this.listeners = listeners == null ? List.of() : SetterChecks.list("listeners", listeners);
            return this;
        }

        /** Like {@link #listeners(List)}. */
        public Builder listeners(EmbeddingModelListener... listeners) {
            return listeners(SetterChecks.list("listeners", listeners));
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterEmbeddingModel build() {
            return new OpenRouterEmbeddingModel(this);
        }

        private void check() {
            EmbeddingMapper.check(parameters.build());
            SetterChecks.atLeast("maxSegmentsPerBatch", maxSegmentsPerBatch, 1);
            SetterChecks.atLeast("maxTokensPerBatch", maxTokensPerBatch, 1);
            SetterChecks.atLeast("maxConcurrency", maxConcurrency, 1);
            if (!ENCODINGS.contains(encodingFormat)) {
                throw new IllegalArgumentException(
                        "encodingFormat must be base64 or float, but is '" + encodingFormat + "'");
            }
            if (supportedContentTypes != null
                    && (supportedContentTypes.isEmpty() || !SENDABLE.containsAll(supportedContentTypes))) {
                throw new IllegalArgumentException(
                        "supportedContentTypes must be among TEXT, IMAGE, AUDIO, VIDEO and PDF, but is "
                                + supportedContentTypes);
            }
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
