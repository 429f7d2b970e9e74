package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.internal.chat.ChatStreamCallbacks;
import dev.langchain4j.model.openrouter.internal.chat.ChatStreamStart;
import dev.langchain4j.model.openrouter.internal.chat.ChatStreamSubscription;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import dev.langchain4j.model.openrouter.spi.OpenRouterStreamingChatModelBuilderFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/**
 * A {@link StreamingChatModel} that calls OpenRouter's chat completions.
 *
 * <pre>{@code
 * StreamingChatModel model = OpenRouterStreamingChatModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("anthropic/claude-sonnet-4.6")
 *         .build();
 * }</pre>
 *
 * <p>The complete response equals that of {@link OpenRouterChatModel} for the same answer. A stream that fails - an
 * error in the middle, a cut connection, an end without a finish reason, silence longer than
 * {@link Builder#streamIdleTimeout} - ends with {@code onError}, never with a shortened answer.
 * {@link OpenRouterException#partialResponse()} has the partial answer. A call is retried only before its first event.
 *
 * <p>{@code chat} returns before the answer begins: with a handler it waits only for what the request needs from the
 * catalog, such as a budget's prices; a publisher does not. Each stream calls its handler on its own thread, one
 * callback at a time, so a slow callback delays only its own stream. An exception from a callback goes to
 * {@code onError}, and the stream continues; an {@code Error}, such as a failed assertion, ends the stream and closes
 * the connection. {@code StreamingHandle.cancel()} closes the connection at once, and no further callback starts. Events
 * without a callback of their own go to {@code onUnmappedRawEvent} as JSON text. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/streaming">Streaming</a>
 */
public class OpenRouterStreamingChatModel implements StreamingChatModel {

    private final ChatCalls calls;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterStreamingChatModel(Builder builder) {
        this.calls = new ChatCalls(ensureNotNull(builder, "builder"));
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterStreamingChatModelBuilderFactory factory :
                loadFactories(OpenRouterStreamingChatModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /**
     * @throws IllegalArgumentException without a request or a handler; then nothing is sent
     * @throws dev.langchain4j.exception.LangChain4jException for a request that cannot be sent; no callback follows,
     *     but the listeners get it. With a {@link OpenRouterBudget.Builder#store store}, what is found after the
     *     reservation, such as a closed connection, goes to {@code onError} instead
     */
    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        ensureNotNull(handler, "handler"); // core would wrap it, and nobody would get the answer
        ensureNotNull(request, "request");
        if (listeners().isEmpty()) { // then core need not stand between the stream and its handler
            StreamingChatModel.super.chat(request, options, handler);
        } else {
            new ChatStreamStart(this).chat(request, options, handler);
        }
    }

    /** @throws IllegalArgumentException without a request */
    @Override
    public Flow.Publisher<ChatModelStreamingEvent> chat(ChatRequest request) {
        ensureNotNull(request, "request");
        return StreamingChatModel.super.chat(request);
    }

    /** @throws IllegalArgumentException without messages */
    @Override
    public Flow.Publisher<ChatModelStreamingEvent> chat(ChatMessage... messages) {
        ensureNotNull(messages, "messages");
        return StreamingChatModel.super.chat(messages);
    }

    /** @throws dev.langchain4j.exception.LangChain4jException for a request that cannot be sent; no callback follows */
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        ensureNotNull(request, "request");
        calls.streamAsync(request, new ChatStreamCallbacks(ensureNotNull(handler, "handler")));
    }

    /**
     * The answer as a publisher: the events that a handler would get, in the same order, last a
     * {@code CompleteResponse}. A failure goes to {@code onError}, and is the one that
     * {@link #doChat(ChatRequest, StreamingChatResponseHandler)} reports or throws.
     *
     * <p>Every subscription sends its own request. While a subscriber requests nothing, the stream is not read beyond
     * its first event, no thread waits, and of the time limits only {@link Builder#totalTimeout} runs. {@code cancel}
     * closes the connection at once. {@code subscribe}, {@code request} and {@code cancel} do not block. A subscriber
     * is called on the threads of the streams, one call at a time, in the context of the thread that subscribed.
     */
    @Override
    public Flow.Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
        ensureNotNull(request, "request");
        return subscriber -> {
            UnaryOperator<Runnable> context = CallerContext.capture();
            ChatStreamSubscription.begin(
                    subscriber,
                    (task, notBegun) -> CallerContext.start(task, context, calls.timeout(), notBegun),
                    calls.sendsAtOnce(request),
                    output -> calls.stream(request, output));
        };
    }

    /**
     * The budget's reservation for a request, and its reasons. It sends nothing except, if needed, the request for the
     * catalog.
     *
     * @throws dev.langchain4j.exception.InvalidRequestException if the price is unknown
     */
    public OpenRouterBudget.DryRun dryRun(ChatRequest request) {
        ensureNotNull(request, "request");
        return calls.dryRun(request, defaultRequestParameters());
    }

    @Override
    public OpenRouterChatRequestParameters defaultRequestParameters() {
        return calls.settings().parameters();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return calls.settings().capabilities().get();
    }

    /** The listeners, each wrapped so that its exceptions are logged and lose no answer. */
    @Override
    public List<ChatModelListener> listeners() {
        return calls.listeners();
    }

    /** {@link ModelProvider#OTHER}: LangChain4j has no constant for OpenRouter. */
    @Override
    public ModelProvider provider() {
        return ModelProvider.OTHER;
    }

    /** Builds an {@link OpenRouterStreamingChatModel}. */
    public static class Builder extends ChatBuilder<Builder> {

        /** Nothing set. */
        public Builder() {}

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterStreamingChatModel build() {
            return new OpenRouterStreamingChatModel(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
