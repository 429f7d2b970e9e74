package dev.langchain4j.model.openrouter;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks the provider to keep in its prompt cache, so that the next request with the same beginning is
 * cheaper and faster. OpenAI, DeepSeek, Grok and others cache automatically; Anthropic and Alibaba need marks, Gemini
 * accepts them.
 *
 * <pre>{@code
 * OpenRouterCacheControl.automatic()
 * OpenRouterCacheControl.builder()
 *         .tools(Ttl.ONE_HOUR)
 *         .systemMessages(Ttl.ONE_HOUR)
 *         .lastMessage(Ttl.FIVE_MINUTES)
 *         .build()
 * }</pre>
 *
 * <p>A mark stands at the end of the part to keep: everything before it is kept too, in the order tools, system
 * messages, messages. Writing costs more than plain input (Anthropic: 1.25 times for five minutes, twice for an hour),
 * reading a tenth. A beginning that is too short (Anthropic: 1024 to 4096 tokens) is silently not kept. The usage
 * reports tokens read and written.
 *
 * <p>A message can also carry its own mark: {@link OpenRouterMessages#cached}, or the attribute {@code cache_control}
 * with the value {@code ephemeral}, or {@code 1h} for an hour, on a system or user message, an answer or a tool result.
 *
 * <p>A request has at most four marks; {@link Builder#automatic} counts as one. If there are more, the library removes
 * the oldest marks of messages first, then those of the system messages. It raises a five-minute mark before a one-hour
 * mark to one hour, because providers require that order.
 *
 * @see <a href="https://openrouter.ai/docs/guides/best-practices/prompt-caching">Prompt caching</a>
 */
public final class OpenRouterCacheControl {

    /** How long marked content is kept after its last use. */
    public enum Ttl {
        /** Five minutes. */
        FIVE_MINUTES(null),
        /** An hour; only some providers support it. */
        ONE_HOUR("1h");

        private final @Nullable String wireName;

        Ttl(@Nullable String wireName) {
            this.wireName = wireName;
        }

        /** The value of a message's attribute. */
        String toAttribute() {
            return wireName == null ? "ephemeral" : wireName;
        }

        /** A mark without ttl means five minutes, so nothing else is sent for them. */
        Map<String, Object> toMark() {
            return new WireObject.Members()
                    .set("type", "ephemeral")
                    .set("ttl", wireName)
                    .toMap();
        }
    }

    private final @Nullable Ttl automatic;
    private final @Nullable Ttl tools;
    private final @Nullable Ttl systemMessages;
    private final @Nullable Ttl lastMessage;

    private OpenRouterCacheControl(Builder builder) {
        this.automatic = builder.automatic;
        this.tools = builder.tools;
        this.systemMessages = builder.systemMessages;
        this.lastMessage = builder.lastMessage;
    }

    /** The provider sets the mark itself, at the end of the request. For five minutes. */
    public static OpenRouterCacheControl automatic() {
        return automatic(Ttl.FIVE_MINUTES);
    }

    /** The provider sets the mark itself, at the end of the request. */
    public static OpenRouterCacheControl automatic(Ttl ttl) {
        return builder().automatic(ttl).build();
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    @Nullable
    Ttl automaticTtl() {
        return automatic;
    }

    @Nullable
    Ttl tools() {
        return tools;
    }

    @Nullable
    Ttl systemMessages() {
        return systemMessages;
    }

    @Nullable
    Ttl lastMessage() {
        return lastMessage;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpenRouterCacheControl that
                && automatic == that.automatic
                && tools == that.tools
                && systemMessages == that.systemMessages
                && lastMessage == that.lastMessage;
    }

    @Override
    public int hashCode() {
        return Objects.hash(automatic, tools, systemMessages, lastMessage);
    }

    @Override
    public String toString() {
        return "OpenRouterCacheControl{automatic=" + automatic + ", tools=" + tools + ", systemMessages="
                + systemMessages + ", lastMessage=" + lastMessage + "}";
    }

    /** Collects marks. Every setter takes null for "no mark". Not for several threads at once. */
    public static final class Builder {

        private @Nullable Ttl automatic;
        private @Nullable Ttl tools;
        private @Nullable Ttl systemMessages;
        private @Nullable Ttl lastMessage;

        private Builder() {}

        /** The mark that the provider sets, at the end of the request. */
        public Builder automatic(@Nullable Ttl ttl) {
            this.automatic = ttl;
            return this;
        }

        /** A mark on the last tool of the application. */
        public Builder tools(@Nullable Ttl ttl) {
            this.tools = ttl;
            return this;
        }

        /** A mark on the last of the system messages at the beginning. */
        public Builder systemMessages(@Nullable Ttl ttl) {
            this.systemMessages = ttl;
            return this;
        }

        /** A mark on the last user message or tool result, which the next request of the conversation will repeat. */
        public Builder lastMessage(@Nullable Ttl ttl) {
            this.lastMessage = ttl;
            return this;
        }

        /** The marks, detached from this builder. */
        public OpenRouterCacheControl build() {
            return new OpenRouterCacheControl(this);
        }
    }
}
