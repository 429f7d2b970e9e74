package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.spi.OpenRouterChatModelBuilderFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A {@link ChatModel} that calls OpenRouter's chat completions.
 *
 * <pre>{@code
 * ChatModel model = OpenRouterChatModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("anthropic/claude-sonnet-4.6")
 *         .build();
 * }</pre>
 *
 * <p>The metadata of its responses is {@link OpenRouterChatResponseMetadata}, their usage {@link OpenRouterTokenUsage}.
 * Every failure throws the LangChain4j exception for its kind, with an {@link OpenRouterException} as its cause if a
 * server answered. Calls run on the caller's thread, and an interrupt ends them at once; {@code chatAsync} needs no
 * thread of the caller. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/chat-completion">Chat completion</a>
 */
public class OpenRouterChatModel implements ChatModel {

    private final ChatCalls calls;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterChatModel(Builder builder) {
        this.calls = new ChatCalls(ensureNotNull(builder, "builder"));
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterChatModelBuilderFactory factory : loadFactories(OpenRouterChatModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /** @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException} */
    @Override
    public ChatResponse doChat(ChatRequest request) {
        ensureNotNull(request, "request");
        return calls.chat(request);
    }

    /**
     * Sends a chat request without a waiting thread. Retries, budget, fallbacks and failures are those of
     * {@link #doChat}. The future completes on a thread of OkHttp's dispatcher, in the context of its caller. Its
     * cancellation closes the connection at once, and the budget counts what may have been charged.
     */
    @Override
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
        ensureNotNull(request, "request");
        return calls.chatAsync(request);
    }

    /** @throws IllegalArgumentException without a request */
    @Override
    public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
        ensureNotNull(request, "request");
        return ChatModel.super.chat(request, options);
    }

    /** Completing the future from outside, for example by a timeout, cancels the call. */
    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request, ChatRequestOptions options) {
        ensureNotNull(request, "request");
        return Cancellation.passedOn(() -> ChatModel.super.chatAsync(request, options));
    }

    /** @throws IllegalArgumentException without messages */
    @Override
    public ChatResponse chat(ChatMessage... messages) {
        ensureNotNull(messages, "messages");
        return ChatModel.super.chat(messages);
    }

    /** @throws IllegalArgumentException without messages */
    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatMessage... messages) {
        ensureNotNull(messages, "messages");
        return ChatModel.super.chatAsync(messages);
    }

    /** Completing the future from outside, for example by a timeout, cancels the call. */
    @Override
    public CompletableFuture<String> chatAsync(String userMessage) {
        ensureNotNull(userMessage, "userMessage");
        return Cancellation.future(cancellation -> {
            CompletableFuture<ChatResponse> running = chatAsync(UserMessage.from(userMessage));
            cancellation.onCancel(() -> running.cancel(true));
            return running.thenApply(response -> response.aiMessage().text());
        });
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

    /** Builds an {@link OpenRouterChatModel}. */
    public static class Builder extends ChatBuilder<Builder> {

        /** Nothing set. */
        public Builder() {}

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterChatModel build() {
            return new OpenRouterChatModel(this);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
