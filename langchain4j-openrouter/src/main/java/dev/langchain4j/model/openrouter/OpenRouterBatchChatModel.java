package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.model.batch.BatchItemResult;
import dev.langchain4j.model.batch.BatchPage;
import dev.langchain4j.model.batch.BatchPagination;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.BatchChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.spi.OpenRouterBatchChatModelBuilderFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BatchChatModel} over OpenRouter's batches: many chat requests for about half the price, answered within a
 * day, mostly within minutes.
 *
 * <pre>{@code
 * OpenRouterBatchChatModel model = openRouter.batchChatModel().modelName("openai/gpt-4o-mini").build();
 * String id = model.submit(new BatchRequest<>(requests)).batchId();
 * List<ChatResponse> answers = model.awaitResults(id, Duration.ofHours(1)).responses();
 * }</pre>
 *
 * <p>Results come in the order of the requests. Each is mapped and checked like the answer to a live call; an answer
 * that such a call would refuse is a failed item. Any process with the key can read a batch by its id, for 30 days.
 *
 * <p>The library does not simply repeat a submission: if its response is lost, it searches the list of batches for a
 * new batch with the same endpoint, model and number of requests. A {@code budget} reserves the maximum cost at
 * submission and counts the actual cost when the batch is first retrieved. Calls block; an interrupt ends them at once.
 * Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/features/batch-api">Batches</a>
 */
public class OpenRouterBatchChatModel implements BatchChatModel {

    private final BatchCalls<ChatRequest, ChatResponse> calls;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterBatchChatModel(Builder builder) {
        ensureNotNull(builder, "builder");
        ChatBuilder.Settings chat = builder.chatSettings();
        ConnectionSettings connection = builder.connectionSettings();
        OpenRouterApi api = connection.connect();
        if (chat.parameters().modelName() != null) {
            connection.aliases().resolve(chat.parameters().modelName(), api::modelIdsIfReachable);
        }
        this.calls = new BatchCalls<>(
                connection,
                api,
                chat.listeners(),
                new BatchChat(
                        chat,
                        new ChatRequestMapper(OpenRouterDataPolicy.NONE),
                        connection.catalogFacts(connection.catalog(api)),
                        name -> connection.aliases().resolveOfRequest(name, api::modelIdsIfReachable)),
                builder.callbackUrl);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterBatchChatModelBuilderFactory factory :
                loadFactories(OpenRouterBatchChatModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /**
     * Submits a batch: at most 5,000 requests and 200 MB, all for one model. The requests are checked before, but
     * OpenRouter validates them only after this call: a batch that it refuses is {@code FAILED} later.
     *
     * @throws dev.langchain4j.exception.InvalidRequestException if the batch is too large or its requests do not belong
     *     together
     * @throws dev.langchain4j.exception.UnsupportedFeatureException if a request contains what batches do not support
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    @Override
    public OpenRouterBatchResponse<ChatResponse> submit(BatchRequest<ChatRequest> request) {
        return calls.submit(request);
    }

    /**
     * The budget's reservation for a batch, and its reasons: the whole batch at the price of the model's {@code :batch}
     * variant, or half the model's price if the catalog lists none. It sends nothing except, if needed, the request for
     * the catalog.
     *
     * @throws dev.langchain4j.exception.InvalidRequestException if the price is unknown
     */
    public OpenRouterBudget.DryRun dryRun(BatchRequest<ChatRequest> request) {
        return calls.dryRun(request);
    }

    /**
     * The batch now, with all results if it is over. {@link #results} needs less memory for many long answers.
     *
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    @Override
    public OpenRouterBatchResponse<ChatResponse> retrieve(String id) {
        return calls.retrieve(id);
    }

    /**
     * Waits until a batch is over, and returns it with all results. It polls every quarter of a second at first, later
     * less often, at least every minute unless OpenRouter asks to wait longer. Temporary failures do not end the wait.
     *
     * @param atMost how long to wait, zero or more; zero polls once. Only {@code timeout} and {@code totalTimeout} bound
     *     the last poll
     * @throws dev.langchain4j.exception.TimeoutException if the batch is not over by then; the batch continues
     * @throws dev.langchain4j.exception.LangChain4jException for every other failure
     */
    public OpenRouterBatchResponse<ChatResponse> awaitResults(String id, Duration atMost) {
        return calls.awaitResults(id, atMost, null);
    }

    /**
     * Waits like {@link #awaitResults(String, Duration)}, and tells how far the batch is.
     *
     * @param listener gets the batch after every look; null for none
     */
    public OpenRouterBatchResponse<ChatResponse> awaitResults(
            String id, Duration atMost, @Nullable OpenRouterBatchListener listener) {
        return calls.awaitResults(id, atMost, listener);
    }

    /**
     * The results of a batch that is over, one per request and in the order of the requests. They are fetched page by
     * page while the stream is read; a result that arrives before its turn is kept until then, and one with
     * a name of another client until all have arrived. For one thread, once.
     *
     * @throws dev.langchain4j.exception.InvalidRequestException if the batch is not over, or has failed as a whole
     * @throws dev.langchain4j.exception.LangChain4jException for every failure, also while the stream is read
     */
    public Stream<BatchItemResult<ChatResponse>> results(String id) {
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

    /**
     * A page of the workspace's chat batches, the newest first, without results. A page can have fewer batches than
     * asked for, even none, because batches of other endpoints are left out.
     *
     * @param pagination page size of 1 to 100 (20 if unset), and the token of the page; null for the first page
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    @Override
    public BatchPage<ChatResponse> list(@Nullable BatchPagination pagination) {
        return calls.list(pagination);
    }

    /**
     * Erases the requests and the results of a batch that is over, at OpenRouter and, if it can, at the provider. The
     * batch cannot be read or listed any more. Records of billing stay. If a budget has reserved for the batch and
     * nobody has read it, its cost is read first. A ledger has records of those lines alone that were read.
     *
     * @throws dev.langchain4j.exception.InvalidRequestException if the batch is not over, or does not exist
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    public OpenRouterBatchDeletion delete(String id) {
        return calls.delete(id);
    }

    /** Builds an {@link OpenRouterBatchChatModel}. */
    public static class Builder extends ChatBuilder<Builder> {

        private @Nullable String callbackUrl;

        /** Nothing set. */
        public Builder() {}

        /**
         * An https address that OpenRouter calls when the batch is over. Take the call as a hint and
         * {@link OpenRouterBatchChatModel#retrieve} the batch. Unset: none.
         */
        public Builder callbackUrl(@Nullable String callbackUrl) {
            this.callbackUrl = callbackUrl;
            return this;
        }

        /** An {@link OpenRouterCostListener} gets the cost of every line; a batch has no calls for other listeners. */
        @Override
        public Builder listeners(@Nullable List<ChatModelListener> listeners) {
            return super.listeners(listeners);
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterBatchChatModel build() {
            return new OpenRouterBatchChatModel(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
