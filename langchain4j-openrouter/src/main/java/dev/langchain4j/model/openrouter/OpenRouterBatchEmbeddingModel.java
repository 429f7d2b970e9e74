package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.batch.BatchItemResult;
import dev.langchain4j.model.batch.BatchPage;
import dev.langchain4j.model.batch.BatchPagination;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.embedding.BatchEmbeddingModel;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.spi.OpenRouterBatchEmbeddingModelBuilderFactory;
import dev.langchain4j.model.output.Response;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BatchEmbeddingModel} over OpenRouter's batches: vectors for many texts for about half the price, within a
 * day, mostly within minutes.
 *
 * <pre>{@code
 * OpenRouterBatchEmbeddingModel model =
 *         openRouter.batchEmbeddingModel().modelName("openai/text-embedding-3-small").build();
 * String id = model.submit(new BatchRequest<>(segments)).batchId();
 * List<Response<Embedding>> vectors = model.awaitResults(id, Duration.ofHours(1)).responses();
 * }</pre>
 *
 * <p>Results come in the order of the segments, each with its {@link OpenRouterTokenUsage}. The vectors are checked as
 * in a live call: one that is missing, has NaN or another length than the first is a failed item. For the rest see
 * {@link OpenRouterBatchChatModel}. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/features/batch-api">Batches</a>
 */
public class OpenRouterBatchEmbeddingModel implements BatchEmbeddingModel {

    private final BatchCalls<TextSegment, Response<Embedding>> calls;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterBatchEmbeddingModel(Builder builder) {
        ensureNotNull(builder, "builder");
        OpenRouterEmbeddingRequestParameters parameters = builder.parameters.build();
        EmbeddingMapper.check(parameters);
        if (parameters.customParameters() != null
                && parameters.customParameters().containsKey(EmbeddingMapper.INPUT_TYPE)) {
            throw new IllegalArgumentException("customParameters must not contain '" + EmbeddingMapper.INPUT_TYPE
                    + "': OpenRouter supports none in a batch");
        }
        String modelName =
                SetterChecks.modelName(parameters.modelName(), "openai/text-embedding-3-small", "embeddings");
        ConnectionSettings connection = builder.connectionSettings();
        OpenRouterApi api = connection.connect();
        String modelId = connection.aliases().resolve(modelName, api::modelIdsIfReachable);
        BatchLimits.checkVariant(modelId);
        this.calls = new BatchCalls<>(
                connection,
                api,
                List.of(),
                new BatchEmbeddings(parameters, modelId, new EmbeddingMapper(null, OpenRouterDataPolicy.NONE)),
                builder.callbackUrl);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterBatchEmbeddingModelBuilderFactory factory :
                loadFactories(OpenRouterBatchEmbeddingModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /** See {@link OpenRouterBatchChatModel#submit}. */
    @Override
    public OpenRouterBatchResponse<Response<Embedding>> submit(BatchRequest<TextSegment> request) {
        return calls.submit(request);
    }

    /** See {@link OpenRouterBatchChatModel#dryRun}. */
    public OpenRouterBudget.DryRun dryRun(BatchRequest<TextSegment> request) {
        return calls.dryRun(request);
    }

    /** See {@link OpenRouterBatchChatModel#retrieve}. */
    @Override
    public OpenRouterBatchResponse<Response<Embedding>> retrieve(String id) {
        return calls.retrieve(id);
    }

    /** See {@link OpenRouterBatchChatModel#awaitResults(String, Duration)}. */
    public OpenRouterBatchResponse<Response<Embedding>> awaitResults(String id, Duration atMost) {
        return calls.awaitResults(id, atMost, null);
    }

    /** See {@link OpenRouterBatchChatModel#awaitResults(String, Duration, OpenRouterBatchListener)}. */
    public OpenRouterBatchResponse<Response<Embedding>> awaitResults(
            String id, Duration atMost, @Nullable OpenRouterBatchListener listener) {
        return calls.awaitResults(id, atMost, listener);
    }

    /** See {@link OpenRouterBatchChatModel#results}. */
    public Stream<BatchItemResult<Response<Embedding>>> results(String id) {
        return calls.results(id);
    }

    /**
     * Not supported: OpenRouter cannot cancel a batch.
     *
     * @throws dev.langchain4j.exception.UnsupportedFeatureException always
     */
    @Override
    public void cancel(String id) {
        throw BatchCalls.noCancel(id);
    }

    /** See {@link OpenRouterBatchChatModel#list}; here the batches of embeddings. */
    @Override
    public BatchPage<Response<Embedding>> list(@Nullable BatchPagination pagination) {
        return calls.list(pagination);
    }

    /** See {@link OpenRouterBatchChatModel#delete}. */
    public OpenRouterBatchDeletion delete(String id) {
        return calls.delete(id);
    }

    /** Builds an {@link OpenRouterBatchEmbeddingModel}. Each setter takes null for "not set". */
    public static class Builder extends EmbeddingBuilder<Builder> {

        private @Nullable String callbackUrl;

        /** Nothing set. */
        public Builder() {}

        /** See {@link OpenRouterBatchChatModel.Builder#callbackUrl}. */
        public Builder callbackUrl(@Nullable String callbackUrl) {
            this.callbackUrl = callbackUrl;
            return this;
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterBatchEmbeddingModel build() {
            return new OpenRouterBatchEmbeddingModel(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
