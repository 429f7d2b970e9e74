package dev.langchain4j.model.openrouter;

import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.spi.OpenRouterStreamingChatModelBuilderFactory;
import java.util.List;
import java.util.Set;

/**
 * A {@link StreamingChatModel} over OpenRouter's chat completions.
 *
 * <pre>{@code
 * StreamingChatModel model = OpenRouterStreamingChatModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("anthropic/claude-sonnet-4.6")
 *         .build();
 * }</pre>
 *
 * <p>The complete response is the one that {@link OpenRouterChatModel} would return for the same answer. A stream that
 * fails - an error in the middle, a connection that is cut, an end without a finish, silence longer than
 * {@link Builder#streamIdleTimeout} - ends with {@code onError} and never with a shortened answer; what had arrived is in
 * {@link OpenRouterException#partialResponse()}. A call is repeated only before its first event.
 *
 * <p>{@code chat} returns at once. The callbacks of one stream come one at a time on a thread of their own, so a slow one
 * holds up its own stream only. What a callback throws goes to {@code onError}, and the stream goes on; an {@code Error},
 * such as a failed assertion, ends it and closes the connection. After {@code StreamingHandle.cancel()} the connection is
 * closed at once and no further callback begins. Every event that led to no other callback goes to
 * {@code onUnmappedRawEvent} as its JSON text. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/streaming">Streaming</a>
 */
public class OpenRouterStreamingChatModel implements StreamingChatModel {

    private final ChatCalls calls;
    private final ChatBuilder.Settings settings;
    private final List<ChatModelListener> listeners;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterStreamingChatModel(Builder builder) {
        this.settings = builder.chatSettings();
        ConnectionSettings connection = builder.connectionSettings();
        this.calls = ChatCalls.of(connection, settings);
        this.listeners = ChatListenerGuard.all(settings.listeners(), connection.log());
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterStreamingChatModelBuilderFactory factory :
                loadFactories(OpenRouterStreamingChatModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /** @throws dev.langchain4j.exception.LangChain4jException for a request that cannot be sent; nothing is called then */
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        calls.chat(request, handler);
    }

    @Override
    public OpenRouterChatRequestParameters defaultRequestParameters() {
        return settings.parameters();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return settings.capabilities();
    }

    /** Those that were set, each so that what it throws is logged and costs no answer. */
    @Override
    public List<ChatModelListener> listeners() {
        return listeners;
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
