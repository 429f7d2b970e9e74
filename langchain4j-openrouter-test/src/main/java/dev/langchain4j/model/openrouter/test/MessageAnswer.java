package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a model, plain or as a stream, as the request asks. Unset values are filled in plausibly from the
 * request. For a transcription, its text is the transcript, and otherwise only the usage counts.
 *
 * <pre>{@code
 * server.answer(Answer.text("Sunny.")
 *         .thinking("They ask about the weather.")
 *         .model("openai/gpt-4o")
 *         .provider("Azure")
 *         .usage(12, 3, "0.00006"));
 * server.answer(Answer.toolCall("get_weather", "{\"city\":\"Paris\"}")
 *         .andToolCall("get_weather", "{\"city\":\"Rome\"}"));
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/chat-completion">Chat completion</a>
 */
public final class MessageAnswer extends ScriptedAnswer<MessageAnswer> {

    /** A tool call; the server creates a missing id. */
    record ToolCall(@Nullable String id, String name, String arguments) {}

    final List<ToolCall> toolCalls = new ArrayList<>();
    final ObjectNode messageFields = Json.object();
    final ObjectNode bodyFields = Json.object();

    @Nullable
    String text;

    @Nullable
    String thinking;

    @Nullable
    String signature;

    @Nullable
    String model;

    @Nullable
    String provider;

    @Nullable
    String finishReason;

    @Nullable
    String nativeFinishReason;

    @Nullable
    ObjectNode usage;

    boolean withoutUsage;
    int cachedTokens;

    MessageAnswer() {}

    MessageAnswer text(String text) {
        this.text = text;
        return this;
    }

    /** The model's thoughts before the answer. */
    public MessageAnswer thinking(String thinking) {
        this.thinking = thinking;
        return this;
    }

    /** The model's thoughts, with the provider's signature, which must come back unchanged. */
    public MessageAnswer thinking(String thinking, String signature) {
        this.thinking = thinking;
        this.signature = signature;
        return this;
    }

    /** One more tool call, in the same answer. */
    public MessageAnswer andToolCall(String name, String arguments) {
        toolCalls.add(new ToolCall(null, name, arguments));
        return this;
    }

    /** One more tool call, with its id. */
    public MessageAnswer andToolCall(String id, String name, String arguments) {
        toolCalls.add(new ToolCall(id, name, arguments));
        return this;
    }

    /** The model that answers. Unset: the requested one. */
    public MessageAnswer model(String model) {
        this.model = model;
        return this;
    }

    /** The company that runs the model, by its display name. Unset: a plausible one. */
    public MessageAnswer provider(String provider) {
        this.provider = provider;
        return this;
    }

    /** Unset: {@code stop}, or {@code tool_calls} if there are any. */
    public MessageAnswer finishReason(String finishReason) {
        this.finishReason = finishReason;
        return this;
    }

    /** The provider's finish reason. Unset: a plausible one. */
    public MessageAnswer nativeFinishReason(String nativeFinishReason) {
        this.nativeFinishReason = nativeFinishReason;
        return this;
    }

    /**
     * Tokens and price. Unset: four characters a token, at the model's price.
     *
     * @param cost US dollars, such as {@code "0.00006"}
     */
    public MessageAnswer usage(int promptTokens, int completionTokens, String cost) {
        this.usage = Usage.counted(promptTokens, completionTokens, Usage.cost(cost));
        return this;
    }

    /** The whole usage object as JSON. */
    public MessageAnswer usage(String json) {
        this.usage = Json.parseObject(json);
        return this;
    }

    /** Reports no usage. */
    public MessageAnswer withoutUsage() {
        this.withoutUsage = true;
        return this;
    }

    /** Number of prompt tokens from a cache. Unset: 0. */
    public MessageAnswer cachedTokens(int cachedTokens) {
        this.cachedTokens = cachedTokens;
        return this;
    }

    /**
     * Further fields of the message as a JSON object: {@code images}, {@code annotations}, {@code refusal},
     * {@code audio}, ...
     */
    public MessageAnswer messageFields(String json) {
        messageFields.setAll(Json.parseObject(json));
        return this;
    }

    /**
     * Further fields beside {@code choices} as a JSON object: {@code id}, {@code service_tier},
     * {@code system_fingerprint}, ...
     */
    public MessageAnswer bodyFields(String json) {
        bodyFields.setAll(Json.parseObject(json));
        return this;
    }

    @Override
    MessageAnswer self() {
        return this;
    }

    @Override
    boolean fits(Endpoint endpoint) {
        return endpoint.talks();
    }

    @Override
    Reply content(Call call, Endpoint endpoint) {
        return endpoint.say(this, call);
    }
}
