package dev.langchain4j.model.openrouter;

import org.jspecify.annotations.Nullable;

/**
 * The setters for what this module itself does with a chat request and its answer: which parts of LangChain4j's
 * messages it sends, how strictly a schema is enforced, when a request is repeated.
 * {@link OpenRouterChatParameterSetters} inherits them; its description applies to them.
 *
 * @param <B> the builder, which every setter returns
 */
public sealed interface OpenRouterChatHandlingSetters<B extends OpenRouterChatHandlingSetters<B>>
        permits OpenRouterChatParameterSetters {

    /**
     * The weakest accepted form of a JSON schema. If no provider supports the schema, the request is repeated with a
     * JSON object and the schema in the prompt, then only with the prompt, but no weaker than this;
     * {@link OpenRouterChatResponseMetadata#structuredOutput()} names the form that worked. If it is set on a model's
     * builder, AI Services send it schemas without further settings. Unset: the schema or an exception.
     */
    default B structuredOutputFallback(@Nullable OpenRouterStructuredOutput structuredOutputFallback) {
        return set(ChatParameter.STRUCTURED_OUTPUT_FALLBACK, structuredOutputFallback);
    }

    /**
     * How to handle a complete answer without text, tool calls, images and audio. Unset: if the request asked for JSON
     * by {@code responseFormat}, or for JSON or another value by LangChain4j's prompt, it throws an
     * {@link OpenRouterIncompleteAnswerException}; otherwise it is returned.
     */
    default B emptyAnswer(@Nullable OpenRouterEmptyAnswer emptyAnswer) {
        return set(ChatParameter.EMPTY_ANSWER, emptyAnswer);
    }

    /**
     * Whether to repeat the request once if OpenRouter answers 402 and reports how many output tokens the credits
     * cover: with that number as {@code maxOutputTokens}. {@link OpenRouterChatResponseMetadata#affordableTokens()}
     * then has that number; the answer may have been cut short. Unset: throws an
     * {@link OpenRouterInsufficientCreditsException}.
     */
    default B retryWithinCredits(@Nullable Boolean retryWithinCredits) {
        return set(ChatParameter.RETRY_WITHIN_CREDITS, retryWithinCredits);
    }

    /**
     * Whether the provider must enforce the response format's JSON schema. True makes every property required and
     * optional ones nullable, refuses a {@code Map} in the schema, and fewer upstreams support it. False sends the
     * schema unchanged, as a guide for the model. Unset: false, which is sent, because some upstreams default to true.
     *
     * @see <a href="https://openrouter.ai/docs/guides/features/structured-outputs">Structured outputs</a>
     */
    default B strictJsonSchema(@Nullable Boolean strictJsonSchema) {
        return set(ChatParameter.STRICT_JSON_SCHEMA, strictJsonSchema);
    }

    /**
     * Whether the provider must enforce the schemas of tools that do not set {@code strict} themselves. True may leave
     * no upstream for the request. Unset: not sent, the upstream decides.
     */
    default B strictTools(@Nullable Boolean strictTools) {
        return set(ChatParameter.STRICT_TOOLS, strictTools);
    }

    /** Whether the model's reasoning text is put into {@code AiMessage.thinking()}. Unset: no. */
    default B returnThinking(@Nullable Boolean returnThinking) {
        return set(ChatParameter.RETURN_THINKING, returnThinking);
    }

    /**
     * Whether the {@code thinking} of earlier answers is sent back as plain text, if there is no structured reasoning
     * and neither the model nor a fallback is a Claude model, which refuses unsigned reasoning. Unset: no. Reasoning
     * that a model needs after a tool call, its {@code reasoning_details}, is always sent.
     */
    default B sendThinking(@Nullable Boolean sendThinking) {
        return set(ChatParameter.SEND_THINKING, sendThinking);
    }

    /**
     * Whether images of earlier answers are sent back, so that the model can change them; each is billed as input every
     * time, and models that do not accept images refuse the request. Unset: no.
     *
     * @see <a href="https://openrouter.ai/docs/guides/overview/multimodal/image-generation">Image generation</a>
     */
    default B sendImages(@Nullable Boolean sendImages) {
        return set(ChatParameter.SEND_IMAGES, sendImages);
    }

    /**
     * Role of the system messages on the wire: {@code system} or {@code developer}. Providers without a developer role
     * get {@code system}. Messages of {@link OpenRouterMessages#developer} are developer messages anyway. Unset:
     * {@code system}.
     */
    default B systemMessageRole(@Nullable String systemMessageRole) {
        return set(ChatParameter.SYSTEM_MESSAGE_ROLE, systemMessageRole);
    }

    /**
     * Maximum messages sent, system messages not counted, at least 1. The oldest are dropped first; a tool call and its
     * results together. System messages, the last user message and the newest tool call with its results stay, even if
     * they are more. Unset: all are sent.
     *
     * <p>Leave room for all tool calls of a turn: the model repeats calls that were dropped.
     */
    default B maxContextMessages(@Nullable Integer maxContextMessages) {
        return set(ChatParameter.MAX_CONTEXT_MESSAGES, maxContextMessages);
    }

    /**
     * Maximum tokens of messages, tools and schema sent, at least 1, as {@link OpenRouterTokenCountEstimator} estimates
     * them for the model. Drops messages like {@link #maxContextMessages}; what must stay is sent even if it is longer.
     * Unset: no limit, or that of {@link #fitContext}.
     */
    default B maxContextTokens(@Nullable Integer maxContextTokens) {
        return set(ChatParameter.MAX_CONTEXT_TOKENS, maxContextTokens);
    }

    /**
     * Whether {@link #maxContextTokens}, if unset, is the model's context in the catalog less {@code maxOutputTokens},
     * or less a quarter of it if they are unset; with fallback models, the shortest of their contexts. Fetches the
     * catalog (free of charge, about a megabyte), at most once an hour; models of one {@link OpenRouter} share it. No
     * limit for a router or preset, and if the catalog cannot be fetched. Unset: no.
     */
    default B fitContext(@Nullable Boolean fitContext) {
        return set(ChatParameter.FIT_CONTEXT, fitContext);
    }

    private B set(ChatParameter parameter, @Nullable Object value) {
        return ChatBuilder.set(this, parameter, value);
    }
}
